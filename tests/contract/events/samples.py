"""The sample events, and which functions each of them starts: by the topology, so that a new function is found."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from infra import shapes, topology
from infra.shapes import (
    EVENT_SOURCE,
    MAIL_SOURCE,
    Every,
    Function,
    OnCall,
    OnEvent,
    OnMailEvent,
    OnQueue,
    OnTableStream,
    Route,
)

FOLDER = Path(__file__).resolve().parents[3] / "events" / "samples"
TRIGGERS = ("http", "call", "queue", "bus", "mail", "stream", "schedule")


class Sample(NamedTuple):
    """One sample and one function that it starts."""

    function: str
    path: Path

    @property
    def event(self) -> Any:
        """The event as Lambda hands it over; a new one each time, for a handler may change it."""
        return read(self.path)

    def __str__(self) -> str:
        return f"{self.function}-{self.path.relative_to(FOLDER).with_suffix('').as_posix()}"


def read(path: Path) -> Any:
    """A sample's event."""
    return json.loads(path.read_text())


def of_trigger(trigger: str) -> list[Path]:
    """Every sample of a trigger."""
    return sorted((FOLDER / trigger).glob("*.json"))


def deliveries() -> list[Path]:
    """Every sample webhook, a raw body in its platform's folder."""
    return sorted((FOLDER / "webhooks").glob("*/*.json"))


def samples() -> list[Sample]:
    """Every sample with each function that it starts."""
    return [
        Sample(function.name, path)
        for trigger in TRIGGERS
        for path in of_trigger(trigger)
        for function in topology.FUNCTIONS
        if _starts(read(path), function)
    ]


CALLED_WITH = {"count_clicks": "click_id", "count_visits": "hit_id"}
"""What stands in the calls of one function of ours by another."""


def _starts(event: Any, function: Function) -> bool:
    if function.is_called:
        return CALLED_WITH[function.name] in event
    return any(_is_meant_for(event, trigger) for trigger in function.triggers)


def _is_meant_for(event: Any, trigger: shapes.Trigger) -> bool:  # noqa: PLR0911 - one for each kind of trigger
    records = event.get("Records", [{}])
    match trigger:
        case Route(method=method, path=path):
            return bool(event.get("routeKey") == f"{method} {path}")
        case OnQueue(queue=queue):
            return str(records[0].get("eventSourceARN", "")).endswith(f"-{queue.name.lower()}")
        case OnTableStream():
            return bool(records[0].get("eventSource") == "aws:dynamodb")
        case OnEvent(detail_type=detail_type):
            return (event.get("source"), event.get("detail-type")) == (EVENT_SOURCE, detail_type)
        case OnMailEvent(detail_type=detail_type):
            return (event.get("source"), event.get("detail-type")) == (MAIL_SOURCE, detail_type)
        case Every():
            return bool(event.get("detail-type") == "Scheduled Event")
        case OnCall():
            return False
