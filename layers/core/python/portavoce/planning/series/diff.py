"""A series against what stands: what becomes of each publication in the time ahead. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from portavoce.brands.model import Brand
from portavoce.planning.diff import Context, diff, publication_id
from portavoce.planning.model import MAX_ROWS, PlannableRow, PlanRow, Remark
from portavoce.planning.quiet_times import hindrance, sentence
from portavoce.planning.series.model import AHEAD, ComingPost, Occurrence, Series, SeriesFate, occurrences
from portavoce.planning.wall_time import format_wall_time
from portavoce.publishing.model import Publication, PublicationState, is_plannable

_SHOWN = 40
"""Letters of a turn's words that stand beside its date."""


class SeriesRefused(Exception):
    """The series cannot be planned, and nothing was written. `reasons` are sentences."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


class SeriesStep(NamedTuple):
    """What becomes of one publication. `publication` is the plan to write, or what stands; None where nothing does."""

    coming: ComingPost
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
            when=format_wall_time(occurrence.wall),
            zone=occurrence.zone,
            **dict(variant) | {"allow": tuple(sorted({*variant.allow, "duplicate"}))},
        )
        for index, variant in enumerate(series.said_at(occurrence.rank))
    ]


def check_size(series: Series, coming: Sequence[Occurrence]) -> None:
    """Raises SeriesRefused when the posts are more than one request can write."""
    count = sum(len(series.said_at(one.rank)) for one in coming)
    if count > MAX_ROWS:
        raise SeriesRefused([f"{count} posts in {AHEAD.days} days are too many for one series, {MAX_ROWS} at most"])


def check_turns(series: Series, brand: Brand, now: datetime) -> None:
    """Raises SeriesRefused when a turn comes round again while its words still count as said."""
    window = timedelta(days=brand.duplicate_days)
    round_length = 1 + len(series.turns)
    if not series.turns or not window:
        return
    coming = list(islice(occurrences(series, brand.zone, now, now + window + AHEAD), round_length + 1))
    if len(coming) > round_length and coming[-1].at - coming[0].at < window:
        days = (coming[-1].at - coming[0].at).days
        raise SeriesRefused(
            [
                f"{round_length} posts come round every {days} days, and the same words count as said for "
                f"{brand.duplicate_days}: let it come less often, or draw from more posts"
            ]
        )


def unfold(context: Context, series: Series, coming: Sequence[Occurrence]) -> list[SeriesStep]:
    """What writing the series does, in the order of time. Raises SeriesRefused.

    `coming` are its occurrences in the time ahead; `context.standing` holds what stands under their names, and
    whatever else follows the series and has not left."""
    wishes = list(_wishes(context, series, coming))
    free = [one for one in wishes if _apart(one.standing, series) is None and _hindrance_words(context, one) is None]
    planned = _plan_wishes(context, free)
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


def _plan_wishes(context: Context, wishes: Sequence[_Wish]) -> Mapping[int, tuple[SeriesFate, Publication]]:
    """By the rows' numbers. What the series itself had left out counts as not there. Raises SeriesRefused."""
    rows = [one.row for one in wishes]
    standing = {name: one for name, one in context.standing.items() if one.state is not PublicationState.CANCELLED}
    found = diff(context._replace(standing=standing), rows)
    if found.refused:
        raise SeriesRefused(refusal_words(found.refused))
    kinds: dict[SeriesFate, Sequence[PlannableRow]] = {
        "new": found.new,
        "changed": found.changed,
        "unchanged": found.unchanged,
    }
    return {one.row: (fate, one.publication) for fate, several in kinds.items() for one in several}


def refusal_words(remarks: Sequence[Remark]) -> list[str]:
    """Each reason once, with its channel."""
    return list(dict.fromkeys(f"{one.channel}: {one.message}" for one in remarks))


def _step(
    context: Context, series: Series, wish: _Wish, planned: Mapping[int, tuple[SeriesFate, Publication]]
) -> SeriesStep:
    standing, occurrence = wish.standing, wish.occurrence
    if standing and (why := _apart(standing, series)):
        return SeriesStep(_coming_post(standing, "apart", why), standing)
    if why := _hindrance_words(context, wish):
        if standing and _follows(standing, series):
            return _left_out(standing, why)
        return SeriesStep(_skipped_post(wish, why), None)
    fate, publication = planned[wish.row.row]
    following = publication.model_copy(update={"series": series.series_id})
    turn = _first_words(following.content.text) if series.turns else None
    return SeriesStep(_coming_post(following, fate, occurrence.note or turn), following)


def _first_words(text: str) -> str:
    """Which turn it is, as people tell them apart."""
    line = " ".join(text.split())
    return f"“{line[:_SHOWN].rstrip()}…”" if len(line) > _SHOWN else f"“{line}”"


def _name(context: Context, row: PlanRow) -> str:
    return publication_id(context.brand.id, row.post, row.channel)


def _follows(publication: Publication, series: Series) -> bool:
    """Whether the series may still change it."""
    return (
        publication.series == series.series_id
        and is_plannable(publication)
        and publication.state is not PublicationState.CANCELLED
    )


def _apart(standing: Publication | None, series: Series) -> str | None:
    """Why the series leaves alone what stands, or None."""
    if standing is None:
        return None
    if standing.series != series.series_id:
        return (
            "it was cancelled by itself"
            if standing.state is PublicationState.CANCELLED
            else "it does not follow the series"
        )
    if is_plannable(standing):
        return None
    return f"it is {standing.state}"


def _hindrance_words(context: Context, wish: _Wish) -> str | None:
    at, brand = wish.occurrence.at, context.brand
    found = hindrance(brand, at, wish.row.allow)
    return sentence(brand, at, found) if found else None


def _left_out(publication: Publication, why: str | None) -> SeriesStep:
    return SeriesStep(_coming_post(publication, "left_out", why), publication)


def _coming_post(publication: Publication, fate: SeriesFate, note: str | None) -> ComingPost:
    fields = publication.model_dump(include={"channel", "wall_time", "zone", "planned_at"})
    return ComingPost(post=publication.post_id, fate=fate, note=note, **fields)


def _skipped_post(wish: _Wish, why: str) -> ComingPost:
    return ComingPost(
        post=wish.row.post,
        channel=wish.row.channel,
        wall_time=wish.row.when,
        zone=wish.occurrence.zone,
        planned_at=wish.occurrence.at,
        fate="skipped",
        note=why,
    )
