"""Listening, as the functions use them."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache

from portavoce.brands.model import Brand, ChannelRef
from portavoce.community.answers.records import AnswerRecords
from portavoce.community.answers.service import SavedAnswers
from portavoce.community.desk.records import NoteRecords
from portavoce.community.desk.service import InboxDesk
from portavoce.community.leads.records import LeadRecords
from portavoce.community.leads.service import LeadDesk
from portavoce.community.persons.records import PersonRecords
from portavoce.community.persons.service import Memory
from portavoce.community.records import CommunityRecords
from portavoce.community.service.inbox import Community
from portavoce.platforms import discovery
from portavoce.platforms.contract import Reader, ReadFailed
from portavoce.platforms.conversation import Deed
from portavoce.platforms.error_rows import join_words
from portavoce.platforms.interaction import AccountNotice, Heard, Interaction, InteractionKind
from portavoce.reporting.model import Alert, AlertKind
from portavoce.runtime import aws, clock, erasure_key
from portavoce.runtime.logs import logger
from portavoce.runtime.passed_over import ERASED_PERSON, TOO_OLD, UNKNOWN_ACCOUNT, tell_passed_over
from portavoce.runtime.secrets import SecretMissing
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.alerts import alerts
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.channels import client_for
from portavoce.webhooks.reception import Inbound, lone_message

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
        moderates=_hides_comments,
        was_erased=_was_erased,
        pass_over=lambda said: tell_passed_over(said.platform, TOO_OLD, kind=said.kind),
        set_aside=_set_aside,
    )


@cache
def desk() -> InboxDesk:
    """Working the inbox, on this stage's table."""
    return InboxDesk(community(), CommunityRecords(aws.table()), NoteRecords(aws.table()))


@cache
def leads() -> LeadDesk:
    """Following up the leads of this stage."""
    return LeadDesk(LeadRecords(aws.table()), CommunityRecords(aws.table()))


@cache
def saved_answers() -> SavedAnswers:
    """What brands say again and again, in this stage's table."""
    return SavedAnswers(AnswerRecords(aws.table()))


@cache
def brand_of() -> Callable[[str], Brand | None]:
    """A brand by its id, read once a minute."""
    return for_a_minute(brands().brand_of)


def _was_erased(brand_id: str, said: Interaction) -> bool:
    """Whether it is of what was erased; then it is counted and nothing more."""
    forbidden = erased_persons().forbids(brand_id, said)
    if forbidden:
        tell_passed_over(said.platform, ERASED_PERSON, kind=said.kind)
    return forbidden


@cache
def erased_persons() -> Memory:
    """Who was erased. A brand's tombstones are read once a minute, the key once there is one of them."""
    return Memory(
        tombstones=for_a_minute(PersonRecords(aws.table()).list_tombstones),
        known_fingerprint=erasure_key.known_fingerprint,
    )


def deliveries(inbound: Inbound) -> list[Interaction]:
    """What a platform delivered about our accounts, in our own words; all else is counted by its kind.

    What it says to have restricted is an alert, one for a day."""
    if inbound.alone:
        return [Interaction.model_validate_json(inbound.alone, extra="ignore")]
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


def _set_aside(said: Interaction) -> None:
    """Queues it by itself, so that it comes again, and parks in the end, without its neighbours."""
    logger.warning("change set aside", platform=said.platform)
    message = lone_message(said.platform, said.model_dump_json(), clock.utc_now())
    aws.sqs().send_message(QueueUrl=settings().need("inbound_queue_url"), MessageBody=message)


def _reader(channel: ChannelRef) -> Reader:
    try:
        client: Reader = client_for(channel.platform, channel.channel_id, channel.account_id)
    except SecretMissing as missing:
        raise ReadFailed(str(missing)) from None
    return client


def _hides_comments(platform: str) -> bool:
    rule = discovery.manifest(platform).conversation
    return rule.deed_rule(Deed.HIDE, InteractionKind.COMMENT) is not None
