"""Whoever is to answer something hears of it, once, and of many things in one mail."""

from datetime import datetime, timedelta

import pytest

from portavoce.brands.model import Brand
from portavoce.community.desk.model import Hand, InboxChange
from portavoce.community.events import InteractionAssigned, changes
from portavoce.community.items import interaction_item
from portavoce.community.model import Action
from portavoce.reporting.model import MailDelivery
from portavoce.table.table import Table
from tests.aurora import NOW
from tests.community import AURORA, Platform, acting, delivery, desk, listening
from tests.reporting import Postbox, assignments

BEA, CARLO = "bea@aurora.example", "carlo@aurora.example"


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


def assign(table: Table, number: int, to: str | None, at: datetime = NOW) -> InteractionAssigned | None:
    """What the stream tells of it."""
    name = f"c{number}"
    listening(table).take_in(delivery("Quanto costa?", interaction_id=name), NOW)
    before = desk(table).show("facebook", name)
    after = desk(table).change("facebook", name, InboxChange(assignee=to), Hand("ada", at))
    told = changes(interaction_item(before, 1), interaction_item(after, 2), at)
    return next((one for one in told if isinstance(one, InteractionAssigned)), None)


def tell(
    table: Table,
    postbox: Postbox,
    event: InteractionAssigned | None,
    now: datetime = NOW,
    spoken: Brand = AURORA,
) -> MailDelivery:
    assert event
    return assignments(table, postbox, spoken).tell(event.platform, event.interaction_id, event.assigned_at, now)


def test_who_is_named_gets_one_mail_with_the_words_and_the_command_and_none_twice(
    table: Table, postbox: Postbox
) -> None:
    event = assign(table, 1, BEA)
    assert [tell(table, postbox, event) for _ in range(3)] == [MailDelivery.SENT, *[MailDelivery.ALREADY_SENT] * 2]
    (mail,) = postbox.sent
    assert mail.to == BEA
    assert "Quanto costa?" in mail.text
    assert "portavoce comments show facebook/c1 --stage dev" in mail.text


def test_naming_the_same_again_is_no_new_assignment_and_naming_them_anew_is(table: Table, postbox: Postbox) -> None:
    tell(table, postbox, assign(table, 1, BEA))
    assert assign(table, 1, BEA, NOW + timedelta(minutes=1)) is None
    assert assign(table, 1, None, NOW + timedelta(minutes=2)) is None
    assert tell(table, postbox, assign(table, 1, BEA, NOW + timedelta(minutes=3))) is MailDelivery.SENT
    assert len(postbox.sent) == 2


def test_who_has_it_no_longer_is_not_told(table: Table, postbox: Postbox) -> None:
    event = assign(table, 1, BEA)
    assign(table, 1, CARLO, NOW + timedelta(seconds=5))
    assert tell(table, postbox, event) is MailDelivery.NOBODY
    assert postbox.sent == []


def test_many_assignments_are_five_mails_and_one_digest_of_what_is_still_theirs(table: Table, postbox: Postbox) -> None:
    outcomes = [tell(table, postbox, assign(table, number, BEA)) for number in range(9)]
    assert outcomes == [MailDelivery.SENT] * 5 + [MailDelivery.IN_DIGEST] * 4
    assert tell(table, postbox, assign(table, 20, CARLO)) is MailDelivery.SENT, "each has mails of their own"
    desk(table).change("facebook", "c8", InboxChange(done=True), Hand("bea", NOW))
    assign(table, 7, CARLO, NOW + timedelta(minutes=9))
    told = assignments(table, postbox)
    (due,) = told.digests.backlog.due_ids(NOW + timedelta(hours=2))
    matter = told.digests.backlog.get(due)
    assert matter
    assert BEA not in matter.matter_id, "it is written into logs"
    detail = matter.detail
    for _ in range(2):
        told.digest_due(detail["brand_id"], detail["digest"], detail["to"], matter.due_at)
    digest = postbox.sent[-1]
    assert (len(postbox.sent), digest.to) == (7, BEA)
    assert [name for name in ("c5", "c6", "c7", "c8") if f"facebook/{name}:" in digest.text] == ["c5", "c6"]
    assert f"portavoce comments --brand aurora --mine {BEA} --stage dev" in digest.text


def escalate(table: Table, name: str, parent_id: str | None = None) -> InteractionAssigned:
    """What the stream tells of it when a rule has handed it to the first of the alerts."""
    rule = {"name": "harm", "when": {"words": "burnt"}, "then": {"escalate": True}}
    brand = Brand.model_validate(AURORA.model_dump(mode="json") | {"rules": [rule]})
    actions = acting(table, Platform(), brand)
    heard = actions.community.take_in(delivery("I was burnt", interaction_id=name, parent_id=parent_id), NOW)
    actions.act("facebook", name, (Action.ASSIGN,), NOW)
    after = actions.records.get("facebook", name)
    assert heard
    assert after
    told = changes(interaction_item(heard, 1), interaction_item(after.row, 2), NOW)
    return next(one for one in told if isinstance(one, InteractionAssigned))


@pytest.mark.parametrize(
    ("language", "urgent"), [("en", "urgent, Ana on"), ("it", "urgente, Ana su"), ("ar", "عاجل، ")]
)
def test_what_a_rule_escalates_has_a_mail_of_its_own_with_the_rule_in_the_brands_language(
    table: Table, postbox: Postbox, language: str, urgent: str
) -> None:
    spoken = AURORA.model_copy(update={"language": language})
    assert tell(table, postbox, escalate(table, "c1"), spoken=spoken) is MailDelivery.SENT
    (mail,) = postbox.sent
    assert urgent in mail.subject
    assert ("harm" in mail.text, "I was burnt" in mail.text) == (True, True)


def test_of_one_conversation_the_first_escalation_is_a_mail_and_the_others_come_with_the_hour(
    table: Table, postbox: Postbox
) -> None:
    told = [
        tell(table, postbox, escalate(table, "c1")),
        tell(table, postbox, escalate(table, "c2", parent_id="c1")),
        tell(table, postbox, escalate(table, "c3", parent_id="c1")),
        tell(table, postbox, escalate(table, "c4")),
    ]
    assert told == [MailDelivery.SENT, MailDelivery.IN_DIGEST, MailDelivery.IN_DIGEST, MailDelivery.SENT]


def test_what_is_escalated_takes_no_mail_from_what_is_assigned(table: Table, postbox: Postbox) -> None:
    for number in range(10, 16):
        tell(table, postbox, assign(table, number, "ops@aurora.example"))
    assert tell(table, postbox, escalate(table, "c1")) is MailDelivery.SENT
