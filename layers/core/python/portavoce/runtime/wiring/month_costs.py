"""A brand's month for whoever keeps its accounts, as the API uses it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from portavoce.advertising.month_costs import AccountingFigure, AccountingRow, AccountingSheet, list_spend, make_sheet
from portavoce.advertising.records import SpendRecords
from portavoce.brands.model import Brand
from portavoce.community.listening_cost.model import counted_messages, counted_posts
from portavoce.outbox.records import CounterRecords
from portavoce.planning.fees import PlatformFees, count_fees
from portavoce.platforms import discovery
from portavoce.publishing.model import PublicationState
from portavoce.runtime import aws
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.measuring import dashboards

_LATE = timedelta(days=3)
"""How long before a month a post may be planned that leaves in it."""


_FIGURES = ("cost_per_lead", "return_on_ad_spend", "return_on_investment")
"""What is drawn from the same costs; their words: docs/metrics.md."""


def account_month(brand: Brand, first: date, now: datetime) -> AccountingSheet:
    """The month that begins on `first`: what ads cost on each ad account's calendar, what platforms bill for their API
    in UTC, and what it has brought."""
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    records = SpendRecords(aws.table())
    days = records.days(brand.id, first, last)
    spend = list_spend(records.accounts(brand.id), days, records.names(brand.id))
    fees = map(_fee_row, list_fees(brand, first, last))
    sheet = make_sheet(brand.id, f"{first:%Y-%m}", brand.accounting, [*spend, *fees])
    found = dashboards().between(brand, first, last, now)
    figures = [
        AccountingFigure(name=one.name, value=one.value, unit=one.unit, coverage=one.coverage)
        for one in found.figures
        if one.name in _FIGURES and one.of is None and one.value is not None
    ]
    return sheet.model_copy(update={"figures": tuple(figures), "is_over": found.is_over})


def list_fees(brand: Brand, first: date, last: date) -> Iterator[PlatformFees]:
    """What each platform that bills its API has billed on these UTC days, by its prices of today, as far as we have
    counted it: for our posts that are out, and for what others said."""
    billing = {name: fees for name in _platforms(brand) if (fees := discovery.manifest(name).fees)}
    if not billing:
        return
    begins, ends = (datetime.combine(day, time(), UTC) for day in (first, last + timedelta(days=1)))
    out = [
        one
        for one in ledger().between(brand.id, begins - _LATE, ends)
        if one.state is PublicationState.PUBLISHED and begins <= (one.started_at or one.planned_at) < ends
    ]
    counted = [one for _, one in CounterRecords(aws.table()).days(brand.id, first, last)]
    for platform, fees in billing.items():
        contents = [one.content for one in out if one.platform == platform]
        heard = (sum(one.get(name(platform), 0) for one in counted) for name in (counted_posts, counted_messages))
        yield count_fees(platform, fees, contents, *heard)


def _platforms(brand: Brand) -> list[str]:
    return sorted({one.platform for one in brand.channels})


def _fee_row(one: PlatformFees) -> AccountingRow:
    heard = one.heard_posts + one.heard_messages
    return AccountingRow(
        kind="fee",
        platform=one.platform,
        name=f"{one.posts} posts ({one.posts_with_link} with a link), {heard} things heard; prices of {one.prices_of}",
        currency=one.currency,
        decimals=one.decimals,
        amount_minor=one.amount_minor,
    )
