"""A moment as people write it. Weekdays were looked up in a calendar, names in the Unicode CLDR."""

from datetime import UTC, datetime

import pytest

from portavoce.written_moment import write_moment, write_month, write_period

MORNING = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Tuesday 24 November 2026, 09:30 (Europe/Rome)"),
        ("it", "martedì 24 novembre 2026, 09:30 (Europe/Rome)"),
        ("ar", "الثلاثاء 24 نوفمبر 2026، 09:30 (\u2066Europe/Rome\u2069)"),
    ],
)
def test_a_moment_is_told_with_its_weekday_on_the_brands_clock_in_the_readers_language(
    language: str, written: str
) -> None:
    assert write_moment(MORNING, "Europe/Rome", language) == written


def test_the_day_is_the_one_where_the_brand_is() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert write_moment(late, "Europe/Rome", "it") == "venerdì 1º gennaio 2027, 00:30 (Europe/Rome)"
    assert write_moment(late, "America/New_York", "en") == "Thursday 31 December 2026, 18:30 (America/New_York)"


def test_a_month_is_told_by_name() -> None:
    assert [write_month("2026-11", one) for one in ("en", "it", "ar")] == [
        "November 2026",
        "novembre 2026",
        "نوفمبر 2026",
    ]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "20 November – 10 December 2026"),
        ("it", "20 novembre – 10 dicembre 2026"),
        ("ar", "20 نوفمبر – 10 ديسمبر 2026"),
    ],
)
def test_days_of_a_budget_are_told_by_their_first_and_last(language: str, written: str) -> None:
    assert write_period("2026-11-20..2026-12-10", language) == written


def test_days_of_two_years_name_both() -> None:
    assert write_period("2026-12-20..2027-01-01", "it") == "20 dicembre 2026 – 1º gennaio 2027"
