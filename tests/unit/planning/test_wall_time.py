"""Wall time and zone to an instant, at the hours where people get it wrong."""

from datetime import UTC, datetime

import pytest

from portavoce.planning.wall_time import Instant, NoSuchTime, NotAWallTime, format_wall_time, instant, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24 09:30", "2026-11-24 09:30"),
        (" 2026-11-24T09:30:15 ", "2026-11-24 09:30:15"),
        ("2026-1-4 9:05", "2026-01-04 09:05"),
        ("2026-11-24 09:30:00", "2026-11-24 09:30"),
        ("٢٠٢٦-١١-٢٤ ٠٩:٣٠", "2026-11-24 09:30"),
    ],
)
def test_wall_time_is_read_in_each_way_that_names_one_minute(text: str, expected: str) -> None:
    assert format_wall_time(parse(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "24/11/2026 09:30",
        "2026-11-24",
        "2026-02-30 09:30",
        "2026-11-24 24:00",
        "2026-11-24 09:60",
        "0001-01-01 00:00",
        "9999-12-31 23:59",
        "2026-11-24 09:30+01:00",
        "2026-11-24 09:30:00.5",
    ],
)
def test_anything_else_is_no_wall_time(text: str) -> None:
    with pytest.raises(NotAWallTime, match=r"write it as 2026-11-24 09:30|is not in"):
        parse(text)


def test_summer_and_winter_have_their_own_offset() -> None:
    assert instant(parse("2026-07-01 09:30"), "Europe/Rome") == Instant(datetime(2026, 7, 1, 7, 30, tzinfo=UTC), False)
    assert instant(parse("2026-12-01 09:30"), "Europe/Rome") == Instant(datetime(2026, 12, 1, 8, 30, tzinfo=UTC), False)


@pytest.mark.parametrize(
    ("text", "zone", "first_valid"),
    [
        ("2027-03-28 02:30", "Europe/Rome", "2027-03-28 03:00"),
        ("2027-03-28 02:00", "Europe/Rome", "2027-03-28 03:00"),
        ("2027-03-14 02:59:59", "America/New_York", "2027-03-14 03:00"),
        ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-04 02:30"),
        ("2011-12-30 12:00", "Pacific/Apia", "2011-12-31 00:00"),
        ("2027-03-26 02:30", "Asia/Jerusalem", "2027-03-26 03:00"),
    ],
)
def test_an_hour_that_does_not_exist_is_refused_with_the_first_time_that_does(
    text: str, zone: str, first_valid: str
) -> None:
    with pytest.raises(NoSuchTime) as refused:
        instant(parse(text), zone)
    assert str(refused.value) == (
        f"{text} does not exist in {zone}, where the clocks go forward: the first time after the gap is {first_valid}"
    )


def test_an_hour_that_comes_twice_means_the_first_and_says_so() -> None:
    assert instant(parse("2027-10-31 02:30"), "Europe/Rome") == Instant(datetime(2027, 10, 31, 0, 30, tzinfo=UTC), True)
    assert instant(parse("2027-11-07 01:30"), "America/New_York") == Instant(
        datetime(2027, 11, 7, 5, 30, tzinfo=UTC), True
    )
