"""What the watch over an inbox remembers of what it has told."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, Field

from portavoce.community.model import StoredInteraction
from portavoce.value import Value

OVERLAP = timedelta(minutes=5)
"""So far back each round reads again: what was received is written, and seen in the index, a little later."""


class Stage(StrEnum):
    """What somebody is told: that the time to answer is nearly over, or that it is."""

    DUE = "due"
    LATE = "late"


class Batch(Value):
    """What one round tells in one mail. `named` are the first of its interactions, as `platform/id`."""

    batch_id: str
    stage: Stage
    count: int
    named: tuple[str, ...]
    at: AwareDatetime


Told = Mapping[str, Mapping[str, int]]
"""By mark, the short ids of what was told and is read again, with the moment of receipt of each in epoch seconds."""


class Watched(Value):
    """How far a brand's inbox has been told of. `marks`: by stage and minutes allowed, the moment of receipt up to
    which it has. `batches` were noted, and may not have been raised yet."""

    brand_id: str
    marks: Mapping[str, AwareDatetime] = Field(default_factory=dict)
    told: Told = Field(default_factory=dict)
    batches: tuple[Batch, ...] = ()

    def has_told(self, mark: str, row: StoredInteraction) -> bool:
        """Whether the row was told under this mark, as it waits since its moment."""
        return short_id(row) in self.told.get(mark, {})

    def advance(
        self, marks: Mapping[str, datetime], told: Mapping[str, Iterable[StoredInteraction]], batches: Iterable[Batch]
    ) -> "Watched":
        """With these, and without the marks that are no longer used and what no round reads again."""
        ids = {mark: {short_id(row): int(row.waits_since.timestamp()) for row in rows} for mark, rows in told.items()}
        kept = {
            mark: {
                one: at
                for one, at in {**self.told.get(mark, {}), **ids.get(mark, {})}.items()
                if at >= int((moment - OVERLAP).timestamp())
            }
            for mark, moment in marks.items()
        }
        return self.model_copy(update={"marks": dict(marks), "told": kept, "batches": tuple(batches)})


def short_id(row: StoredInteraction) -> str:
    """Forty-eight bits that name a row as it waits since its moment."""
    said = row.interaction
    named = f"{said.platform}#{said.interaction_id}#{row.waits_since.isoformat()}"
    return hashlib.sha256(named.encode()).hexdigest()[:12]
