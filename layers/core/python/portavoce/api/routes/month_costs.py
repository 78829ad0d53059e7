"""What a month has cost, for whoever keeps the accounts."""

from portavoce.advertising.month_costs import AccountingSheet
from portavoce.api.lookups import known_brand
from portavoce.api.months import Month, read_month
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.runtime import clock
from portavoce.runtime.wiring.month_costs import account_month

router = new_router()


@router.get("/brands/<brand>/accounting", tags=["advertising"])
def get_accounting(brand: Id, month: Month) -> AccountingSheet:
    """What the brand's ads and the fees of its platforms cost in one month, with the sums to hold them against. 422 if
    the month has not begun; `is_over` is false of the one that runs."""
    found, now = known_brand(brand).brand, clock.utc_now()
    return account_month(found, read_month(month, found, now).first, now)
