"""Keys of our own on Bluesky: valid, sorted by their second, and one for each part."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce.platforms.bluesky.keys import record_key, tid
from tests.aurora import NOW


@pytest.mark.parametrize(
    ("microseconds", "clock_id", "key"),
    [
        (1763900000000000, 5, "3m6cbwiqq2227"),
        (1763900000000000, 1023, "3m6cbwiqq22zz"),
        (1700000000123456, 0, "3ke6kg42cm222"),
    ],
)
def test_a_timestamp_identifier_is_the_official_one(microseconds: int, clock_id: int, key: str) -> None:
    """Vectors checked against `@atproto/common-web`."""
    assert tid(microseconds, clock_id) == key


@given(publication_id=st.text(), after=st.timedeltas(timedelta(0), timedelta(days=30_000)))
def test_a_key_is_valid_and_sorts_by_its_second(publication_id: str, after: timedelta) -> None:
    at = NOW + after
    key = record_key(publication_id, at)
    assert len(key) == 13
    assert key[0] in "234567abcdefghij"
    second = at.replace(microsecond=0)
    assert tid(int(second.timestamp()) * 1_000_000, 0) <= key
    assert key < tid(int((second + timedelta(seconds=1)).timestamp()) * 1_000_000, 0)


def test_a_publication_keeps_its_key_and_another_plan_or_publication_has_another() -> None:
    key = record_key("aurora.spring.bluesky", NOW)
    assert record_key("aurora.spring.bluesky", NOW) == key
    others = [record_key(f"aurora.spring-{number}.bluesky", NOW) for number in range(2_000)]
    assert len({key, record_key("aurora.spring.bluesky", NOW + timedelta(seconds=1)), *others}) == 2_002


def test_every_part_of_a_thread_has_a_key_of_its_own() -> None:
    keys = [record_key("aurora.spring.bluesky", NOW, part) for part in range(25)]
    assert keys[0] == record_key("aurora.spring.bluesky", NOW)
    assert len(set(keys)) == 25
