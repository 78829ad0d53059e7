"""The visits that a visitor's hits of one day make. Pure.

All is counted anew of the whole set of hits, so that neither their order nor how often one is told changes anything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields

from portavoce.visits.hit import Hit

IDLE_MS = 30 * 60 * 1000
"""Universal Analytics, GA4, Matomo and Plausible: a visit ends after half an hour without an event."""
_PAGES_OF_THE_ENGAGED = 2


@dataclass(frozen=True)
class VisitCounts:
    """What visits came to, by the names of VisitDay; or, of a difference, what is to be added."""

    visits: int = 0
    bounced: int = 0
    engaged: int = 0
    converted: int = 0
    conversions: int = 0
    value_minor: int = 0


@dataclass
class _Visit:
    """One visit while it is put together."""

    way: str
    hits: list[Hit] = field(default_factory=list)

    @property
    def counts(self) -> VisitCounts:
        done = {one.reference or one.hit_id: one for one in reversed(self.hits) if one.kind == "conversion"}
        views = sum(one.kind == "view" for one in self.hits)
        stayed = any(one.kind == "engaged" for one in self.hits)
        engaged = bool(done) or stayed or views >= _PAGES_OF_THE_ENGAGED
        return VisitCounts(
            visits=1,
            bounced=int(not engaged),
            engaged=int(engaged),
            converted=int(bool(done)),
            conversions=len(done),
            value_minor=sum(one.value_minor or 0 for one in done.values()),
        )


def tally(hits: Iterable[Hit]) -> dict[str, VisitCounts]:
    """What the visits in one visitor's hits of a day came to, by what led there.

    A visit bounced without a second page, ten seconds in sight or a conversion. The same order (`reference`) told twice
    is one conversion."""
    found: dict[str, VisitCounts] = {}
    for visit in _part(hits):
        found[visit.way] = _combine(found.get(visit.way, VisitCounts()), visit.counts, 1)
    return found


def find_way(hits: Iterable[Hit], hit_id: str) -> str | None:
    """What led to the visit that this hit is of."""
    return next((one.way for one in _part(hits) if any(hit.hit_id == hit_id for hit in one.hits)), None)


def count_change(before: Sequence[Hit], after: Sequence[Hit]) -> Mapping[str, VisitCounts]:
    """What is to be added to each way's day, so that it says what `after` comes to instead of `before`; a late hit that
    joins two visits takes one away."""
    old, new = tally(before), tally(after)
    nothing = VisitCounts()
    changed = {way: _combine(new.get(way, nothing), old.get(way, nothing), -1) for way in {*old, *new}}
    return {way: changed[way] for way in sorted(changed) if changed[way] != nothing}


def _part(hits: Iterable[Hit]) -> list[_Visit]:
    """A hit is of the open visit that came the same way, or, where it names none, of the one that was heard of last;
    else it begins another. So a new link begins a visit, and two tabs are two visits and no more."""
    found: list[_Visit] = []
    for hit in sorted(hits, key=lambda one: (one.at, one.hit_id)):
        still_open = [one for one in found if hit.at - one.hits[-1].at <= IDLE_MS]
        same = [one for one in still_open if not hit.way or one.way == hit.way]
        visit = max(same, key=lambda one: one.hits[-1].at, default=None)
        if visit is None:
            visit = _Visit(hit.way)
            found.append(visit)
        visit.hits.append(hit)
    return found


def _combine(one: VisitCounts, other: VisitCounts, sign: int) -> VisitCounts:
    sums = {part.name: getattr(one, part.name) + sign * getattr(other, part.name) for part in fields(VisitCounts)}
    return VisitCounts(**sums)
