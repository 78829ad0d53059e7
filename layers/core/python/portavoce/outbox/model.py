"""The envelope of what goes on the bus. Each room declares its own events in its `events.py`."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict

SOURCE = "portavoce"


class Event(BaseModel):
    """A fact, in the past tense. Ids and labels only: never a comment's text, a name or a token.

    Fields are only ever added, so that an old event still parses and an unknown field passes. A change that breaks
    this is a new `VERSION`, and a consumer that does not know it parks the event."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)
    VERSION: ClassVar[int] = 1
    JOINS: ClassVar[str | None] = None
    """The one field, a list, that is added up when several such events of a batch go as one: an event that only wakes
    somebody need not wake him for each."""


class Envelope(BaseModel):
    """The detail of a bus event. `id` is the same however often the fact is relayed, so a consumer can tell."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    id: str
    version: int
    occurred_at: AwareDatetime
    data: dict[str, Any]


class UnknownVersion(Exception):
    """The event is of a version that this code does not know: park it, do not guess."""


def wrap(event: Event, event_id: str, occurred_at: datetime) -> Envelope:
    """The envelope of one event."""
    data = event.model_dump(mode="json")
    return Envelope(id=event_id, version=event.VERSION, occurred_at=occurred_at.astimezone(UTC), data=data)


def unwrap[E: Event](kind: type[E], detail: dict[str, Any]) -> tuple[E, Envelope]:
    """The event in a bus event's detail. Raises UnknownVersion, pydantic.ValidationError."""
    envelope = Envelope.model_validate(detail, extra="ignore")
    if envelope.version != kind.VERSION:
        raise UnknownVersion(f"{kind.__name__} version {envelope.version}, known is {kind.VERSION}")
    return kind.model_validate(envelope.data, extra="ignore"), envelope


class Count(BaseModel):
    """Something to add to a day (ISO date) of a brand: on whose calendar, the name that is counted says. `name` is the
    counter's, `amount` may be negative. `apart` names a list of its own, for what has many names and is read rarely, so
    that the common one stays small."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    brand_id: str
    day: str
    name: str
    amount: int
    apart: str = ""

    @property
    def owner(self) -> str:
        """Whose counters they are: the brand's, or its list of the name."""
        return name_counters(self.brand_id, self.apart)


def name_counters(brand_id: str, apart: str = "") -> str:
    """Under what a brand's counters are asked for, or those of a list of its own."""
    return f"{brand_id}#{apart}" if apart else brand_id
