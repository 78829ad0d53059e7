"""Many mails at once, and addresses that take none: nobody is flooded and nobody is forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portavoce.reporting.model import (
    DeadAddress,
    MailDelivery,
    MailPostponed,
    MailRefused,
)
from portavoce.table.table import Table
from tests.aurora import AURORA, NOW
from tests.reporting import LEAD, MATTER, MISSED, Postbox, needs_person, notifier


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


def test_an_address_that_is_refused_keeps_the_mail_from_nobody_else_and_nobody_has_it_twice(
    table: Table, postbox: Postbox
) -> None:
    people = AURORA.people.model_copy(update={"alerts": ("gone@aurora.example", "ada@aurora.example")})
    told = notifier(table, postbox, AURORA.model_copy(update={"people": people}))
    told.alerts.raise_alert(MISSED)
    postbox.troubles = [MailRefused("not verified")]
    with pytest.raises(MailRefused):
        told.alert_raised(MISSED.alert_id, NOW)
    assert [mail.to for mail in postbox.sent] == ["ada@aurora.example"]
    told.alert_raised(MISSED.alert_id, NOW)
    assert [mail.to for mail in postbox.sent] == ["ada@aurora.example", "gone@aurora.example"]


def test_a_mail_service_that_takes_nothing_now_is_not_asked_for_each_address(table: Table, postbox: Postbox) -> None:
    people = AURORA.people.model_copy(update={"alerts": ("ada@aurora.example", "bea@aurora.example")})
    told = notifier(table, postbox, AURORA.model_copy(update={"people": people}))
    told.alerts.raise_alert(MISSED)
    postbox.troubles = [MailPostponed("no answer")]
    with pytest.raises(MailPostponed):
        told.alert_raised(MISSED.alert_id, NOW)
    assert postbox.sent == []


def test_a_stranger_who_asks_forty_times_causes_one_mail_and_one_digest_an_hour(table: Table, postbox: Postbox) -> None:
    told = notifier(table, postbox)
    told = replace(told, lead=lambda brand_id, lead_id: LEAD.model_copy(update={"lead_id": lead_id}))
    outcomes = [told.lead_created("aurora", f"l{number:02}", NOW) for number in range(40)]
    assert outcomes == [MailDelivery.SENT, *[MailDelivery.IN_DIGEST] * 39]
    assert told.lead_created("aurora", "l00", NOW) is MailDelivery.ALREADY_SENT
    assert len(postbox.sent) == 1
    (due,) = told.digests.backlog.due_ids(NOW + timedelta(hours=2))
    matter = told.digests.backlog.get(due)
    assert matter
    assert matter.due_at == NOW + timedelta(hours=1, minutes=1)
    for _ in range(2):
        told.digest_due(now=matter.due_at, **matter.detail)
    assert len(postbox.sent) == 2
    assert postbox.sent[1].to == "sales@aurora.example"
    assert "39" in postbox.sent[1].subject
    assert postbox.sent[1].text.count("Quanto costa la miscela?") == 20


def test_ten_people_who_want_to_buy_are_told_of_one_by_one_and_none_is_forgotten_after_them(
    table: Table, postbox: Postbox
) -> None:
    told = notifier(table, postbox)
    told = replace(
        told,
        lead=lambda brand_id, lead_id: LEAD.model_copy(
            update={"lead_id": lead_id, "author_id": f"author of {lead_id}"}
        ),
    )
    outcomes = [told.lead_created("aurora", f"l{number:02}", NOW) for number in range(12)]
    assert outcomes == [MailDelivery.SENT] * 10 + [MailDelivery.IN_DIGEST] * 2
    told.alerts.raise_alert(MISSED)
    assert told.alert_raised(MISSED.alert_id, NOW) is MailDelivery.SENT, "what strangers cause takes nothing from it"


def test_two_hundred_posts_that_fail_at_once_are_twenty_mails_and_a_digest(table: Table, postbox: Postbox) -> None:
    told = notifier(table, postbox)
    for number in range(30):
        needs_person(told, f"e{number:02}")
        told.alert_raised(f"PUBLICATION#aurora.spring-launch.facebook#missed#e{number:02}", NOW)
    assert len(postbox.sent) == 20
    (due,) = told.digests.backlog.due_ids(NOW + timedelta(hours=2))
    told.digest_due(now=NOW, **(told.digests.backlog.get(due) or MATTER).detail)
    assert "aurora.spring-launch.facebook: It was late." in postbox.sent[20].text
    assert "portavoce alerts --brand aurora" in postbox.sent[20].text


def test_an_address_that_mail_does_not_reach_is_not_written_to_until_it_has_rested(
    table: Table, postbox: Postbox
) -> None:
    told = notifier(table, postbox)
    until = NOW + timedelta(days=30)
    told.office.dead_addresses.add(DeadAddress(address="ada@aurora.example", reason="bounced", since=NOW, until=until))
    told.alerts.raise_alert(MISSED)
    assert told.alert_raised(MISSED.alert_id, NOW) is MailDelivery.NOBODY
    noted = told.alerts.get(MISSED.alert_id)
    assert noted
    assert noted.mail == "nobody"
    assert told.alert_raised(MISSED.alert_id, until) is MailDelivery.SENT
