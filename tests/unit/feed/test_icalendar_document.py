"""A brand's calendar as any calendar program reads it."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from portavoce.feed.icalendar_document import STATUSES, calendar_feed
from portavoce.publishing.model import Content, Part, Publication, PublicationState
from tests.aurora import AURORA
from tests.faults.world import NINE, planned

MOST_OCTETS = 75
"""RFC 5545, 3.1: lines of text should not be longer than 75 octets, excluding the line break."""


def document(*publications: Publication) -> Calendar:
    """The feed, read back by a calendar program's library."""
    return Calendar.from_ical(calendar_feed(AURORA, publications))


def event(publication: Publication) -> Any:
    (found,) = document(publication).walk("VEVENT")
    return found


def saying(text: str, **fields: Any) -> Publication:
    return planned(content=Content(text=text, **fields))


def test_a_post_is_an_event_at_its_time_under_its_own_id() -> None:
    found = event(saying("Fresh beans this morning", link="https://aurora.example/beans?a=1,2;3"))
    assert str(found["UID"]) == "aurora.spring-launch.facebook"
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (NINE, NINE + timedelta(minutes=15))
    assert str(found["SUMMARY"]) == "facebook: Fresh beans this morning"
    assert str(found["URL"]) == "https://aurora.example/beans?a=1,2;3"
    assert found["SEQUENCE"] == 1


def test_an_edit_keeps_the_id_and_raises_the_sequence() -> None:
    edited = planned().model_copy(update={"revision": 4})
    assert (event(edited)["UID"], event(edited)["SEQUENCE"]) == (event(planned())["UID"], 4)


def test_a_post_that_is_out_leads_to_where_it_is() -> None:
    out = saying("Ciao", link="https://aurora.example/").model_copy(update={"url": "https://network.example/1"})
    assert str(event(out)["URL"]) == "https://network.example/1"


@pytest.mark.parametrize("state", PublicationState)
def test_every_state_says_whether_the_post_takes_place(state: PublicationState) -> None:
    assert str(event(planned().model_copy(update={"state": state}))["STATUS"]) == STATUSES[state]
    assert STATUSES[state] in ("TENTATIVE", "CONFIRMED", "CANCELLED")


def test_the_whole_of_a_thread_and_its_comment_can_be_read() -> None:
    found = event(saying("One", thread=(Part(text="Two; and, more"),), first_comment="The menu\nis below"))
    assert str(found["DESCRIPTION"]).startswith("One\n\nTwo; and, more\n\nThe menu\nis below\n\n")


def test_a_long_text_is_cut_between_letters_as_people_see_them() -> None:
    family = "👨‍👩‍👧‍👦"
    assert str(event(saying(family * 100))["SUMMARY"]) == f"facebook: {family * 69}…"


def test_the_same_publications_make_the_same_document() -> None:
    assert calendar_feed(AURORA, [planned(), planned("x")]) == calendar_feed(AURORA, [planned(), planned("x")])


TEXTS = st.text(st.characters(codec="utf-8")) | st.text(
    st.sampled_from("مرحبا بكم كيف☕️👩‍🍳é\n\r\t;,:\\\"'=+-@\u2028\x85\x00BEGIN:VEVENT"), max_size=300
)


@given(TEXTS, TEXTS)
@example("C:\\New", "")
def test_whatever_is_said_is_one_event_in_lines_that_are_not_too_long(text: str, campaign: str) -> None:
    lines = calendar_feed(AURORA, [saying(text, campaign=campaign or None)]).split(b"\r\n")
    assert all(len(line) <= MOST_OCTETS for line in lines)
    assert lines.count(b"BEGIN:VEVENT") == 1
    assert not any(letter < 0x20 and letter != 0x09 for line in lines for letter in line)
    found = event(saying(text, campaign=campaign or None))
    said = "".join(letter for letter in text.replace("\r\n", "\n") if letter.isalnum())
    assert "".join(letter for letter in str(found["DESCRIPTION"]) if letter.isalnum()).startswith(said)


@pytest.mark.parametrize(
    "address", ["https://x.com/a/status/1\n", "https://x.com/a/1\r\nX-EVIL:1", "https://x.com/a\u2028"]
)
def test_an_address_that_no_calendar_can_hold_takes_no_feed_down(address: str) -> None:
    odd = planned("x").model_copy(update={"url": address})
    found = document(odd, planned()).walk("VEVENT")
    assert [str(one["UID"]) for one in found] == ["aurora.spring-launch.x", "aurora.spring-launch.facebook"]
    assert "X-EVIL" not in found[0]
