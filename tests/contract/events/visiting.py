"""The people of a generated month at the doors of visits, and what is to be told of them."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from decimal import Decimal
from random import Random
from typing import Any

import time_machine

from portavoce.links.records import LinkRecords
from portavoce.measuring.model import Dashboard
from portavoce.runtime import aws_session
from portavoce.runtime.wiring.visits import order_book
from portavoce.visits.service.orders import Confirmation
from tests.contract.events.house import House
from tests.contract.events.samples import FOLDER, read
from tests.generated_month import TrueMonth, TruePost
from tests.links import counted_link
from tests.true_visits import (
    TrueEvent,
    TruePerson,
    begins_another,
    expect_of_visits,
    populate,
)


def code_of(post: TruePost) -> str:
    """The code of the post's link."""
    return f"7NqKd2V{100 + int(post.post_id[1:])}".replace("0", "z")


def walk(house: House, month: TrueMonth) -> None:
    """People visit the pages; what is handed on comes in another order, and a twentieth of it twice."""
    for post in month.posts:
        link = {"code": code_of(post), "post_id": post.post_id, "channel": post.channel, "platform": post.channel}
        LinkRecords(house.table).put(counted_link(**link, campaign=post.campaign, product=post.product))
    said = [(event, person) for person in populate(month) for event in person.events]
    calls: list[Any] = []
    hear_calls(calls)
    for number, (event, person) in enumerate(sorted(said, key=lambda one: one[0].at)):
        with time_machine.travel(event.at, tick=False):
            house.invoke("hear_visits", tell(number, event, person))
    for day in sorted({call["day"] for call in calls}):
        told = [call for call in calls if call["day"] == day]
        delivered = told + told[: 1 + len(told) // 20]
        Random(day).shuffle(delivered)
        with time_machine.travel(datetime.fromisoformat(f"{day}T23:00:00+00:00"), tick=False):
            for call in delivered:
                house.invoke("count_visits", call)


def tell_orders(month: TrueMonth, by_telephone: Mapping[str, int]) -> None:
    """The shop tells twice of its orders: those of visits, and those that came `by_telephone`."""
    events = [event for person in populate(month) for event in person.events]
    confirmed = [(event.reference, event.confirmed_minor) for event in events if event.confirmed_minor is not None]
    confirmed += by_telephone.items()
    for _ in range(2):
        orders = [Confirmation(reference, worth) for reference, worth in confirmed]
        order_book().confirm("aurora", orders, "EUR", datetime.combine(month.days[-1], time(12), UTC), dry_run=False)


def goes_on(event: TrueEvent, person: TruePerson) -> bool:
    """A page further on in the same visit: its address names no link any more."""
    place = person.events.index(event)
    return place > 0 and not begins_another(person.events[place - 1], event)


def hear_calls(calls: list[Any]) -> None:
    """Keeps what a function hands on to another, as Lambda would."""

    def keep(**given: Any) -> None:
        calls.append(json.loads(given["params"]["Payload"]))

    aws_session.session().register("provide-client-params.lambda.Invoke", keep)


def tell(number: int, event: TrueEvent, person: TruePerson) -> dict[str, Any]:
    """What the script on the page says; only the page that somebody lands on names the link."""
    said = {"brand": "aurora", "kind": event.kind}
    if person.post and not (event.kind == "view" and goes_on(event, person)):
        said |= {"link": code_of(person.post)}
    if event.kind == "conversion":
        said |= {"name": "order", "reference": event.reference, "currency": "EUR"}
        said |= {"value": f"{Decimal(event.claimed_minor) / 100:.2f}"}
    asked = read(FOLDER / "http/visit.json")
    asked["requestContext"]["requestId"] = f"r{number}"
    asked["requestContext"]["http"]["sourceIp"] = f"203.0.113.{person.number}"
    return {**asked, "body": json.dumps(said)}


def assert_visits_are_told(made: Dashboard, month: TrueMonth) -> None:
    people = [person for person in populate(month) if person.post]
    told = {(one.by, one.of, one.name): one.value for one in made.figures}
    parts: dict[tuple[str | None, str | None], list[TruePerson]] = {(None, None): people}
    for person in people:
        assert person.post
        post = person.post
        named = [("channel", post.channel), ("campaign", post.campaign), ("product", post.product)]
        for cut, part in [*named, ("post", f"aurora.{post.post_id}.{post.channel}")]:
            if part:
                parts.setdefault((cut, part), []).append(person)
    for (by, of), some in parts.items():
        for name, value in expect_of_visits(month, some).items():
            assert told[by, of, name] == value, (by, of, name)  # type: ignore[index]
