"""A series against what stands: what becomes of each publication in the time ahead. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from portavoce.planning.diff import Context, diff, publication_id
from portavoce.planning.model import MAX_ROWS, Planned, PlanRow, Remark
from portavoce.planning.quiet_times import hindrance, sentence
from portavoce.planning.series.model import AHEAD, Coming, Fate, Occurrence, Series
from portavoce.planning.wall_time import written
from portavoce.publishing.model import Publication, State, plannable


class SeriesRefused(Exception):
    """The series cannot be planned, and nothing was written. `reasons` are sentences."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


class Step(NamedTuple):
    """What becomes of one publication. `publication` is the plan to write, or what stands; None where nothing does."""

    coming: Coming
    publication: Publication | None


class _Wish(NamedTuple):
    """One variant of one occurrence, and what stands under its name."""

    occurrence: Occurrence
    row: PlanRow
    standing: Publication | None


def rows_of(series: Series, occurrence: Occurrence, first: int = 1) -> list[PlanRow]:
    """The rows of a calendar that one occurrence would be. The same words again are what a series is for."""
    return [
        PlanRow(
            row=first + index,
            post=occurrence.post,
            when=written(occurrence.wall),
            zone=occurrence.zone,
            **dict(variant) | {"allow": tuple(sorted({*variant.allow, "duplicate"}))},
        )
        for index, variant in enumerate(series.variants)
    ]


def check_size(series: Series, coming: Sequence[Occurrence]) -> None:
    """Raises SeriesRefused when the posts are more than one request can write."""
    count = len(coming) * len(series.variants)
    if count > MAX_ROWS:
        raise SeriesRefused([f"{count} posts in {AHEAD.days} days are too many for one series, {MAX_ROWS} at most"])


def unfold(context: Context, series: Series, coming: Sequence[Occurrence]) -> list[Step]:
    """What writing the series does, in the order of time. Raises SeriesRefused.

    `coming` are its occurrences in the time ahead; `context.standing` holds what stands under their names, and
    whatever else follows the series and has not left."""
    wishes = list(_wishes(context, series, coming))
    free = [one for one in wishes if _apart(one.standing, series) is None and _hindered(context, one) is None]
    planned = _planned(context, free)
    steps = [_step(context, series, one, planned) for one in wishes]
    wanted = {_name(context, one.row) for one in wishes}
    steps += [
        _left_out(one, None)
        for one in context.standing.values()
        if one.publication_id not in wanted and _follows(one, series)
    ]
    return sorted(steps, key=lambda step: (step.coming.planned_at, step.coming.post, step.coming.channel))


def _wishes(context: Context, series: Series, coming: Sequence[Occurrence]) -> Iterator[_Wish]:
    number = 1
    for occurrence in coming:
        for row in rows_of(series, occurrence, number):
            yield _Wish(occurrence, row, context.standing.get(_name(context, row)))
            number += 1


def _planned(context: Context, wishes: Sequence[_Wish]) -> Mapping[int, tuple[Fate, Publication]]:
    """By the rows' numbers. What the series itself had left out counts as not there. Raises SeriesRefused."""
    rows = [one.row for one in wishes]
    standing = {name: one for name, one in context.standing.items() if one.state is not State.CANCELLED}
    found = diff(context._replace(standing=standing), rows)
    if found.refused:
        raise SeriesRefused(refusal_words(found.refused))
    kinds: dict[Fate, Sequence[Planned]] = {"new": found.new, "changed": found.changed, "unchanged": found.unchanged}
    return {one.row: (fate, one.publication) for fate, several in kinds.items() for one in several}


def refusal_words(remarks: Sequence[Remark]) -> list[str]:
    """Each reason once, with its channel."""
    return list(dict.fromkeys(f"{one.channel}: {one.message}" for one in remarks))


def _step(context: Context, series: Series, wish: _Wish, planned: Mapping[int, tuple[Fate, Publication]]) -> Step:
    standing, occurrence = wish.standing, wish.occurrence
    if standing and (why := _apart(standing, series)):
        return Step(_coming(standing, "apart", why), standing)
    if why := _hindered(context, wish):
        if standing and _follows(standing, series):
            return _left_out(standing, why)
        return Step(_skipped(wish, why), None)
    fate, publication = planned[wish.row.row]
    following = publication.model_copy(update={"series": series.series_id})
    return Step(_coming(following, fate, occurrence.note), following)


def _name(context: Context, row: PlanRow) -> str:
    return publication_id(context.brand.id, row.post, row.channel)


def _follows(publication: Publication, series: Series) -> bool:
    """Whether the series may still change it."""
    return (
        publication.series == series.series_id and plannable(publication) and publication.state is not State.CANCELLED
    )


def _apart(standing: Publication | None, series: Series) -> str | None:
    """Why the series leaves alone what stands, or None."""
    if standing is None:
        return None
    if standing.series != series.series_id:
        return "it was cancelled by itself" if standing.state is State.CANCELLED else "it does not follow the series"
    if plannable(standing):
        return None
    return f"it is {standing.state}"


def _hindered(context: Context, wish: _Wish) -> str | None:
    at, brand = wish.occurrence.at, context.brand
    found = hindrance(brand, at, wish.row.allow)
    return sentence(brand, at, found) if found else None


def _left_out(publication: Publication, why: str | None) -> Step:
    return Step(_coming(publication, "left_out", why), publication)


def _coming(publication: Publication, fate: Fate, note: str | None) -> Coming:
    fields = publication.model_dump(include={"channel", "wall_time", "zone", "planned_at"})
    return Coming(post=publication.post_id, fate=fate, note=note, **fields)


def _skipped(wish: _Wish, why: str) -> Coming:
    return Coming(
        post=wish.row.post,
        channel=wish.row.channel,
        wall_time=wish.row.when,
        zone=wish.occurrence.zone,
        planned_at=wish.occurrence.at,
        fate="skipped",
        note=why,
    )
