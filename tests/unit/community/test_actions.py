"""What is done about what was decided."""

from datetime import datetime

import pytest

from portavoce.community.acts.model import ActOrder
from portavoce.community.acts.service.acts import NeedsPerson, NotYet, Report
from portavoce.community.acts.service.decisions import Actions
from portavoce.community.desk.model import InboxChange
from portavoce.community.model import Action, ActProgress, InboxStatus, Progress, lead_id_of
from portavoce.community.service.inbox import NoInteraction
from portavoce.platforms.conversation import Deed
from portavoce.platforms.interaction import Verb
from portavoce.platforms.outcomes import ActionOutcome, AuthFailed, Refused, Throttled, Unknown
from portavoce.table.table import Table
from tests.aurora import NOW
from tests.community import ADA, Platform, acting, delivery, desk, dump, inbox_of

ALL = tuple(Action)


def test_abuse_is_hidden_on_the_platform_and_in_the_inbox_with_a_way_back(table: Table) -> None:
    platform = Platform()
    actions = acting(table, platform)
    actions.community.take_in(delivery("idioti"), NOW)
    (record,) = actions.act("facebook", "c1", ALL, NOW)
    assert platform.hidden == ["c1"]
    assert record.progress is Progress.DONE
    (row,), _ = inbox_of(actions.community, "aurora", InboxStatus.HIDDEN, limit=5)
    assert row.interaction.text == "idioti"


def test_acting_twice_does_nothing_twice(table: Table) -> None:
    platform = Platform()
    actions = acting(table, platform)
    actions.community.take_in(delivery("idioti"), NOW)
    actions.community.take_in(delivery("Quanto costa?", interaction_id="c2"), NOW)
    for comment in ("c1", "c2"):
        actions.act("facebook", comment, ALL, NOW)
    before = dump(table)
    for comment in ("c1", "c2"):
        actions.act("facebook", comment, ALL, NOW.replace(hour=12))
    assert dump(table) == before
    assert platform.hidden == ["c1"]


def test_a_lead_carries_what_sales_need_and_always_the_same_id(table: Table) -> None:
    actions = acting(table, Platform())
    actions.community.take_in(delivery("Quanto costa?", permalink="https://p/1"), NOW)
    actions.act("facebook", "c1", (Action.LEAD,), NOW)
    (lead,), _ = actions.community.leads("aurora", limit=5)
    assert lead.lead_id == lead_id_of("facebook", "c1")
    assert (lead.author_name, lead.text, lead.permalink) == ("Ana", "Quanto costa?", "https://p/1")


def test_a_question_is_assigned_to_whom_the_brand_named(table: Table) -> None:
    actions = acting(table, Platform())
    actions.community.take_in(delivery("Siete aperti?"), NOW)
    (record,) = actions.act("facebook", "c1", ALL, NOW)
    (row,), _ = inbox_of(actions.community, "aurora", InboxStatus.ASSIGNED, limit=5)
    assert row.assignee == "care@aurora.example"
    assert record.undo == {"assignee": ""}


def test_who_was_named_by_a_person_stays_when_triage_assigns(table: Table) -> None:
    actions = acting(table, Platform())
    actions.community.take_in(delivery("Siete aperti?"), NOW)
    desk(table).change("facebook", "c1", InboxChange(assignee="bea@aurora.example"), ADA)
    actions.act("facebook", "c1", ALL, NOW)
    (row,), _ = inbox_of(actions.community, "aurora", InboxStatus.ASSIGNED, limit=5)
    assert row.assignee == "bea@aurora.example"


@pytest.mark.parametrize(
    "answer", [Throttled(retry_after_seconds=30, reason="busy"), Unknown(reason="dropped connection")]
)
def test_what_cannot_be_done_now_is_tried_again_until_it_is_done(table: Table, answer: ActionOutcome) -> None:
    platform = Platform(answers=[answer])
    actions = acting(table, platform)
    actions.community.take_in(delivery("idioti"), NOW)
    with pytest.raises(NotYet):
        actions.act("facebook", "c1", ALL, NOW)
    (record,) = actions.act("facebook", "c1", ALL, NOW)
    assert (record.progress, platform.hidden) == (Progress.DONE, ["c1"])


def test_lost_access_needs_a_person_and_can_be_redriven_after(table: Table) -> None:
    platform = Platform(answers=[AuthFailed(code="190", reason="expired")])
    actions = acting(table, platform)
    actions.community.take_in(delivery("idioti"), NOW)
    with pytest.raises(NeedsPerson, match=r"aurora\.facebook"):
        actions.act("facebook", "c1", ALL, NOW)
    actions.act("facebook", "c1", ALL, NOW)
    assert platform.hidden == ["c1"]


def test_a_refusal_is_recorded_with_its_reason_and_the_comment_stays_open(table: Table) -> None:
    platform = Platform(answers=[Refused(code="100", reason="cannot be hidden")])
    actions = acting(table, platform)
    actions.community.take_in(delivery("idioti"), NOW)
    (record,) = actions.act("facebook", "c1", ALL, NOW)
    assert (record.progress, record.reason) == (Progress.REFUSED, "100: cannot be hidden")
    assert actions.act("facebook", "c1", ALL, NOW) == [record]
    assert platform.hidden == []
    assert len(inbox_of(actions.community, "aurora", InboxStatus.OPEN, limit=5)[0]) == 1


def test_nothing_is_done_about_what_was_removed_erased_or_edited_to_be_harmless(table: Table) -> None:
    platform = Platform()
    actions = acting(table, platform)
    assert actions.act("facebook", "erased", ALL, NOW) == []
    actions.community.take_in(delivery("idioti"), NOW)
    actions.community.take_in(delivery("Buono", Verb.EDITED, after_seconds=3), NOW)
    assert actions.act("facebook", "c1", (Action.HIDE,), NOW) == []
    actions.community.take_in(delivery(verb=Verb.REMOVED, after_seconds=5), NOW)
    assert actions.act("facebook", "c1", (Action.HIDE,), NOW) == []
    assert platform.hidden == []


def test_a_person_who_unhid_a_comment_is_not_overruled_by_the_same_event(table: Table) -> None:
    platform = Platform()
    actions = acting(table, platform)
    actions.community.take_in(delivery("idioti"), NOW)
    actions.act("facebook", "c1", ALL, NOW)
    platform.do(Deed.UNHIDE, delivery())
    actions.community.take_in(delivery(verb=Verb.UNHIDDEN, occurred_at=NOW.replace(hour=11)), NOW)
    actions.act("facebook", "c1", ALL, NOW)
    assert platform.hidden == []


def show_again(actions: Actions, at: datetime) -> Report:
    return actions.acts.ask("facebook", "c1", ActOrder(what=Deed.UNHIDE), "ada", at)


def test_a_hidden_comment_is_shown_again_and_stays_so(table: Table) -> None:
    platform = Platform()
    actions = acting(table, platform)
    actions.community.take_in(delivery("idioti"), NOW)
    actions.act("facebook", "c1", ALL, NOW)
    shown = show_again(actions, NOW.replace(hour=12)).row
    assert (platform.hidden, shown.status, shown.hidden) == ([], InboxStatus.OPEN, False)
    actions.act("facebook", "c1", ALL, NOW.replace(hour=13))
    actions.community.take_in(delivery("idioti!", Verb.EDITED, after_seconds=90_000), NOW.replace(hour=14))
    actions.act("facebook", "c1", ALL, NOW.replace(hour=14))
    assert platform.hidden == []
    assert show_again(actions, NOW.replace(hour=15)).row.hidden is False


def test_a_comment_that_is_not_there_or_gone_is_not_shown_again(table: Table) -> None:
    actions = acting(table, Platform())
    with pytest.raises(NoInteraction):
        show_again(actions, NOW)
    actions.community.take_in(delivery("idioti"), NOW)
    actions.community.take_in(delivery(verb=Verb.REMOVED, after_seconds=5), NOW)
    with pytest.raises(NoInteraction):
        show_again(actions, NOW)


@pytest.mark.parametrize(
    ("answer", "progress"),
    [
        (Refused(code="200", reason="not yours"), ActProgress.REFUSED),
        (AuthFailed(code="190", reason="expired"), ActProgress.REFUSED),
        (Throttled(retry_after_seconds=30, reason="busy"), None),
        (Unknown(reason="dropped connection"), None),
    ],
)
def test_a_platform_that_does_not_show_it_again_leaves_it_hidden(
    table: Table, answer: ActionOutcome, progress: ActProgress | None
) -> None:
    platform = Platform()
    actions = acting(table, platform)
    actions.community.take_in(delivery("idioti"), NOW)
    actions.act("facebook", "c1", ALL, NOW)
    platform.refusal = answer
    ended = show_again(actions, NOW).ended
    assert (ended.progress if ended else None) is progress
    (row,), _ = inbox_of(actions.community, "aurora", InboxStatus.HIDDEN, limit=5)
    assert row.hidden
