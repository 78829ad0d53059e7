"""Brands: one document each, with its channels, budgets and people in it."""

from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response

from portavoce.api.lookups import known_brand
from portavoce.api.pages import Cursor, DryRun, IfMatch, Limit, PageOf, etag, version_of
from portavoce.api.problems import FieldError, Problem, changed_meanwhile, field_path, invalid
from portavoce.api.router import new_router
from portavoce.brands.diff import FieldChange, changes
from portavoce.brands.model import Brand, Channel, Id
from portavoce.brands.service import AccountHeld, BrandChanged, BrandTooLarge, PlatformsUnknown
from portavoce.planning.brand_losses import BrandLoss
from portavoce.runtime import clock
from portavoce.runtime.wiring.brand_change import brand_losses, draft_prices
from portavoce.runtime.wiring.brands import brands
from portavoce.value import Value

router = new_router()


class BrandPut(Value):
    """What a PUT changed, or would change, and of that what takes something away or moves it (`losses`); `prices` are
    sentences on what it will cost, where it switches on what is paid for each use.

    `version` is the one that stands now; 0 for a brand that is not there."""

    changes: tuple[FieldChange, ...]
    losses: tuple[BrandLoss, ...] = ()
    prices: tuple[str, ...] = ()
    version: int


@router.get("/brands", tags=["brands"])
def list_brands(cursor: Cursor = None, limit: Limit = 50) -> PageOf[Brand]:
    """The brands, by id."""
    page = brands().list_page(cursor, limit)
    return PageOf(items=tuple(one.brand for one in page.brands), next_cursor=page.cursor)


@router.get("/brands/<brand>", tags=["brands"])
def get_brand(brand: Id) -> Response[Brand]:
    """One brand, with its version as ETag."""
    stored = known_brand(brand)
    return Response(HTTPStatus.OK, "application/json", stored.brand, {"ETag": etag(stored.version)})


@router.put("/brands/<brand>", tags=["brands"])
def put_brand(brand: Id, body: Brand, if_match: IfMatch = None, dry_run: DryRun = False) -> Response[BrandPut]:
    """Writes the brand; what stands already is left alone. The answer says which fields changed and what is lost."""
    if body.id != brand:
        raise invalid(
            f"The path names brand {brand}, the body {body.id}.",
            [FieldError(field="id", message=f"Must be {brand}, as in the path.")],
        )
    old = brands().get(brand)
    changed = tuple(changes(old.brand if old else None, body))
    losses = tuple(brand_losses(old.brand, body, clock.utc_now())) if old and changed else ()
    version = (old.version if old else 0) if dry_run else _put(body, version_of(if_match))
    is_new_to_drafts = old is None or old.brand.inbox.drafts != body.inbox.drafts
    prices = tuple(draft_prices(body)) if is_new_to_drafts else ()
    answer = BrandPut(changes=changed, losses=losses, prices=prices, version=version)
    return Response(HTTPStatus.OK, "application/json", answer, {"ETag": etag(version)})


@router.get("/brands/<brand>/channels", tags=["channels"])
def list_channels(brand: Id) -> PageOf[Channel]:
    """The brand's channels, all on one page."""
    return PageOf(items=known_brand(brand).brand.channels, next_cursor=None)


def _put(brand: Brand, if_version: int | None) -> int:
    try:
        return brands().put(brand, clock.utc_now(), if_version)
    except PlatformsUnknown as error:
        found = [FieldError(field=field_path(one.place), message=one.message) for one in error.problems]
        raise invalid("The brand names a platform that does not exist.", found) from None
    except BrandTooLarge as error:
        raise invalid(f"Nothing was written: {error}.", [FieldError(field="", message=str(error))]) from None
    except AccountHeld as error:
        raise Problem(HTTPStatus.CONFLICT, "account-held", f"Nothing was written: {error}.") from None
    except BrandChanged:
        raise changed_meanwhile(f"Brand {brand.id}") from None
