"""What Bluesky's records are made of: keys, facets, and what its answers mean."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce.platforms.bluesky.errors import failure_of
from portavoce.platforms.bluesky.facets import facets, mentioned
from portavoce.platforms.bluesky.keys import record_key, tid
from portavoce.platforms.http import Answer
from portavoce.platforms.outcomes import AuthFailed, Refused, Throttled, Unknown

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ALICE = {"alice.bsky.social": "did:plc:alice"}


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
    at = AT + after
    key = record_key(publication_id, at)
    assert len(key) == 13
    assert key[0] in "234567abcdefghij"
    second = at.replace(microsecond=0)
    assert tid(int(second.timestamp()) * 1_000_000, 0) <= key
    assert key < tid(int((second + timedelta(seconds=1)).timestamp()) * 1_000_000, 0)


def test_a_publication_keeps_its_key_and_another_plan_or_publication_has_another() -> None:
    key = record_key("aurora.spring.bluesky", AT)
    assert record_key("aurora.spring.bluesky", AT) == key
    others = [record_key(f"aurora.spring-{number}.bluesky", AT) for number in range(2_000)]
    assert len({key, record_key("aurora.spring.bluesky", AT + timedelta(seconds=1)), *others}) == 2_002


def test_every_part_of_a_thread_has_a_key_of_its_own() -> None:
    keys = [record_key("aurora.spring.bluesky", AT, part) for part in range(25)]
    assert keys[0] == record_key("aurora.spring.bluesky", AT)
    assert len(set(keys)) == 25


def test_links_mentions_and_tags_stand_at_their_bytes() -> None:
    """The text and offsets of platforms/bluesky.md, verified with `RichText.detectFacets`."""
    text = "Olá 👋 @alice.bsky.social veja https://example.com/é #café"
    found = [(one["index"]["byteStart"], one["index"]["byteEnd"], one["features"]) for one in facets(text, ALICE)]
    assert found == [
        (10, 28, [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:alice"}]),
        (34, 56, [{"$type": "app.bsky.richtext.facet#link", "uri": "https://example.com/é"}]),
        (57, 63, [{"$type": "app.bsky.richtext.facet#tag", "tag": "café"}]),
    ]


def test_a_handle_that_nobody_has_is_plain_text() -> None:
    text = "Grazie @nobody.example e info@aurora.example"
    assert mentioned(text) == ("nobody.example",)
    assert facets(text, {"nobody.example": None}) == []


@given(text=st.text(alphabet=st.sampled_from("a.#@:/ (é👋ق1-\n") | st.characters()))
def test_every_facet_cuts_the_text_between_its_letters(text: str) -> None:
    for facet in facets(text, dict.fromkeys(mentioned(text), "did:plc:alice")):
        part = text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        assert part.strip() == part != ""


@pytest.mark.parametrize(
    ("status", "error", "outcome"),
    [
        (400, "InvalidRequest", Refused),
        (400, "ExpiredToken", AuthFailed),
        (400, "InvalidToken", AuthFailed),
        (401, "AuthenticationRequired", AuthFailed),
        (400, "AccountTakedown", AuthFailed),
        (429, "RateLimitExceeded", Throttled),
        (500, "InternalServerError", Unknown),
        (502, "UpstreamFailure", Unknown),
    ],
)
def test_an_answer_means_what_its_status_and_error_say(status: int, error: str, outcome: type) -> None:
    assert isinstance(failure_of(Answer(status, {}, {"error": error, "message": "Any words."})), outcome)


def test_a_limit_ends_by_blueskys_own_clock_and_without_one_lasts_a_window() -> None:
    headers = {"ratelimit-reset": "1795430490", "Date": "Mon, 23 Nov 2026 10:40:00 GMT"}
    waits = [failure_of(Answer(429, given, {"error": "RateLimitExceeded"})) for given in (headers, {})]
    assert [one.retry_after_seconds for one in waits if isinstance(one, Throttled)] == [90, 300]
