"""The brake of the budgets: how it stands, and what a person orders of it."""

from http import HTTPStatus

from portavoce.advertising.brake.model import BrakeAct, BrakeOrder
from portavoce.advertising.brake.service.desk import (
    BrakeOff,
    BrakeView,
    Foreseen,
    NothingHeld,
    OrderMoved,
    SpendUnread,
)
from portavoce.api.caller import caller_of
from portavoce.api.lookups import known_brand
from portavoce.api.pages import DryRun, PageOf
from portavoce.api.problems import Problem, not_found, try_again
from portavoce.api.router import new_router
from portavoce.brands.model import Brand, Budget, Id
from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.runtime import clock
from portavoce.runtime.wiring.brake_desk import brake_desk
from portavoce.value import Value

router = new_router()


class BrakePost(Value):
    """What to do: pause the campaigns of the budget that still cost something, or let run again what we have paused."""

    act: BrakeAct


class BrakeAnswer(Value):
    """The order, which is begun within seconds. In a dry run there is none, and `foreseen` is what it would do to each
    campaign as it stands at the platform."""

    dry_run: bool
    order: BrakeOrder | None = None
    foreseen: tuple[Foreseen, ...] = ()


@router.get("/brands/<brand>/brakes", tags=["advertising"])
def list_brakes(brand: Id) -> PageOf[BrakeView]:
    """How the brake of each budget of the brand stands, all on one page."""
    return PageOf(items=tuple(brake_desk().of_brand(known_brand(brand).brand)), next_cursor=None)


@router.post("/brands/<brand>/budgets/<budget>/brake", tags=["advertising"])
def order_brake(brand: Id, budget: Id, body: BrakePost, dry_run: DryRun = False) -> BrakeAnswer:
    """Orders it; a mail tells what came of it. Asking again while it is being done changes nothing."""
    found = known_brand(brand).brand
    chosen = next((one for one in found.budgets if one.id == budget), None)
    if chosen is None:
        raise not_found(f"budget {budget} of brand {brand}")
    by = caller_of(router.current_event)
    if dry_run:
        return _foresee(found, chosen, body.act, by)
    try:
        order = brake_desk().order(found, chosen, body.act, by, clock.utc_now())
    except BrakeOff:
        raise _refuse("brake-off", _off(found, chosen)) from None
    except NothingHeld:
        raise _refuse(
            "nothing-held", f"The brake has paused no campaign of the budget {chosen.readable_name}."
        ) from None
    except SpendUnread as unread:
        raise _refuse(
            "spend-unread", f"What the budget {chosen.readable_name} has spent is not known: {unread}."
        ) from None
    except OrderMoved:
        raise try_again(OrderMoved("somebody has just ordered something of the same budget")) from None
    return BrakeAnswer(dry_run=False, order=order)


def _foresee(brand: Brand, budget: Budget, act: BrakeAct, by: str) -> BrakeAnswer:
    # What calls platforms is loaded by a dry run alone.
    from portavoce.runtime.wiring.brakes import foresee  # noqa: PLC0415

    if budget.brake == "off":
        raise _refuse("brake-off", _off(brand, budget))
    try:
        return BrakeAnswer(dry_run=True, foreseen=tuple(foresee(brand, budget, act, by, clock.utc_now())))
    except (ReadFailed, ReadRefused) as error:
        raise _refuse(
            "unreadable", f"The ad account of the budget {budget.readable_name} cannot be read: {error}."
        ) from None


def _off(brand: Brand, budget: Budget) -> str:
    return (
        f"The brake of the budget {budget.readable_name} is off: set `brake: propose` or `brake: apply` in the brand's "
        f"file, then connect the ad account again with `portavoce channel connect {brand.id}.{budget.ad_account} "
        "--ads`; or switch the campaigns in the ad account itself."
    )


def _refuse(kind: str, detail: str) -> Problem:
    return Problem(HTTPStatus.CONFLICT, kind, f"Nothing was ordered. {detail}")
