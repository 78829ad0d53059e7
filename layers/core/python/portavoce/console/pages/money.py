"""How the month's budgets stand, what their brakes have done, and what listening costs."""

from http import HTTPStatus

from portavoce.advertising.brake.model import BrakeAct
from portavoce.advertising.brake.service.desk import BrakeOff, NothingHeld, OrderMoved, SpendUnread
from portavoce.console.answer import PageAnswer
from portavoce.console.refusal import PageRefusal, changed_meanwhile, not_there
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.people.roles import Right
from portavoce.reporting.phrases import translate
from portavoce.runtime.wiring.advertising import budgets
from portavoce.runtime.wiring.brake_desk import brake_desk
from portavoce.runtime.wiring.listening_cost import listening_keeper

page = PageRoutes("money")


@page.get("", Right.READ_MONEY)
def show_money(visit: Visit) -> PageAnswer:
    """Each budget as its ad account was last read, and each platform that bills what it tells."""
    return visit.show(
        "pages/money.html",
        budgets=budgets().of(visit.brand, visit.now) if visit.brand.budgets else [],
        brakes={one.budget_id: one for one in brake_desk().of_brand(visit.brand)} if visit.brand.budgets else {},
        may_steer=visit.may(Right.STEER_MONEY),
        listening=listening_keeper().records.of_brand(visit.brand.id).values(),
        tell=lambda text: translate(text, visit.language),
    )


@page.post("/pause", Right.STEER_MONEY)
def pause_ads(visit: Visit) -> PageAnswer:
    """Orders that the budget's campaigns be paused."""
    return _order(visit, "pause")


@page.post("/resume", Right.STEER_MONEY)
def resume_ads(visit: Visit) -> PageAnswer:
    """Orders that those campaigns run again that we have paused."""
    return _order(visit, "restart")


def _order(visit: Visit, act: BrakeAct) -> PageAnswer:
    name = visit.form.one("budget")
    budget = next((one for one in visit.brand.budgets if one.id == name), None)
    if budget is None:
        raise not_there()
    visit.facts["budget"] = budget.id
    try:
        brake_desk().order(visit.brand, budget, act, visit.user.email, visit.now)
    except BrakeOff:
        raise PageRefusal(
            HTTPStatus.CONFLICT,
            mark("The brake of this budget is off"),
            mark("Nothing was ordered. Switch it on in the brand's file, or switch the campaigns in the ad account."),
        ) from None
    except (NothingHeld, SpendUnread, OrderMoved):
        raise changed_meanwhile() from None
    return visit.go("money")
