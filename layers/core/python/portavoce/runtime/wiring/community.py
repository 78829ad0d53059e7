"""Listening, as the functions use them."""

import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from portavoce.brands.model import Brand, ChannelRef
from portavoce.community.persons.records import PersonRecords
from portavoce.community.persons.service import Memory
from portavoce.community.records import CommunityRecords
from portavoce.community.service.inbox import Community
from portavoce.platforms import discovery
from portavoce.platforms.contract import Reader, ReadFailed
from portavoce.platforms.conversation import Deed
from portavoce.platforms.interaction import Heard, Interaction, InteractionKind
from portavoce.runtime import aws, clock, erasure_key
from portavoce.runtime.logs import logger
from portavoce.runtime.passed_over import ERASED_PERSON, TOO_OLD, UNKNOWN_ACCOUNT, tell_passed_over
from portavoce.runtime.secrets import SecretMissing
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.channels import client_for
from portavoce.webhooks.reception import Inbound, lone_message

if TYPE_CHECKING:
    from portavoce.community.answers.service import SavedAnswers
    from portavoce.community.desk.service import InboxDesk
    from portavoce.community.leads.service import LeadDesk

REMEMBERED_SECONDS = 60.0


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
def desk() -> "InboxDesk":
    """Working the inbox, on this stage's table. Who only takes in has no need of it."""
    from portavoce.community.desk.records import NoteRecords  # noqa: PLC0415
    from portavoce.community.desk.service import InboxDesk  # noqa: PLC0415

    return InboxDesk(community(), CommunityRecords(aws.table()), NoteRecords(aws.table()))


@cache
def leads() -> "LeadDesk":
    """Following up the leads of this stage."""
    from portavoce.community.leads.records import LeadRecords  # noqa: PLC0415
    from portavoce.community.leads.service import LeadDesk  # noqa: PLC0415
    from portavoce.runtime.wiring.lead_sales import LeadSales  # noqa: PLC0415
    from portavoce.runtime.wiring.visits import order_book  # noqa: PLC0415

    return LeadDesk(LeadRecords(aws.table()), CommunityRecords(aws.table()), LeadSales(order_book()))


@cache
def saved_answers() -> "SavedAnswers":
    """What brands say again and again, in this stage's table."""
    from portavoce.community.answers.records import AnswerRecords  # noqa: PLC0415
    from portavoce.community.answers.service import SavedAnswers  # noqa: PLC0415

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
    if heard.notices:
        from portavoce.runtime.wiring.account_notices import tell_restrictions  # noqa: PLC0415

        tell_restrictions(inbound, heard.notices, _channel_of())
    for (reason, kind), number in Counter(heard.passed_over).items():
        tell_passed_over(inbound.platform, reason, kind=kind, number=number)
    accounts = {one.account_id for one in heard.interactions}
    ours = {account for account in accounts if _channel_of()(inbound.platform, account)}
    known = [one for one in heard.interactions if one.account_id in ours]
    if strangers := len(heard.interactions) - len(known):
        tell_passed_over(inbound.platform, UNKNOWN_ACCOUNT, number=strangers)
    return known


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
