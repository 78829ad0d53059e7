"""How long somebody who wrote has waited for us, in minutes of work. Pure."""

from datetime import datetime
from typing import NamedTuple

from portavoce.brands.model import Brand
from portavoce.community.desk.business_time import count_minutes
from portavoce.community.desk.deadlines import allowed_minutes
from portavoce.community.model import ActProgress, StoredInteraction


class WaitSoFar(NamedTuple):
    """`minutes` until our first answer or act, or until now where `is_open`; `is_late` is None without a deadline."""

    minutes: int
    is_open: bool
    is_late: bool | None


def measure_wait(brand: Brand, row: StoredInteraction, now: datetime) -> WaitSoFar:
    """The wait since it was received. What a person marked as done without a word ended it, too."""
    ends = [act.at for act in row.acts if act.progress is ActProgress.DONE]
    if row.done and row.touched:
        ends.append(row.touched.at)
    minutes = count_minutes(brand, row.first_seen_at, min(ends, default=now))
    allowed = allowed_minutes(brand, row.interaction.kind)
    return WaitSoFar(minutes, not ends, None if allowed is None else minutes > allowed)
