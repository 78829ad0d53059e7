"""Series: the same post again and again, after a rule."""

from http import HTTPStatus
from typing import Self

from aws_lambda_powertools.event_handler import Response

from portavoce.api.caller import caller_of
from portavoce.api.lookups import known_brand
from portavoce.api.pages import DryRun, IfMatch, Limit, PageOf, etag, version_of
from portavoce.api.problems import FieldError, Problem, changed_meanwhile, invalid, not_found, try_again
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.planning.series.evergreen import EvergreenPost
from portavoce.planning.series.model import ComingPost, Series, SeriesId, SeriesPlan
from portavoce.planning.series.service import NoSeries, SeriesChanged, SeriesRefused, Unfolded
from portavoce.publishing.service.ledger import Moved
from portavoce.runtime import clock
from portavoce.runtime.wiring.evergreens import find_evergreens
from portavoce.runtime.wiring.series import series_service
from portavoce.value import Value

router = new_router()


class SeriesAnswer(Value):
    """A series and its posts of the next 90 days, soonest first: as they stand, or as they would.

    `warnings` are said of each of its posts. With anything `refused`, no more posts are planned. `version` is the one
    that stands now; 0 for a series that is not there."""

    series: Series
    version: int
    dry_run: bool
    coming: tuple[ComingPost, ...]
    warnings: tuple[str, ...]
    refused: tuple[str, ...]

    @classmethod
    def of(cls, found: Unfolded, *, dry_run: bool = False) -> Self:
        """The answer to what was asked."""
        return cls(**found._asdict(), dry_run=dry_run)


@router.get("/brands/<brand>/series", tags=["series"])
def list_series(brand: Id) -> PageOf[Series]:
    """The brand's series, by id, all on one page."""
    known_brand(brand)
    return PageOf(items=tuple(one.series for one in series_service().of_brand(brand)), next_cursor=None)


@router.get("/brands/<brand>/channels/<channel>/evergreens", tags=["series"])
def list_evergreens(brand: Id, channel: Id, limit: Limit = 20) -> PageOf[EvergreenPost]:
    """The posts of a channel that are worth saying again, the best first: better than the brand's middle, and past the
    days for which the same words count as said."""
    found = known_brand(brand).brand
    if found.channel(channel) is None:
        raise not_found(f"channel {channel} of brand {brand}")
    items = find_evergreens(found, channel, clock.utc_now())[:limit]
    return PageOf(items=tuple(items), next_cursor=None)


@router.get("/brands/<brand>/series/<series>", tags=["series"])
def get_series(brand: Id, series: Id) -> Response[SeriesAnswer]:
    """One series with its posts to come, and its version as ETag."""
    found = known_brand(brand).brand
    try:
        return _answer(SeriesAnswer.of(series_service().show(found, series, clock.utc_now())))
    except NoSeries:
        raise not_found(f"series {brand}.{series}") from None


@router.put("/brands/<brand>/series/<series>", tags=["series"])
def put_series(
    brand: Id, series: SeriesId, body: SeriesPlan, if_match: IfMatch = None, dry_run: DryRun = False
) -> Response[SeriesAnswer]:
    """Writes the series, and its posts of the next 90 days that still follow it; what was edited by itself is left
    alone. While it is refused nothing is written."""
    found = known_brand(brand).brand
    by = caller_of(router.current_event)
    wanted = Series(brand_id=brand, series_id=series, planned_by=by, **dict(body))
    try:
        written = series_service().put(found, wanted, clock.utc_now(), if_version=version_of(if_match), dry_run=dry_run)
    except SeriesRefused as refused:
        raise _refusal_problem(refused) from None
    except SeriesChanged:
        raise changed_meanwhile(f"Series {brand}.{series}") from None
    except Moved as moved:
        raise try_again(moved) from None
    return _answer(SeriesAnswer.of(written, dry_run=dry_run))


@router.delete("/brands/<brand>/series/<series>", tags=["series"])
def delete_series(brand: Id, series: Id, if_match: IfMatch = None, dry_run: DryRun = False) -> SeriesAnswer:
    """Removes the series and cancels its posts to come that still follow it."""
    found = known_brand(brand).brand
    try:
        removed = series_service().remove(
            found, series, clock.utc_now(), if_version=version_of(if_match), dry_run=dry_run
        )
    except NoSeries:
        raise not_found(f"series {brand}.{series}") from None
    except SeriesChanged:
        raise changed_meanwhile(f"Series {brand}.{series}") from None
    except Moved as moved:
        raise try_again(moved) from None
    return SeriesAnswer.of(removed, dry_run=dry_run)


def _answer(answer: SeriesAnswer) -> Response[SeriesAnswer]:
    return Response(HTTPStatus.OK, "application/json", answer, {"ETag": etag(answer.version)})


def _refusal_problem(refused: SeriesRefused) -> Problem:
    errors = [FieldError(field="series", message=one) for one in refused.reasons]
    return invalid("Nothing was written: the series is refused.", errors)
