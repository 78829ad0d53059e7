"""What ads cost a brand, or a part of it, as measuring needs it. Pure."""

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from portavoce.advertising.model import AccountState, SpendDay
from portavoce.brands.model import AdCampaignRef, Brand
from portavoce.brands.visits.model import ReturnRules
from portavoce.currency import count_digits
from portavoce.measuring.figure_set import MeasuredPeriod
from portavoce.measuring.model import Cut
from portavoce.measuring.return_figures import AdPrice, Cost, MoneySide, NoMoney
from portavoce.value import Value


class Spending(Value):
    """The ad accounts by their short ids, and what their campaigns spent by day."""

    accounts: Mapping[str, AccountState]
    days: tuple[SpendDay, ...]


def quarter_begin(day: date) -> date:
    """The first day of the quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def find_last_day(spending: Spending, period: MeasuredPeriod) -> date:
    """The last day of the period of which all ad accounts of the brand have been read: what later ones cost is not
    known, so that leads and conversions of later ones are not held against it either."""
    read = [spending.accounts[one.id] for one in period.brand.ad_accounts if one.id in spending.accounts]
    days = [one.as_of.astimezone(ZoneInfo(one.zone)).date() for one in read]
    return min([period.until, *days])


def sum_costs(spending: Spending, period: MeasuredPeriod) -> MoneySide | NoMoney:
    """What was spent until the last day that is known, on ads and by the brand's own word beside them."""
    rows, rules = _rows_of(spending, period), period.brand.returns
    if reason := _find_gap(spending, period, rows):
        return NoMoney(reason)
    if not rows and not rules.costs:
        return NoMoney("no spend is known")
    last = find_last_day(spending, period)
    return _make_side(spending, period, rows, _running_costs(rules, period.since, last))


def sum_costs_of(spending: Spending, period: MeasuredPeriod, by: Cut, of: str) -> MoneySide | NoMoney:
    """What was spent on ads for one channel, campaign, product or post: by the ad campaigns that the brand's file says
    are for it, or, of a channel for which alone its ad platform's ads are, by all of these."""
    rows, brand = _rows_of(spending, period), period.brand
    if reason := _find_gap(spending, period, rows):
        return NoMoney(reason)
    if not rows:
        return NoMoney("no spend is known")
    tied = {
        (account.id, one.id)
        for account in brand.ad_accounts
        for one in account.campaigns
        if (by, of) in _list_parts(brand, one)
    }
    if not tied:
        return NoMoney("the brand's file names no ad campaign that is for it (ad_accounts[].campaigns)")
    return _make_side(spending, period, [one for one in rows if (one.ad_account, one.campaign_id) in tied])


def sum_costs_of_channel(
    spending: Spending, period: MeasuredPeriod, channel: str, ads_of: Callable[[str], str | None]
) -> MoneySide | NoMoney:
    """What was spent on ads for a channel; `ads_of` names the platform on which ads for one are bought. Whatever is
    spent there is for some channel: unless all of it is told apart, none of it is known of one alone."""
    brand = period.brand
    own = brand.channel(channel)
    platform = ads_of(own.platform) if own else None
    if platform is None:
        return NoMoney("no ads are bought on its platform")
    rows = _rows_of(spending, period)
    if reason := _find_gap(spending, period, rows):
        return NoMoney(reason)
    accounts = {name for name, one in spending.accounts.items() if one.platform == platform}
    spent = [one for one in rows if one.ad_account in accounts]
    if not spent:
        return NoMoney("no spend is known")
    sharing = [one.id for one in brand.channels if ads_of(one.platform) == platform]
    if len(sharing) == 1:
        return _make_side(spending, period, spent)
    tied = {
        (account.id, one.id): one.channel
        for account in brand.ad_accounts
        for one in account.campaigns
        if one.channel is not None
    }
    if any(one.spend_minor and (one.ad_account, one.campaign_id) not in tied for one in spent):
        return NoMoney(f"its ads are paid together with those of {', '.join(sorted({*sharing} - {channel}))}")
    return _make_side(
        spending, period, [one for one in spent if tied.get((one.ad_account, one.campaign_id)) == channel]
    )


def list_advertised(brand: Brand) -> Iterator[tuple[Cut, str]]:
    """The campaigns, products and posts that the brand's file has ad campaigns for."""
    for account in brand.ad_accounts:
        for one in account.campaigns:
            yield from _list_parts(brand, one)


def _list_parts(brand: Brand, ad_campaign: AdCampaignRef) -> Iterator[tuple[Cut, str]]:
    """What an ad campaign is for, without the channel."""
    if ad_campaign.campaign:
        yield "campaign", ad_campaign.campaign
    if ad_campaign.product:
        yield "product", ad_campaign.product
    if ad_campaign.post:
        yield "post", f"{brand.id}.{ad_campaign.post}.{ad_campaign.channel}"


def _rows_of(spending: Spending, period: MeasuredPeriod) -> list[SpendDay]:
    last = find_last_day(spending, period)
    return [one for one in spending.days if period.since <= one.day <= last]


def _find_gap(spending: Spending, period: MeasuredPeriod, rows: Iterable[SpendDay]) -> str | None:
    """Why it is not known what was spent; None where it is."""
    unread = [one.id for one in period.brand.ad_accounts if one.id not in spending.accounts]
    unread += sorted({one.ad_account for one in rows if one.ad_account not in spending.accounts} - {*unread})
    if unread:
        return f"what {', '.join(unread)} has spent was never read"
    last = find_last_day(spending, period)
    return f"what was spent is known until {last}" if last < period.since else None


def _make_side(
    spending: Spending,
    period: MeasuredPeriod,
    rows: Sequence[SpendDay],
    running: tuple[Cost, ...] | None = None,
) -> MoneySide | NoMoney:
    """`running` are the brand's costs beside ads; None of a part of it, which has none of its own."""
    rules = period.brand.returns
    used = dict.fromkeys(one.ad_account for one in rows)
    currencies = {*(one.currency for one in rows), *([rules.currency] if running and rules.currency else [])}
    if len(currencies) > 1:
        return NoMoney(f"it is paid in several currencies ({', '.join(sorted(currencies))}), which are not added up")
    read = [spending.accounts[name] for name in used or spending.accounts]
    currency = currencies.pop() if currencies else read[0].currency
    spent = {name: sum(row.spend_minor for row in rows if row.ad_account == name) for name in used}
    ads = tuple(Cost(kind="ads", name=name, amount_minor=amount) for name, amount in spent.items())
    last = find_last_day(spending, period)
    is_whole = running is not None or not rules.costs
    return MoneySide(
        currency=currency,
        decimals=next((one.decimals for one in read if one.currency == currency), count_digits(currency)),
        costs=ads + (running or ()),
        is_whole=is_whole,
        days_known=(last - period.since).days + 1,
        margin_percent=rules.margin_percent,
        accounting=period.brand.accounting,
        as_of=min((one.as_of for one in read), default=period.now),
    )


def _running_costs(rules: ReturnRules, since: date, until: date) -> tuple[Cost, ...]:
    """Of each month the part whose days are among these, half to even."""
    days = [since + timedelta(days=later) for later in range((until - since).days + 1)]
    months = Counter((day.year, day.month) for day in days)
    share = sum((Fraction(count, monthrange(*month)[1]) for month, count in months.items()), Fraction(0))
    return tuple(
        Cost(kind=one.kind, name=one.name, amount_minor=round(one.monthly_minor * share)) for one in rules.costs
    )


def find_price(spending: Spending, ad_platform: str, until: date) -> AdPrice | None:
    """What a thousand views have cost on this ad platform in the quarter up to `until`; None where nobody says."""
    accounts = {name: one for name, one in spending.accounts.items() if one.platform == ad_platform}
    first = quarter_begin(until)
    rows = [
        one
        for one in spending.days
        if one.ad_account in accounts and first <= one.day <= until and one.impressions is not None
    ]
    currencies = {one.currency for one in rows}
    shown = sum(one.impressions or 0 for one in rows)
    if len(currencies) != 1 or not shown:
        return None
    used = [accounts[name] for name in {one.ad_account for one in rows}]
    spent = sum(one.spend_minor for one in rows)
    return AdPrice(
        cpm_minor=Decimal(1000 * spent) / shown,
        currency=currencies.pop(),
        decimals=used[0].decimals,
        as_of=min(one.as_of for one in used),
    )
