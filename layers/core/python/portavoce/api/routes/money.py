"""What it cost and what it brought: budgets and the dashboard."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from portavoce.advertising.model import BudgetStatus
from portavoce.api.lookups import known_brand
from portavoce.api.pages import PageOf
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.measuring.model import Dashboard
from portavoce.runtime import clock
from portavoce.runtime.wiring.advertising import budgets
from portavoce.runtime.wiring.measuring import dashboards

router = new_router()

Days = Annotated[int, Query(ge=1, le=366, description="How many days of the brand's calendar, today included")]


@router.get("/brands/<brand>/budgets", tags=["advertising"])
def list_budgets(brand: Id) -> PageOf[BudgetStatus]:
    """How each budget of the brand stands this month, all on one page."""
    found = known_brand(brand).brand
    return PageOf(items=tuple(budgets().of(found, clock.utc_now())), next_cursor=None)


@router.get("/brands/<brand>/metrics", tags=["measuring"])
def get_metrics(brand: Id, days: Days = 30) -> Dashboard:
    """What the brand's posts brought. A figure that is unknown says why."""
    return dashboards().of(known_brand(brand).brand, days, clock.utc_now())
