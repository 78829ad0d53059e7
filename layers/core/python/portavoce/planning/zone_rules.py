"""What a zone's new rules do to posts that wait: their wall time stays, their instant follows. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from portavoce.planning import wall_time
from portavoce.publishing.model import Publication, follows_clock
from portavoce.reporting.model import Alert, AlertKind

AT_ONCE = timedelta(minutes=30)
"""What leaves within this time by the old rules or by the new ones stays as it is: it may be on its way already."""


_SHOWN = 20


class Displaced(NamedTuple):
    """A publication as it stands, and as the clocks of its zone have it now."""

    standing: Publication
    right: Publication


def find_displaced(publications: Iterable[Publication], now: datetime) -> Iterator[Displaced]:
    """Those whose instant is no longer what the clocks of their zone show as their wall time."""
    for one in publications:
        if follows_clock(one):
            wall = wall_time.out_of_gap(wall_time.parse(one.wall_time), one.zone)
            at = wall_time.instant(wall, one.zone).at
            if at != one.planned_at and min(at, one.planned_at) > now + AT_ONCE:
                late_after = at + (one.late_after - one.planned_at)
                yield Displaced(one, one.model_copy(update={"planned_at": at, "late_after": late_after}))


def rules_note(standing: Publication, right: Publication) -> str:
    """What is to be said of one that moves with its clock."""
    return (
        f"the clocks of {right.zone} have other rules by now: {right.wall_time} there is "
        f"{right.planned_at:%Y-%m-%d %H:%M} UTC, and no longer {standing.planned_at:%Y-%m-%d %H:%M} UTC"
    )


def clocks_alert(brand_id: str, displaced: Sequence[Displaced], now: datetime) -> Alert:
    """Tells a brand's people of what moved, in words that need no language: once for each run that moves something."""
    lines = [
        f"{one.right.publication_id}: {one.right.wall_time} {one.right.zone}, "
        f"{one.standing.planned_at:%H:%M} → {one.right.planned_at:%H:%M} UTC"
        for one in displaced[:_SHOWN]
    ]
    return Alert(
        alert_id=f"CLOCKS#{brand_id}#{now.astimezone(UTC):%Y-%m-%dT%H:%M}",
        brand_id=brand_id,
        kind=AlertKind.CLOCKS_CHANGED,
        facts={"count": str(len(displaced)), "cause": "\n".join(lines + ["…"] * (len(displaced) > _SHOWN))},
        raised_at=now,
    )
