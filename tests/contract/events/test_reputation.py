"""From a storm of comments to a proposal or a freeze, one mail with the evidence, and its end."""

import random
import re
from contextlib import suppress
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from moto.ses.models import ses_backends

from portavoce.brands.inbox.model import CrisisPolicy
from portavoce.community.crisis.model import CrisisStage, Usual
from portavoce.community.crisis.records import CrisisRecords
from portavoce.runtime.wiring.alerts import alerts
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.community import community
from portavoce.runtime.wiring.crisis import reputation_watch
from portavoce.runtime.wiring.ledger import freezes
from tests.community import delivery
from tests.contract.events.house import AURORA, House
from tests.contract.events.invocations import ACCOUNT, stream_event
from tests.contract.events.outside import PAGE
from tests.crisis.speech import say
from tests.review import NOW
from tests.stage import REGION

TICK: dict[str, Any] = {"detail-type": "Scheduled Event"}
PEOPLE, KNOWN = 60, 16


def speak(house: House, people: int = PEOPLE, known: int = KNOWN) -> None:
    """A storm: so many people, of whom some have spoken before; taken in, and counted."""
    before = house.effects()["table"]
    chance = random.Random("storm")
    for number in range(known):
        _take(f"old{number}", "Che buono il caffè!", f"u{number}", hours=24 * 20)
    earlier = house.effects()["table"]
    for number in range(people):
        _take(f"new{number}", say("storm", "it", chance), f"u{number}", hours=0)
    house.invoke("relay", stream_event(before, earlier))
    house.invoke("relay", stream_event(earlier, house.effects()["table"]))
    house.told()


def _take(comment_id: str, text: str, author: str, hours: int) -> None:
    said = delivery(
        text, interaction_id=comment_id, account_id=PAGE, author_id=author, permalink=f"https://fb.example/{comment_id}"
    )
    said = said.model_copy(update={"occurred_at": NOW - timedelta(hours=hours, minutes=1)})
    with time_machine.travel(NOW - timedelta(hours=hours), tick=False):
        assert community().take_in(said, NOW - timedelta(hours=hours))


def open_brand(house: House, policy: CrisisPolicy, *, weeks: int = 8) -> None:
    """Aurora with this policy; of so many weeks it is known that nothing much is said."""
    given = AURORA.model_dump(mode="json") | {"crisis": {"policy": policy, "words": ["lotto 44"]}}
    brands().put(AURORA.model_validate(given), NOW)
    hours = weeks * 7 * 24
    first = NOW.replace(minute=0) - timedelta(hours=hours)
    made = Usual(brand_id="aurora", first=first, heard=(2,) * hours, against=(0, 1) * (hours // 2))
    CrisisRecords(house.table).put_usual(made)


def look(house: House, minutes: int = 0) -> list[str]:
    """One round after so many minutes, and what was mailed of it."""
    before, mailed = house.effects()["table"], len(house.effects()["mails"])
    with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
        house.invoke("watch_reputation", TICK, cold=True)
        house.invoke("relay", stream_event(before, house.effects()["table"]))
        for event in house.told():
            house.invoke("notify", event)
    return [subject for subject, _ in house.effects()["mails"][mailed:]]


@pytest.mark.takes_long("sixty comments are taken in and counted, one by one")
def test_a_storm_is_proposed_to_be_frozen_in_one_mail_with_the_evidence(house: House) -> None:
    open_brand(house, "propose")
    speak(house)
    (subject,) = look(house)
    assert "fermiamo le pubblicazioni?" in subject
    stands = reputation_watch().standing_of("aurora")
    assert stands
    assert (stands.stage, stands.freeze_id, freezes().active()) == (CrisisStage.CRISIS, None, [])
    (mail,) = [one for one in ses_backends[ACCOUNT][REGION].sent_messages if one.subject == subject]
    text = unescape(mail.body)
    top = stands.latest.evidence.top
    assert len(top) == 5
    for name in top:
        assert f"https://fb.example/{name.removeprefix('facebook/')}" in text
    # The hour of 10:55 UTC on the clocks of Rome.
    assert re.search(rf"11:00.*?{stands.latest.evidence.against} / {PEOPLE}", text, re.DOTALL)
    assert 'portavoce freeze --brand aurora --reason "crisis' in text
    assert look(house, 5) == []


def test_a_brand_that_wants_it_is_frozen_and_stays_so_when_the_storm_is_over(house: House) -> None:
    open_brand(house, "apply")
    speak(house)
    (subject,) = look(house)
    assert "le pubblicazioni sono ferme" in subject
    (freeze,) = freezes().active()
    assert (freeze.brand_id, freeze.channel) == ("aurora", None)
    assert freeze.reason.startswith(f"crisis {freeze.freeze_id}: ")
    (over,) = look(house, 6 * 60)
    assert "la tempesta è passata" in over
    assert freezes().active() == [freeze]
    assert reputation_watch().standing_of("aurora") is None
    (past,) = reputation_watch().history("aurora", 10)
    assert (past.stage, past.freeze_id, past.ended_by) == (CrisisStage.CRISIS, freeze.freeze_id, None)


def test_strangers_stop_no_publishing_whatever_the_brand_wants(house: House) -> None:
    open_brand(house, "apply")
    speak(house, known=0)
    (subject,) = look(house)
    assert "di pochi o di sconosciuti" in subject
    assert freezes().active() == []


@pytest.mark.takes_long("sixty comments are taken in and counted, one by one")
def test_of_a_new_brand_a_freeze_is_proposed_at_most(house: House) -> None:
    open_brand(house, "apply", weeks=2)
    speak(house)
    assert all("fermiamo le pubblicazioni?" in one for minutes in (0, 5) for one in look(house, minutes))
    assert freezes().active() == []


def test_a_brand_that_has_switched_it_off_is_not_looked_at(house: House) -> None:
    open_brand(house, "off")
    speak(house)
    assert look(house) == []
    assert reputation_watch().standing_of("aurora") is None


def test_what_a_death_has_kept_back_is_told_by_the_next_round(house: House, monkeypatch: Any) -> None:
    open_brand(house, "apply")
    speak(house)
    watch = reputation_watch()

    def die(*_: object) -> None:
        raise ConnectionError

    object.__setattr__(watch, "tell", die)
    with suppress(ExceptionGroup):
        watch.watch(NOW)
    (frozen,) = freezes().active()
    (subject,) = look(house, 5)
    assert "le pubblicazioni sono ferme" in subject
    assert freezes().active() == [frozen]


def test_what_is_usual_is_made_of_the_counters_once_a_day(house: House) -> None:
    brands().put(AURORA, NOW)
    speak(house)
    look(house)
    made = CrisisRecords(house.table).usual("aurora")
    assert made

    assert made.until == NOW.replace(minute=0)
    assert [one.kind for one in alerts().list_page("aurora")[0] if one.kind.startswith(("crisis", "reputation"))]
