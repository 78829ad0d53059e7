"""Rows against what stands: new, changed, unchanged, or refused with row and reason."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portavoce.brands.model import Channel
from portavoce.planning.content import content_hash
from portavoce.planning.diff import Context, diff
from portavoce.planning.model import PlanDiff, PlanRow
from portavoce.platforms import discovery
from portavoce.platforms.contract import Poll
from portavoce.publishing.model import Content, Part, Publication, PublicationState
from portavoce.publishing.parts import outgoing_post
from portavoce.publishing.states import replan_publication
from tests.aurora import aurora

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
AURORA = aurora(
    pillars=[{"id": "craft", "title": "Craft"}],
    channels=[{"id": name, "platform": name, "account_id": "1"} for name in ("facebook", "instagram", "x")],
    late_minutes=20,
)
IMAGE = {
    "path": "cup.jpg",
    "key": f"media/{'0' * 64}.jpg",
    "mime_type": "image/jpeg",
    "size_bytes": 50_000,
    "width": 1080,
    "height": 1080,
    "alt_text": "A cup",
}


def row(**fields: Any) -> PlanRow:
    known = {"row": 2, "post": "spring", "channel": "facebook", "when": "2026-11-24 09:30", "text": "Ciao! ☕️"}
    return PlanRow.model_validate(known | fields)


def plan(*rows: PlanRow, standing: tuple[Publication, ...] = (), now: datetime = NOW) -> PlanDiff:
    manifests = {name: discovery.manifest(name) for name in ("facebook", "instagram", "x")}
    return diff(Context(AURORA, manifests, {one.publication_id: one for one in standing}, now), rows)


def planned(one: PlanRow) -> Publication:
    return plan(one).new[0].publication


def reasons(found: PlanDiff) -> list[str]:
    return [str(one) for one in found.refused]


def test_a_new_row_becomes_a_publication_at_the_instant_that_its_wall_time_names() -> None:
    found = planned(row(media=(IMAGE,), pillar="craft", campaign="may", link="https://example.com"))
    assert found.publication_id == "aurora.spring.facebook"
    assert (found.wall_time, found.zone) == ("2026-11-24 09:30", "Europe/Rome")
    assert found.planned_at == datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    assert found.late_after - found.planned_at == timedelta(minutes=20)
    assert (found.state, found.revision, found.updated_at) == (PublicationState.SCHEDULED, 1, NOW)
    assert found.content.media[0].key == IMAGE["key"]
    assert (found.content.pillar, found.content.campaign) == ("craft", "may")


def test_a_row_is_in_the_brands_language_and_stays_in_it_however_often_it_is_planned() -> None:
    found = planned(row(text="Il nuovo menu"))
    assert found.language == AURORA.language == "it"
    assert outgoing_post(replan_publication(found, 1, NOW), 0, str).language == "it"
    assert planned(row(text="اكتشفوا قائمتنا")).language is None


@pytest.mark.parametrize("when", ["9.30", "1 dicembre 2026 9:30", "2026-12-01T09:30Z"])
def test_a_time_that_nobody_can_read_is_refused_with_its_column_and_what_to_write(when: str) -> None:
    (said,) = reasons(plan(row(when=when)))
    assert f"column when: '{when}' is not a date and time: write it as 2026-11-24 09:30" in said


def test_a_row_may_name_another_language_and_a_new_one_is_a_change() -> None:
    found = planned(row(text="Il nuovo menu, in portoghese", language="pt-BR"))
    assert (found.language, found.content.language) == ("pt-BR", "pt-BR")
    assert planned(row(text="اكتشفوا قائمتنا", language="ar")).language == "ar"
    (edited,) = plan(row(text="Il nuovo menu, in portoghese", language="pt"), standing=(found,)).changed
    assert edited.changed == ("language",)


def test_the_zone_of_a_row_stands_above_that_of_the_brand() -> None:
    assert planned(row(zone="Asia/Dubai")).planned_at == datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
    assert "'Mars/Base' is not an IANA time zone" in reasons(plan(row(zone="Mars/Base")))[0]


def test_the_same_row_again_is_unchanged_also_when_its_time_has_passed_and_it_has_left() -> None:
    sent = planned(row()).model_copy(update={"state": PublicationState.PUBLISHED})
    found = plan(row(), standing=(sent,), now=NOW + timedelta(days=30))
    assert [one.publication for one in found.unchanged] == [sent]
    assert found.nothing_to_do
    assert not (found.new or found.changed or found.refused or found.warnings)


@pytest.mark.parametrize(
    ("fields", "aspect"),
    [
        ({"when": "2026-11-24 09:31"}, "time"),
        ({"zone": "Europe/Paris"}, "time"),
        ({"text": "Ciao"}, "text"),
        ({"link": "https://example.com"}, "link"),
        ({"media": ()}, "media"),
        ({"media": (IMAGE | {"alt_text": "Two cups"},)}, "alt_text"),
        ({"pillar": "craft"}, "pillar"),
        ({"campaign": "may"}, "campaign"),
    ],
)
def test_a_changed_row_says_what_changes(fields: dict[str, Any], aspect: str) -> None:
    standing = planned(row(media=(IMAGE,)))
    found = plan(row(**({"media": (IMAGE,)} | fields)), standing=(standing,))
    (changed,) = found.changed
    assert changed.changed == (aspect,)
    assert not (found.new or found.unchanged or found.refused)


@pytest.mark.parametrize("state", [PublicationState.SENDING, PublicationState.PUBLISHED, PublicationState.UNCERTAIN])
def test_what_has_left_or_may_have_left_refuses_a_change(state: PublicationState) -> None:
    standing = planned(row()).model_copy(update={"state": state})
    found = plan(row(text="Other"), standing=(standing,))
    assert reasons(found) == [
        f"row 2, spring on facebook: it is {state} and can no longer be changed: "
        "put the row back as it was, or use a new post id"
    ]


@pytest.mark.parametrize(
    "state",
    [
        PublicationState.SCHEDULED,
        PublicationState.FROZEN,
        PublicationState.MISSED,
        PublicationState.FAILED,
        PublicationState.CANCELLED,
    ],
)
def test_what_certainly_has_not_left_can_be_planned_anew(state: PublicationState) -> None:
    standing = planned(row()).model_copy(update={"state": state})
    assert plan(row(when="2026-11-25 09:30"), standing=(standing,)).changed[0].changed == ("time",)


def test_a_row_that_was_cancelled_by_hand_stays_cancelled_and_says_so() -> None:
    standing = planned(row()).model_copy(update={"state": PublicationState.CANCELLED})
    found = plan(row(), standing=(standing,))
    assert found.nothing_to_do
    assert found.warnings[0].message == "it was cancelled and stays so: change its time or text to plan it again"


def test_a_row_that_has_disappeared_removes_nothing() -> None:
    other = planned(row(post="summer"))
    found = plan(row(), standing=(other,))
    assert len(found.new) == 1
    assert not (found.changed or found.refused)


def test_an_unknown_channel_is_refused_with_those_there_are() -> None:
    assert reasons(plan(row(channel="myspace"))) == [
        "row 2, spring on myspace: Aurora Coffee has no channel 'myspace'; its channels are facebook, instagram, x"
    ]


def test_a_past_time_is_refused_with_the_time_it_is_there() -> None:
    assert reasons(plan(row(when="2026-11-23 10:00"))) == [
        "row 2, spring on facebook: 2026-11-23 10:00 in Europe/Rome is past, it is 2026-11-23 10:00:00 there: "
        "give it a time to come"
    ]
    assert plan(row(when="2026-11-23 10:00:01")).new


def test_a_caption_too_long_for_x_but_not_for_facebook_is_refused_on_x_alone() -> None:
    found = plan(row(text="a" * 312), row(row=3, channel="x", text="a" * 312))
    assert [one.row for one in found.new] == [2]
    assert reasons(found) == ["row 3, spring on x: the text is too long: 312 of 280 (as X counts); cut 32"]


def test_a_time_in_a_dst_gap_is_refused_with_the_first_time_after_it() -> None:
    assert reasons(plan(row(when="2027-03-28 02:30"))) == [
        "row 2, spring on facebook: 2027-03-28 02:30 does not exist in Europe/Rome, where the clocks go forward: "
        "the first time after the gap is 2027-03-28 03:00"
    ]


def test_a_time_that_comes_twice_takes_the_first_and_the_plan_says_so() -> None:
    found = plan(row(when="2027-10-31 02:30"))
    assert found.new[0].publication.planned_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert found.warnings[0].message == (
        "2027-10-31 02:30 comes twice in Europe/Rome, where the clocks go back: the first one, 00:30 UTC, is taken"
    )


def test_a_pillar_that_the_brand_does_not_have_is_a_warning() -> None:
    found = plan(row(pillar="crafts"))
    assert found.new
    assert found.warnings[0].message == "'crafts' is not a pillar of Aurora Coffee: craft"


def test_one_row_with_three_faults_is_told_all_three_at_once() -> None:
    found = plan(row(channel="x", when="soon", text="a" * 300, link="nowhere"))
    assert len(reasons(found)) == 3


def test_the_same_post_on_the_same_channel_twice_is_refused_whatever_its_row_number() -> None:
    found = plan(row(), row(text="Other"))
    assert reasons(found) == ["row 2, spring on facebook: row 2 plans the same post on the same channel"]


def test_a_platform_that_nothing_is_published_to_refuses_the_row() -> None:
    ads = AURORA.model_copy(update={"channels": (Channel(id="ads", platform="meta_ads", account_id="1"),)})
    context = Context(ads, {"meta_ads": discovery.manifest("meta_ads")}, {}, NOW)
    assert diff(context, [row(channel="ads")]).refused[0].message == "nothing can be published to Meta ad account"


def test_the_content_hash_is_stable_and_moves_with_every_field() -> None:
    contents = [
        Content(text="مساء الخير ☕️"),
        Content(text="مساء الخير ☕"),
        Content(text="مساء الخير ☕️", link="https://example.com"),
        Content(text="مساء الخير ☕️", pillar="craft"),
        Content(text="مساء الخير ☕️", campaign="craft"),
        Content(text="مساء الخير ☕️", kind="story"),
        Content(text="مساء الخير ☕️", thread=(Part(text="ثم"),)),
        Content(text="مساء الخير ☕️", first_comment="craft"),
        Content(text="مساء الخير ☕️", content_warning="craft"),
        Content(text="مساء الخير ☕️", visibility="unlisted"),
        Content(text="مساء الخير ☕️", poll=Poll(options=("a", "b"), duration_minutes=60)),
    ]
    assert len({content_hash(one) for one in contents}) == len(contents)
    assert content_hash(contents[0]) == content_hash(Content.model_validate_json(contents[0].model_dump_json()))
    # printf '%s' '{"text":"Ciao"}' | sha256sum
    assert content_hash(Content(text="Ciao")) == "390439cc837f233b7750cb26264b00b55e7c565df35ac40476328651a96d53c6"
