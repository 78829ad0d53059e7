"""A freeze at nine, and posts around it, for the tests of resuming."""

from datetime import timedelta

from portavoce.publishing.model import Freeze, Publication, State
from tests.faults.world import NINE, planned

FREEZE = Freeze(freeze_id="f1", reason="crisis", by="ada", since=NINE)


def post(
    name: str, minutes: float, channel: str = "x", state: State = State.SCHEDULED, late_minutes: int = 30
) -> Publication:
    """One that is planned so many minutes after nine."""
    one = planned(channel, planned_at=NINE + timedelta(minutes=minutes), late=timedelta(minutes=late_minutes))
    changed = {"publication_id": f"aurora.{name}.{channel}", "post_id": name, "state": state}
    return one.model_copy(update=changed)
