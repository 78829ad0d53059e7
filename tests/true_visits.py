"""Who truly came to a brand's pages in a generated month, and what that is by the definitions (docs/visits.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from tests.generated_month import ROME, TrueMonth, TruePost
from tests.month_truth import ratio

SEED = 16
PEOPLE = 60
IDLE = timedelta(minutes=30)


@dataclass(frozen=True)
class TrueEvent:
    """What a person did on a page, and when; an order has a reference, and what the browser and the shop say of it."""

    at: datetime
    kind: str
    reference: str = ""
    claimed_minor: int = 0
    confirmed_minor: int | None = None


@dataclass(frozen=True)
class TruePerson:
    """Somebody with a browser of their own who came by a post, or by themselves."""

    number: int
    post: TruePost | None
    events: Sequence[TrueEvent]


def populate(month: TrueMonth) -> list[TruePerson]:
    """People who look and go, look on, stay, come back after half an hour, are there at midnight, or buy."""
    random = Random(SEED)
    return [_live(random, number, month) for number in range(PEOPLE)]


def _live(random: Random, number: int, month: TrueMonth) -> TruePerson:
    post = None if number % 10 == 9 else random.choice(month.posts)
    day = random.choice(month.days)
    begins = datetime(day.year, day.month, day.day, random.randrange(1, 22), random.randrange(60), tzinfo=ROME)
    if number % 12 == 5:
        begins = begins.replace(hour=23, minute=55)
    events = [TrueEvent(begins, "view")]
    for _ in range(random.randrange(3)):
        gap = random.choice((1, 10, 29, 31, 45))
        events.append(TrueEvent(_later(events[-1].at, gap), random.choice(("view", "engaged"))))
    if number % 4 == 0:
        claimed = random.randint(500, 20_000)
        confirmed = random.randint(500, 20_000) if number % 8 == 0 else None
        events.append(TrueEvent(_later(events[-1].at, 3), "conversion", f"order-{number}", claimed, confirmed))
    return TruePerson(number, post, events)


def _later(at: datetime, minutes: int) -> datetime:
    """So much later, as time passes and not as clocks show it."""
    return (at.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(ROME)


def begins_another(before: TrueEvent, event: TrueEvent) -> bool:
    """After half an hour without an event, and on another day in Rome."""
    passed = event.at.astimezone(UTC) - before.at.astimezone(UTC)
    return passed > IDLE or event.at.date() != before.at.date()


def part_into_visits(person: TruePerson, month: TrueMonth) -> Iterator[list[TrueEvent]]:
    """A visit ends after half an hour without an event and at midnight in Rome; those of the month's days."""
    visit: list[TrueEvent] = []
    for event in person.events:
        if visit and (
            (event.at.astimezone(UTC) - visit[-1].at.astimezone(UTC)) > IDLE or event.at.date() != visit[-1].at.date()
        ):
            yield visit
            visit = []
        if event.at.date() in month.days:
            visit.append(event)
    if visit:
        yield visit


def expect_of_visits(month: TrueMonth, people: Sequence[TruePerson]) -> dict[str, Decimal | None]:
    """Each figure of visits, from the definitions."""
    visits = [visit for person in people for visit in part_into_visits(person, month)]
    bounced = [one for one in visits if [event.kind for event in one] == ["view"]]
    orders = [event for one in visits for event in one if event.kind == "conversion"]
    buying = [one for one in visits if any(event.kind == "conversion" for event in one)]
    return {
        "visits": Decimal(len(visits)),
        "conversions": Decimal(len(orders)),
        "conversion_rate": ratio(len(buying), len(visits), 100),
        "bounce_rate": ratio(len(bounced), len(visits), 100),
    }
