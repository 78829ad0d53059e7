"""The alerts for an ad account itself, and for its ads on posts that are held. Pure.

Each id begins with `SPEND#<brand>.<ad account>`; what follows is the same for as long as the same goes on."""

from collections.abc import Iterator
from datetime import datetime

from portavoce.advertising.model import AccountState, HeldAd
from portavoce.platforms.ad_spend import AccountTrouble
from portavoce.reporting.model import Alert, AlertKind

_TROUBLES: dict[AccountTrouble, AlertKind] = {
    "stopped": AlertKind.AD_ACCOUNT_STOPPED,
    "payment": AlertKind.AD_PAYMENT_REFUSED,
}


def account_alerts(account: AccountState, now: datetime) -> Iterator[Alert]:
    """What an account's own state calls for, once for as long as it stands."""
    if account.trouble and account.trouble_since:
        what = f"{account.trouble}#{account.trouble_since:%Y-%m-%dT%H:%M:%S}"
        yield _alert(account, _TROUBLES[account.trouble], what, {"cause": account.cause}, now)
    if account.short_since and account.left_days is not None:
        facts = {
            "left_minor": str(account.left_minor),
            "currency": account.currency,
            "decimals": str(account.decimals),
            "days": str(account.left_days),
        }
        yield _alert(account, AlertKind.AD_FUNDS_SHORT, f"short#{account.short_since:%Y-%m-%dT%H:%M:%S}", facts, now)


def held_alert(account: AccountState, held: HeldAd, campaign: str, now: datetime) -> Alert:
    """The alert for an ad that goes on showing a post that is held: once for each occasion."""
    facts = {
        "campaign": campaign,
        "ad": held.ad_name,
        "post": held.publication_id,
        "channel": held.channel,
        "cause": held.cause,
    }
    what = f"ad#{held.ad_id}#{held.publication_id}#{held.occasion}"
    return _alert(account, AlertKind.AD_ON_HELD_POST, what, facts, now)


def _alert(account: AccountState, kind: AlertKind, what: str, facts: dict[str, str], now: datetime) -> Alert:
    return Alert(
        alert_id=f"SPEND#{account.brand_id}.{account.ad_account}#{what}",
        brand_id=account.brand_id,
        kind=kind,
        facts={"ad_account": account.ad_account} | facts,
        raised_at=now,
    )
