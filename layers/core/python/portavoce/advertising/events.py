"""What advertising tells the bus."""

from datetime import datetime
from typing import Any

from portavoce.advertising.brake.model import BRAKE, OrderState
from portavoce.outbox.model import Event


class BrakeOrdered(Event):
    """A person has ordered that a budget's campaigns be paused, or that those that were paused run again."""

    brand_id: str
    budget_id: str
    number: int
    act: str


def changes(old: dict[str, Any] | None, new: dict[str, Any] | None, at: datetime) -> list[Event]:
    """One BrakeOrdered when a person's order appears. What the brake orders itself is done where it is ordered."""
    del at
    if new is None or new["state"] != OrderState.ORDERED or new["by"] == BRAKE:
        return []
    if old is not None and (old["state"], old["number"]) == (new["state"], new["number"]):
        return []
    names = ("brand_id", "budget_id", "number", "act")
    return [BrakeOrdered.model_validate({name: new[name] for name in names})]
