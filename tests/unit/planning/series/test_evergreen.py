"""A series that draws from posts: which ones, in turn, and never while their words still count as said."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portavoce.measuring.model import MeasuredPost
from portavoce.planning.series.evergreen import EvergreenPost, choose_evergreens, rate_posts
from portavoce.planning.series.service import SeriesRefused
from portavoce.publishing.model import Content, Media, Publication, PublicationState
from portavoce.table.table import Table
from tests import measuring as fakes
from tests.aurora import aurora
from tests.planning import NOW, series
from tests.unit.planning.series.test_service import House

AURORA = aurora(duplicate_days=30)
LONG_AGO = NOW - timedelta(days=90)
PICTURE = Media(
    key="media/" + "a" * 64 + ".jpg", mime_type="image/jpeg", size_bytes=9, width=4, height=3, alt_text="Bar"
)


def post(number: int, likes: int, days_ago: int = 90) -> MeasuredPost:
    at = NOW - timedelta(days=days_ago)
    found = fakes.measured(f"p{number}", at=at, reach=1000, likes=likes)
    return found.model_copy(update={"looked_at": at + timedelta(days=3)})


def said(number: int, days_ago: int = 90, **fields: object) -> Publication:
    at = NOW - timedelta(days=days_ago)
    words = {"content": Content(text=f"Post {number}")}
    return fakes.publication(f"p{number}", "facebook", at).model_copy(update=words | fields)


RATES = rate_posts(post(number, 10 * number) for number in range(11))


def choose(*publications: Publication, recent: tuple[Publication, ...] = ()) -> list[EvergreenPost]:
    return choose_evergreens(AURORA, "facebook", RATES, said=publications, recent=recent, now=NOW)


def test_the_posts_that_beat_the_brands_middle_are_chosen_the_best_first() -> None:
    found = choose(*(said(number) for number in range(11)))
    assert [one.post_id for one in found] == ["p10", "p9", "p8", "p7", "p6"]
    assert (found[0].engagement_rate_percent, found[0].median_percent) == (Decimal(10), Decimal(5))


def test_what_was_said_within_the_window_or_stands_to_be_said_is_not_chosen() -> None:
    again = said(20, days_ago=3, content=Content(text="Post 9"))
    planned = said(21, days_ago=-9, content=Content(text="Post 8"), state=PublicationState.SCHEDULED)
    given_up = said(22, days_ago=3, content=Content(text="Post 7"), state=PublicationState.CANCELLED)
    found = choose(said(10, days_ago=29), said(9), said(8), said(7), recent=(again, planned, given_up))
    assert [one.post_id for one in found] == ["p7"]


def test_what_belongs_to_a_series_what_failed_and_stories_are_not_chosen() -> None:
    story = said(8, content=Content(text="Post 8", kind="story"))
    assert choose(said(10, series="tip"), said(9, state=PublicationState.FAILED), story) == []


def test_under_ten_posts_with_a_rate_nothing_is_chosen_and_young_numbers_do_not_count() -> None:
    few = dict(list(RATES.items())[:9])
    assert choose_evergreens(AURORA, "facebook", few, said=[said(8)], recent=(), now=NOW) == []
    young = post(1, 5).model_copy(update={"looked_at": LONG_AGO + timedelta(hours=3)})
    unknown = fakes.measured("p2", at=LONG_AGO, reach=1000, likes="the platform did not answer")
    assert rate_posts([young, unknown]) == {}


def test_media_are_said_again_by_their_keys() -> None:
    (found,) = choose(said(10, content=Content(text="Post 10", media=(PICTURE,))))
    assert [(one.key, one.alt_text) for one in found.variant.media] == [(PICTURE.key, "Bar")]


def test_each_date_says_the_next_post_in_turn_and_keeps_it_when_days_have_passed(table: Table) -> None:
    house = House(table)
    plan = series(
        variants=[{"channel": "x", "text": "One."}],
        turns=[[{"channel": "x", "text": text}] for text in ("Two.", "Three.", "Four.", "Five.")],
    )
    shown = house.put(plan, dry_run=True)
    assert [one.note for one in shown.coming[:3]] == ["“One.”", "“Two.”", "“Three.”"]
    assert house.stands() == []
    house.put(plan)
    before = {one.post_id: one.content.text for one in house.stands()}
    assert list(before.values())[:6] == ["One.", "Two.", "Three.", "Four.", "Five.", "One."]
    later = NOW + timedelta(days=16)
    assert house.series.extend(later) == 3
    after = {one.post_id: one.content.text for one in house.stands(later)}
    assert {name: text for name, text in before.items() if name in after}.items() <= after.items()


def test_turns_that_come_round_while_their_words_count_as_said_are_refused(table: Table) -> None:
    plan = series(variants=[{"channel": "x", "text": "One."}], turns=[[{"channel": "x", "text": "Two."}]])
    with pytest.raises(SeriesRefused, match="2 posts come round every 14 days"):
        House(table).put(plan)
