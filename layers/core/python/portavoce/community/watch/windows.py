"""Which moments of receipt a round has to read. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from portavoce.brands.model import Brand
from portavoce.community.desk.business_time import find_last_receipt
from portavoce.community.desk.deadlines import allowed_minutes
from portavoce.community.watch.model import Stage
from portavoce.platforms.interaction import InteractionKind


class Window(NamedTuple):
    """What was received after `told` and by `reach`, of these kinds, is told of in this stage. `told` is None for what
    was never looked at: what stood before somebody wanted to know is not told."""

    key: str
    stage: Stage
    kinds: frozenset[InteractionKind]
    told: datetime | None
    reach: datetime

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read in it."""
        return self.told is None or self.reach == self.told


def open_windows(brand: Brand, marks: Mapping[str, datetime], now: datetime) -> Iterator[Window]:
    """The windows of all stages; outside the hours of work there is nothing in them."""
    for minutes, kinds in _by_minutes(brand).items():
        for stage, allowed in ((Stage.LATE, minutes), (Stage.DUE, minutes - brand.inbox.warn_minutes)):
            if allowed <= 0 or (stage is Stage.DUE and not brand.inbox.warn_minutes):
                continue
            reach = find_last_receipt(brand, now, timedelta(minutes=allowed))
            key = f"{stage}:{allowed}"
            told = marks.get(key)
            if reach:
                yield Window(key, stage, kinds, told, max(reach, told or reach))


def _by_minutes(brand: Brand) -> dict[int, frozenset[InteractionKind]]:
    found: dict[int, frozenset[InteractionKind]] = {}
    for kind in InteractionKind:
        if minutes := allowed_minutes(brand, kind):
            found[minutes] = found.get(minutes, frozenset()) | {kind}
    return found
