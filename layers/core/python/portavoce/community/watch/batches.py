"""What one round tells, in one mail for each stage. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from portavoce.community.model import StoredInteraction
from portavoce.community.watch.model import Batch, Stage
from portavoce.community.watch.windows import Window

NAMED_IN_ONE = 20


def make_batches(
    windows: Sequence[Window], found: Mapping[str, Sequence[StoredInteraction]], now: datetime
) -> list[Batch]:
    """A batch for each stage that has something to tell. What is late is not told to be late soon."""
    late, due = (
        [_name(row) for one in windows if one.stage is stage for row in found[one.key]]
        for stage in (Stage.LATE, Stage.DUE)
    )
    told = ((Stage.LATE, late), (Stage.DUE, [name for name in due if name not in late]))
    return [_make_batch(stage, names, now) for stage, names in told if names]


def _make_batch(stage: Stage, names: Sequence[str], now: datetime) -> Batch:
    batch_id = sha256(f"{stage}#{now.isoformat()}#{'#'.join(names)}".encode()).hexdigest()[:16]
    return Batch(batch_id=batch_id, stage=stage, count=len(names), named=tuple(names[:NAMED_IN_ONE]), at=now)


def _name(row: StoredInteraction) -> str:
    return f"{row.interaction.platform}/{row.interaction.interaction_id}"
