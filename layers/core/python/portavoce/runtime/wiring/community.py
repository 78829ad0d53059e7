"""Listening and acting, as the functions use them."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache

from portavoce.brands.model import Brand, ChannelRef
from portavoce.community.answers.records import AnswerRecords
from portavoce.community.answers.service import SavedAnswers
from portavoce.community.desk.records import NoteRecords
from portavoce.community.desk.service import InboxDesk
from portavoce.community.events import InteractionTriaged
from portavoce.community.model import ActionRecord
from portavoce.community.records import CommunityRecords
from portavoce.community.service.actions import Actions, NeedsPerson
from portavoce.community.service.inbox import Community
from portavoce.platforms import discovery
from portavoce.platforms.contract import Moderator, Reader, ReadFailed
from portavoce.platforms.error_rows import join_words
from portavoce.platforms.interaction import AccountNotice, Heard, Interaction
from portavoce.platforms.manifest import Capability
from portavoce.reporting.model import Alert, AlertKind
from portavoce.runtime import aws
from portavoce.runtime.passed_over import UNKNOWN_ACCOUNT, tell_passed_over
from portavoce.runtime.secrets import SecretMissing
from portavoce.runtime.wiring.alerts import alerts
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.channels import client_for
from portavoce.webhooks.reception import Inbound

REMEMBERED_SECONDS = 60.0
_RESTRICTIONS: Mapping[str, str] = {
    "messages_warned": "the platform warns that it may block messages",
    "messages_blocked": "the platform blocks messages",
    "video_blocked": "the platform shows a video to nobody, for what it holds of others",
    "video_muted": "the platform has silenced a video, for what it holds of others",
}


@cache
def community() -> Community:
    """Listening, on this stage's table. Brands and their accounts are read once a minute."""
    return Community(
        records=CommunityRecords(aws.table()),
        channel_of=_channel_of(),
        brand_of=brand_of(),
        reader_of=_reader,
        moderates=lambda platform: Capability.MODERATE in discovery.manifest(platform).capabilities,
    )


@cache
def desk() -> InboxDesk:
    """Working the inbox, on this stage's table."""
    return InboxDesk(community(), CommunityRecords(aws.table()), NoteRecords(aws.table()))


@cache
def saved_answers() -> SavedAnswers:
    """What brands say again and again, in this stage's table."""
    return SavedAnswers(AnswerRecords(aws.table()))


@cache
def actions() -> Actions:
    """Acting, on this stage's table and the platforms."""
    return Actions(
        community=community(),
        records=CommunityRecords(aws.table()),
        brand_of=brand_of(),
        moderator_of=_moderator,
    )


@cache
def brand_of() -> Callable[[str], Brand | None]:
    """A brand by its id, read once a minute."""
    return for_a_minute(brands().brand_of)


def act_or_tell(triaged: InteractionTriaged, now: datetime) -> list[ActionRecord]:
    """Does what triage decided. What a dead access does not allow is an alert, one for a channel and UTC day.

    Raises NotYet, and NeedsPerson all the same: the event parks, and is done when it comes back."""
    try:
        return actions().act(triaged.platform, triaged.interaction_id, triaged.actions, now)
    except NeedsPerson as cause:
        holder = {
            "connection": triaged.channel_id,
            "connect_command": f"portavoce channel connect {triaged.channel_id}",
        }
        alerts().raise_alert(
            Alert(
                alert_id=f"COMMENTS#{triaged.channel_id}#{now.astimezone(UTC):%Y-%m-%d}",
                brand_id=triaged.brand_id,
                kind=AlertKind.COMMENT_NOT_HIDDEN,
                facts=holder | {"cause": str(cause)},
                raised_at=now,
            )
        )
        raise


def deliveries(inbound: Inbound) -> list[Interaction]:
    """What a platform delivered about our accounts, in our own words; all else is counted by its kind.

    What it says to have restricted is an alert, one for a day."""
    heard: Heard = discovery.part(inbound.platform, "inbox").hear(inbound.body)
    for notice in heard.notices:
        _tell_restriction(inbound, notice)
    for (reason, kind), number in Counter(heard.passed_over).items():
        tell_passed_over(inbound.platform, reason, kind=kind, number=number)
    accounts = {one.account_id for one in heard.interactions}
    ours = {account for account in accounts if _channel_of()(inbound.platform, account)}
    known = [one for one in heard.interactions if one.account_id in ours]
    if strangers := len(heard.interactions) - len(known):
        tell_passed_over(inbound.platform, UNKNOWN_ACCOUNT, number=strangers)
    return known


def _tell_restriction(inbound: Inbound, notice: AccountNotice) -> None:
    channel = _channel_of()(inbound.platform, notice.account_id)
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


@cache
def _channel_of() -> Callable[[str, str], ChannelRef | None]:
    return for_a_minute(brands().channel_of)


def for_a_minute[*K, V](read: Callable[[*K], V | None]) -> Callable[[*K], V | None]:
    """`read`, its answers kept for a minute; "there is none" is not kept, so that what is new is seen at once."""
    kept: dict[object, V] = {}
    kept_since = time.monotonic()

    def recall(*names: *K) -> V | None:
        nonlocal kept_since
        if time.monotonic() - kept_since >= REMEMBERED_SECONDS:
            kept.clear()
            kept_since = time.monotonic()
        if names not in kept:
            found = read(*names)
            if found is None:
                return None
            kept[names] = found
        return kept[names]

    return recall


def _reader(channel: ChannelRef) -> Reader:
    try:
        client: Reader = client_for(channel.platform, channel.channel_id, channel.account_id)
    except SecretMissing as missing:
        raise ReadFailed(str(missing)) from None
    return client


def _moderator(channel: ChannelRef) -> Moderator:
    try:
        client: Moderator = client_for(channel.platform, channel.channel_id, channel.account_id)
    except SecretMissing as missing:
        raise NeedsPerson(str(missing)) from None
    return client
