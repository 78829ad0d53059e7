"""What a month has cost, for whoever keeps the accounts."""

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from portavoce.advertising.month_costs import AccountingSheet
from portavoce.api.lookups import known_brand
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.runtime import clock
from portavoce.runtime.wiring.month_costs import account_month

router = new_router()

Month = Annotated[str, Query(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="One month, such as 2026-11")]


@router.get("/brands/<brand>/accounting", tags=["advertising"])
def get_accounting(brand: Id, month: Month) -> AccountingSheet:
    """What the brand's ads and the fees of its platforms cost in one month, with the sums to hold them against."""
    return account_month(known_brand(brand).brand, date.fromisoformat(f"{month}-01"), clock.utc_now())
