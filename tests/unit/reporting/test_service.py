"""A row first, a mail second: nothing is mailed twice and nothing is lost."""

from datetime import timedelta

import pytest

from portavoce.publishing import outcomes
from portavoce.reporting.model import (
    ChangesWanted,
    MailBusy,
    MailDelivery,
    MailPostponed,
    MailRefused,
    ReviewAsked,
    SubjectMissing,
)
from portavoce.reporting.records import LEASE
from portavoce.reporting.service import NoSuchKind
from portavoce.table.table import Key, Table
from tests.aurora import AURORA, NOW
from tests.faults.world import planned
from tests.reporting import LEAD, MISSED, Died, Postbox, needs_person, notifier, requests


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


def test_an_event_that_comes_twice_raises_one_alert_and_a_new_one_raises_another(
    table: Table, postbox: Postbox
) -> None:
    told = notifier(table, postbox)
    assert [needs_person(told, "e1"), needs_person(told, "e1"), needs_person(told, "e2")] == [True, False, True]


def test_all_that_one_freeze_holds_back_is_told_once_and_once_more_when_it_is_missed(
    table: Table, postbox: Postbox
) -> None:
    telling = notifier(table, postbox)
    assert [needs_person(telling, event, "frozen", "f1") for event in ("e1", "e2", "e3")] == [True, False, False]
    assert [needs_person(telling, event, "missed", "f1") for event in ("e4", "e5")] == [True, False]
    assert needs_person(telling, "e6", "frozen", "f2")


def test_a_state_that_has_no_words_is_an_error_and_not_a_wrong_mail(table: Table, postbox: Postbox) -> None:
    with pytest.raises(NoSuchKind):
        needs_person(notifier(table, postbox), state="published")


def test_an_alert_is_mailed_to_the_brands_people_once_however_often_the_event_comes(
    table: Table, postbox: Postbox
) -> None:
    told = notifier(table, postbox)
    told.alerts.raise_alert(MISSED)
    outcomes = [told.alert_raised(MISSED.alert_id, NOW + timedelta(minutes=minute)) for minute in (0, 0, 5)]
    assert outcomes == [MailDelivery.SENT, MailDelivery.ALREADY_SENT, MailDelivery.ALREADY_SENT]
    assert [mail.to for mail in postbox.sent] == ["ada@aurora.example"]
    assert "aurora.spring-launch.facebook" in postbox.sent[0].text


@pytest.mark.parametrize("trouble", [MailPostponed("throttled"), MailRefused("not verified")])
def test_a_failed_mail_is_noted_on_its_alert_and_sent_by_the_next_try(
    table: Table, postbox: Postbox, trouble: Exception
) -> None:
    told = notifier(table, postbox)
    told.alerts.raise_alert(MISSED)
    postbox.troubles = [trouble]
    with pytest.raises(type(trouble)):
        told.alert_raised(MISSED.alert_id, NOW)
    noted = table.get(Key(f"ALERT#{MISSED.alert_id}", "ALERT")) or {}
    assert (noted["mail"], noted["mail_reason"]) == ("mail_failed", str(trouble))
    assert told.alert_raised(MISSED.alert_id, NOW) is MailDelivery.SENT
    assert len(postbox.sent) == 1
    assert (table.get(Key(f"ALERT#{MISSED.alert_id}", "ALERT")) or {})["mail"] == "sent"


def test_a_mail_that_another_worker_is_sending_is_left_to_it(table: Table, postbox: Postbox) -> None:
    told = notifier(table, postbox)
    told.alerts.raise_alert(MISSED)
    told.office.mails.claim(f"ALERT#{MISSED.alert_id}", "ada@aurora.example", NOW)
    with pytest.raises(MailBusy):
        told.alert_raised(MISSED.alert_id, NOW + timedelta(seconds=1))
    assert postbox.sent == []


def test_only_a_death_between_sending_and_marking_can_repeat_a_mail(table: Table, postbox: Postbox) -> None:
    told = notifier(table, postbox)
    told.alerts.raise_alert(MISSED)
    postbox.troubles = [Died()]
    with pytest.raises(Died):
        told.alert_raised(MISSED.alert_id, NOW)
    with pytest.raises(MailBusy):
        told.alert_raised(MISSED.alert_id, NOW + LEASE - timedelta(seconds=1))
    assert told.alert_raised(MISSED.alert_id, NOW + LEASE) is MailDelivery.SENT
    assert told.alert_raised(MISSED.alert_id, NOW + 2 * LEASE) is MailDelivery.ALREADY_SENT
    assert len(postbox.sent) == 2


def test_a_lead_goes_to_sales_with_what_was_said_and_where(table: Table, postbox: Postbox) -> None:
    told = notifier(table, postbox)
    outcomes = [told.lead_created("aurora", LEAD.lead_id, NOW) for _ in range(2)]
    assert outcomes == [MailDelivery.SENT, MailDelivery.ALREADY_SENT]
    (mail,) = postbox.sent
    assert mail.to == "sales@aurora.example"
    assert "Quanto costa la miscela?" in mail.text
    assert "https://facebook.example/c1" in mail.text


def test_a_lead_reaches_the_people_of_the_alerts_when_nobody_is_named_for_sales(table: Table, postbox: Postbox) -> None:
    people = AURORA.people.model_copy(update={"sales": ()})
    notifier(table, postbox, AURORA.model_copy(update={"people": people})).lead_created("aurora", LEAD.lead_id, NOW)
    assert postbox.sent[0].to == "ada@aurora.example"


def test_what_is_not_in_the_table_is_an_error_and_no_mail(table: Table, postbox: Postbox) -> None:
    told = notifier(table, postbox)
    with pytest.raises(SubjectMissing):
        told.alert_raised("unheard-of", NOW)
    with pytest.raises(SubjectMissing):
        told.lead_created("aurora", "unheard-of", NOW)
    told.alerts.raise_alert(MISSED)
    with pytest.raises(SubjectMissing):
        notifier(table, postbox, brand=None).alert_raised(MISSED.alert_id, NOW)
    assert postbox.sent == []


ASKED = ReviewAsked(
    brand_id="aurora",
    post_id="spring-launch",
    reviewer="client",
    mark="m1",
    link="https://api.example/review/t",
    channels=("facebook", "x"),
    planned_at=NOW + timedelta(days=1),
    expires_at=NOW + timedelta(days=1),
)
ASKING = AURORA.model_copy(
    update={"people": AURORA.people.model_copy(update={"clients": ("owner@bar.example",), "approvers": ()})}
)


def test_a_client_is_asked_once_for_a_post_as_it_stands_and_again_when_it_was_edited(
    table: Table, postbox: Postbox
) -> None:
    asking = requests(table, postbox, ASKING)
    outcomes = [asking.ask([ASKED], NOW), asking.ask([ASKED], NOW)]
    outcomes.append(asking.ask([ASKED.model_copy(update={"mark": "m2"})], NOW))
    assert outcomes == [{MailDelivery.SENT}, {MailDelivery.ALREADY_SENT}, {MailDelivery.SENT}]
    assert [mail.to for mail in postbox.sent] == ["owner@bar.example"] * 2
    assert "https://api.example/review/t" in postbox.sent[0].text


def test_three_posts_that_wait_for_one_client_are_one_mail_and_a_fourth_is_asked_about_alone(
    table: Table, postbox: Postbox
) -> None:
    asking = requests(table, postbox, ASKING)
    posts = [ASKED.model_copy(update={"post_id": f"post-{one}"}) for one in range(4)]
    assert asking.ask(posts[:3], NOW) == {MailDelivery.SENT}
    assert asking.ask(posts, NOW) == {MailDelivery.SENT}
    first, second = (mail.text for mail in postbox.sent)
    assert [post.post_id in first for post in posts] == [True, True, True, False]
    assert [post.post_id in second for post in posts] == [False, False, False, True]


def test_a_mail_that_somebody_else_is_sending_holds_up_no_post_for_later(table: Table, postbox: Postbox) -> None:
    asking = requests(table, postbox, ASKING)
    posts = [ASKED.model_copy(update={"post_id": f"post-{one}"}) for one in range(2)]
    asking.office.mails.claim(posts[1].mail_key, "owner@bar.example", NOW)
    with pytest.raises(MailBusy):
        asking.ask(posts, NOW)
    assert postbox.sent == []
    assert asking.ask(posts[:1], NOW) == {MailDelivery.SENT}, "what was ours to send was let go"


def test_client_and_firm_are_each_asked_in_a_mail_of_their_own(table: Table, postbox: Postbox) -> None:
    internal = ASKED.model_copy(update={"reviewer": "internal"})
    requests(table, postbox, ASKING).ask([ASKED, internal], NOW)
    assert sorted(mail.to for mail in postbox.sent) == ["ada@aurora.example", "owner@bar.example"]


def test_a_firm_that_names_no_approvers_is_asked_where_its_alerts_go(table: Table, postbox: Postbox) -> None:
    requests(table, postbox, ASKING).ask([ASKED.model_copy(update={"reviewer": "internal"})], NOW)
    assert postbox.sent[0].to == "ada@aurora.example"


def test_what_a_client_wants_changed_reaches_the_people_of_the_alerts_once_word_for_word(
    table: Table, postbox: Postbox
) -> None:
    wanted = ChangesWanted(
        brand_id="aurora",
        post_id="spring-launch",
        channels=("x",),
        planned_at=NOW,
        comment="Meno <b>emoji</b>, per favore",
        decided_at=NOW,
    )
    told = notifier(table, postbox, ASKING)
    assert [told.changes_wanted(wanted, NOW) for _ in range(2)] == [MailDelivery.SENT, MailDelivery.ALREADY_SENT]
    (mail,) = postbox.sent
    assert mail.to == "ada@aurora.example"
    assert "Meno <b>emoji</b>, per favore" in mail.text
    assert "<b>emoji" not in mail.html


def test_a_post_that_nobody_approved_in_time_is_told_of_as_that(table: Table, postbox: Postbox) -> None:
    told = notifier(table, postbox)
    told.publication_needs_person(
        publication_id="aurora.spring-launch.facebook",
        brand_id="aurora",
        channel="facebook",
        state="missed",
        cause="It was not approved by the client before its time.",
        next_step="Give it a new time.",
        event_id="e1",
        at=NOW,
        unapproved=True,
    )
    alert_id = "PUBLICATION#aurora.spring-launch.facebook#missed#e1"
    told.alert_raised(alert_id, NOW)
    assert "post now" not in postbox.sent[0].text
    assert "portavoce post show aurora.spring-launch.facebook" in postbox.sent[0].text


def test_what_its_channel_has_said_already_is_told_as_ours_to_have_held_with_the_command_that_sends_it(
    table: Table, postbox: Postbox
) -> None:
    name = "aurora.spring-launch.facebook"
    ended = outcomes.after_repeat(planned().model_copy(update={"guard_days": 30}), "aurora.early.facebook", NOW)
    told = notifier(table, postbox)
    told.publication_needs_person(
        publication_id=name,
        brand_id="aurora",
        channel="facebook",
        state="failed",
        cause=ended.publication.cause or "",
        next_step=ended.publication.next_step or "",
        event_id="e1",
        at=NOW,
        said_by=ended.publication.said_by,
    )
    told.alert_raised(f"PUBLICATION#{name}#failed#e1", NOW)
    (mail,) = postbox.sent
    assert "rifiutat" not in mail.text
    assert "Siamo noi a non aver mandato" in mail.text
    assert f"    portavoce post now {name} --allow duplicate" in mail.text
