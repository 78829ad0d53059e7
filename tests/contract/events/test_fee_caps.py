"""What X may bill in a month, through the real functions: nothing leaves beyond it, and somebody is told."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from portavoce.brands.model import Brand
from portavoce.community.listening_cost.model import ListeningCost
from portavoce.community.listening_cost.records import ListeningRecords
from portavoce.outbox.model import wrap
from portavoce.publishing.events import changes
from portavoce.publishing.model import Content, Publication, PublicationState
from portavoce.publishing.records import PublicationRecords
from portavoce.publishing.service.ledger import OverFeeCap
from portavoce.reporting.model import AlertKind
from portavoce.reporting.records import Alerts
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.ledger import ledger
from tests.contract.events.house import AURORA, House, publication
from tests.contract.events.invocations import sqs_event
from tests.contract.events.samples import FOLDER, read
from tests.review import NOW
from tests.stage import forget

TICK = read(FOLDER / "schedule/tick.json")
MINUTE = timedelta(minutes=1)


def cap(cents: int | None) -> None:
    fees = {} if cents is None else {"fees": {"x_month_minor": cents}}
    document = AURORA.model_dump(mode="json", exclude={"fees"}) | fees
    brands().put(Brand.model_validate(document), NOW)
    forget()


def plan(house: House, post: str, **fields: Any) -> Publication:
    """A post on X, which costs 1.5 cents."""
    named = {"publication_id": f"aurora.{post}.x", "post_id": post, "channel": "x", "platform": "x"}
    said = {"content": Content(text=f"Buongiorno da {post}").model_dump()}
    planned = Publication.model_validate(publication().model_dump() | named | said | fields)
    PublicationRecords(house.table).add(planned)
    return planned


def release(house: House, planned: Publication) -> Publication:
    message = {"publication_id": planned.publication_id, "revision": planned.revision, "step": "release"}
    message |= {"planned_at": planned.planned_at.isoformat()}
    assert house.invoke("publish", sqs_event("outgoing", [json.dumps(message)])) == {"batchItemFailures": []}
    found = PublicationRecords(house.table).get(planned.publication_id)
    assert found
    return found


def posts(house: House) -> int:
    return sum(one.account_id == AURORA.channels[2].account_id for one in _on_x(house).values())


def _on_x(house: House) -> dict[str, Any]:
    return next(network.platform.posts for network in house.networks if network.platform.name == "X")


def test_a_post_within_the_cap_leaves_and_the_next_one_is_held_before_the_call(house: House) -> None:
    cap(2)
    first, second = plan(house, "first"), plan(house, "second")
    assert release(house, first).state is PublicationState.PUBLISHED
    held = release(house, second)
    assert (held.state, posts(house)) == (PublicationState.FROZEN, 1)
    assert "X would have billed 0.03 USD for its API in 2026-11, and the brand allows 0.02 USD" in (held.cause or "")
    with time_machine.travel(NOW + 5 * MINUTE, tick=False):
        house.invoke("reconcile", TICK)
        assert release(house, held).state is PublicationState.FROZEN
        cap(3)
        house.invoke("reconcile", TICK)
        assert release(house, held).state is PublicationState.PUBLISHED
    assert posts(house) == 2


def test_a_held_post_leaves_after_the_next_round_once_another_is_known_not_to_be_there(house: House) -> None:
    cap(2)
    first, second = plan(house, "first", state=PublicationState.UNCERTAIN), plan(house, "second")
    held = release(house, second)
    with time_machine.travel(NOW + 5 * MINUTE, tick=False):
        house.invoke("reconcile", TICK)
        assert release(house, held).state is PublicationState.FROZEN
        PublicationRecords(house.table).change(first, first.model_copy(update={"state": PublicationState.FAILED}))
        house.invoke("reconcile", TICK)
        assert release(house, held).state is PublicationState.PUBLISHED


def test_post_now_sees_a_cap_that_was_raised_a_moment_ago(house: House) -> None:
    cap(1)
    held = release(house, plan(house, "first"))
    with pytest.raises(OverFeeCap):
        ledger().publish_now(held.publication_id, NOW)
    cap(2)
    sent = ledger().publish_now(held.publication_id, NOW)
    assert release(house, sent).state is PublicationState.PUBLISHED


def test_what_listening_has_cost_this_month_is_part_of_it(house: House) -> None:
    cap(5)
    counted = {"brand_id": "aurora", "platform": "x", "posts": 8, "messages": 0, "spent_minor": 4, "cap_minor": 5}
    money = {"currency": "USD", "decimals": 2, "as_of": NOW}
    for month, state in (("2026-11", PublicationState.FROZEN), ("2026-10", PublicationState.PUBLISHED)):
        ListeningRecords(house.table).put(ListeningCost.model_validate(counted | money | {"month": month}))
        assert release(house, plan(house, f"in-{month}")).state is state


def test_a_cap_on_x_holds_nothing_on_facebook_and_without_one_nothing_is_held(house: House) -> None:
    cap(0)
    elsewhere = publication()
    assert release(house, elsewhere).state is PublicationState.PUBLISHED
    cap(None)
    assert release(house, plan(house, "free")).state is PublicationState.PUBLISHED


def test_one_mail_tells_of_all_that_one_cap_holds(house: House) -> None:
    cap(0)
    for post in ("first", "second"):
        held = release(house, plan(house, post))
        (event,) = changes(None, held.model_dump(mode="json"), NOW)
        detail = wrap(event, f"e-{post}", NOW).model_dump(mode="json")
        house.invoke("notify", {"detail-type": "PublicationNeedsPerson", "detail": detail})
    found, _ = Alerts(house.table).list_page("aurora")
    (told,) = [one for one in found if one.kind is AlertKind.PUBLICATION_OVER_FEES]
    assert told.alert_id == "FEES#aurora#x#2026-11#0"
