"""What a platform says to have restricted. Imported when one says so, which is seldom: each import makes the first
comment of a quiet hour wait."""

from collections.abc import Callable, Iterable, Mapping

from portavoce.brands.model import ChannelRef
from portavoce.platforms.error_rows import join_words
from portavoce.platforms.interaction import AccountNotice
from portavoce.reporting.model import Alert, AlertKind
from portavoce.runtime.passed_over import UNKNOWN_ACCOUNT, tell_passed_over
from portavoce.runtime.wiring.alerts import alerts
from portavoce.webhooks.reception import Inbound

ChannelOf = Callable[[str, str], ChannelRef | None]
_RESTRICTIONS: Mapping[str, str] = {
    "messages_warned": "the platform warns that it may block messages",
    "messages_blocked": "the platform blocks messages",
    "video_blocked": "the platform shows a video to nobody, for what it holds of others",
    "video_muted": "the platform has silenced a video, for what it holds of others",
}


def tell_restrictions(inbound: Inbound, notices: Iterable[AccountNotice], channel_of: ChannelOf) -> None:
    """Each restriction of an account of ours is an alert, one for a day; any other account's is counted."""
    for notice in notices:
        _tell_restriction(inbound, notice, channel_of)


def _tell_restriction(inbound: Inbound, notice: AccountNotice, channel_of: ChannelOf) -> None:
    channel = channel_of(inbound.platform, notice.account_id)
    if channel is None:
        tell_passed_over(inbound.platform, UNKNOWN_ACCOUNT)
        return
    facts = {
        "connection": channel.channel_id,
        "cause": join_words(_RESTRICTIONS[notice.code], notice.reason),
        "permalink": notice.permalink,
    }
    alerts().raise_alert(
        Alert(
            alert_id=f"RESTRICTED#{channel.channel_id}#{notice.code}#{notice.about}#{notice.occurred_at:%Y-%m-%d}",
            brand_id=channel.brand_id,
            kind=AlertKind.ACCOUNT_RESTRICTED,
            facts=facts,
            raised_at=inbound.received_at,
        )
    )
