"""The cost of listening, as the functions use it."""

from datetime import datetime, timedelta
from functools import cache

from portavoce.community.listening_cost.model import ListeningCost
from portavoce.community.listening_cost.records import ListeningRecords
from portavoce.community.listening_cost.service import ListeningKeeper
from portavoce.connections.grants import open_secrets
from portavoce.outbox.records import CounterRecords
from portavoce.planning.fee_cap import month_begin, sum_mills
from portavoce.platforms import discovery
from portavoce.platforms.contract import ChannelAccess, ReadRefused
from portavoce.platforms.rules.listening_rule import Subscriber
from portavoce.platforms.titles import title_of
from portavoce.reporting.model import Alert, AlertKind
from portavoce.runtime import aws, secrets
from portavoce.runtime.wiring.alerts import alerts
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.channels import http_for
from portavoce.runtime.wiring.ledger import ledger


@cache
def listening_keeper() -> ListeningKeeper:
    """Looks after what listening costs this stage's brands."""
    manifests = {name: discovery.manifest(name) for name in discovery.names()}
    return ListeningKeeper(
        records=ListeningRecords(aws.table()),
        brands=every_brand,
        rules={name: one.fees for name, one in manifests.items() if one.fees},
        counters=CounterRecords(aws.table()).days,
        connect=_connect,
        tell=_raise_alert,
        cost_of_posts=_cost_of_posts,
    )


def _connect(platform: str, channel_id: str, account_id: str) -> Subscriber:
    try:
        access = ChannelAccess(
            channel_id=channel_id,
            account_id=account_id,
            secrets=open_secrets(secrets.read_secrets(f"channels/{channel_id}")),
        )
        found: Subscriber = discovery.part(platform, "subscriptions").connect(access, http_for(platform, account_id))
    except KeyError as missing:
        raise ReadRefused(f"{channel_id} is not connected: {missing}") from None
    return found


def _cost_of_posts(brand_id: str, platform: str, now: datetime) -> int:
    fees, begins = discovery.manifest(platform).fees, month_begin(now)
    if fees is None:
        return 0
    posts = ledger().between(brand_id, begins, month_begin(begins + timedelta(days=32)))
    return fees.to_minor(sum_mills(platform, fees, posts))


def _raise_alert(cost: ListeningCost, is_over: bool) -> None:
    kind = AlertKind.LISTENING_STOPPED if is_over else AlertKind.LISTENING_NEARLY_STOPPED
    alerts().raise_alert(
        Alert(
            alert_id=f"LISTENING#{cost.brand_id}#{cost.platform}#{cost.month}#{kind}",
            brand_id=cost.brand_id,
            kind=kind,
            facts={
                "channel": title_of(cost.platform),
                "period": cost.month,
                "spent_minor": str(cost.spent_minor),
                "amount_minor": str(cost.cap_minor),
                "currency": cost.currency,
                "decimals": str(cost.decimals),
                "count": str(cost.posts + cost.messages),
            },
            raised_at=cost.as_of,
        )
    )
