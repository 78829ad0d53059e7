"""What people and rules do about interactions, on this stage's table, queue and platforms."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from portavoce.brands.model import ChannelRef
from portavoce.community import items
from portavoce.community.acts.history import standing_answers
from portavoce.community.acts.model import TRIAGE, ActEntry, ActMessage, ActOrder
from portavoce.community.acts.permission import Allowed, Forbidden, decide_permission
from portavoce.community.acts.service.acts import Acts, NeedsPerson, NotAllowed, Report
from portavoce.community.acts.service.calls import NoAccess, PlatformCalls, Talker
from portavoce.community.acts.service.decisions import Actions
from portavoce.community.acts.service.neighbours import Neighbours
from portavoce.community.events import InteractionTriaged
from portavoce.community.model import ActEnd, ActionRecord, ActProgress, StoredInteraction
from portavoce.community.records import CommunityRecords
from portavoce.community.rules.service import RuleDesk
from portavoce.platforms import discovery
from portavoce.platforms.conversation import AnswerKind
from portavoce.platforms.rules.conversation_rule import ConversationRule
from portavoce.reporting.model import Alert, AlertKind
from portavoce.runtime import aws, clock
from portavoce.runtime.secrets import SecretMissing
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.acts_ledger import acts_ledger
from portavoce.runtime.wiring.alerts import alerts
from portavoce.runtime.wiring.channels import client_for
from portavoce.runtime.wiring.community import brand_of, community
from portavoce.runtime.wiring.lead_places import find_place


@cache
def acts() -> Acts:
    """Acting, on this stage's table and the platforms."""
    return Acts(
        community=community(),
        records=acts_ledger(),
        calls=PlatformCalls(_client, Neighbours(CommunityRecords(aws.table()), _rule_of).said_beside),
        permit=permit,
        send=_send,
        tell=_tell,
    )


@cache
def actions() -> Actions:
    """Doing what triage decided."""
    return Actions(community(), CommunityRecords(aws.table()), brand_of(), acts(), find_place)


@cache
def rule_desk() -> RuleDesk:
    """Trying rules and taking their days back."""
    return RuleDesk(community(), CommunityRecords(aws.table()), acts())


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


def finish_act(body: dict[str, Any]) -> Report | None:
    """Sees to the act that a message of the outgoing queue names. Raises NotYet."""
    return acts().finish(ActMessage.model_validate(body, extra="ignore"), clock.utc_now())


def permit(row: StoredInteraction, order: ActOrder, now: datetime) -> Allowed:
    """How the platform allows it. Raises NotAllowed."""
    found = decide_permission(
        _rule_of(row.interaction.platform),
        order.what,
        row,
        last_heard_at=_last_heard_at(row) if order.what is AnswerKind.MESSAGE else None,
        earlier=[one.what for one in standing_answers(row.acts) if isinstance(one.what, AnswerKind)],
        now=now,
    )
    if isinstance(found, Forbidden):
        raise NotAllowed(found.reason, found.instead, found.link)
    return found


def _last_heard_at(row: StoredInteraction) -> datetime | None:
    said = row.interaction
    if said.author_id is None:
        return None
    return community().records.last_message_at(row.brand_id, said.platform, said.author_id)


def _rule_of(platform: str) -> ConversationRule:
    return discovery.manifest(platform).conversation


def _client(channel: ChannelRef) -> Talker:
    try:
        return client_for(channel.platform, channel.channel_id, channel.account_id)
    except SecretMissing as missing:
        raise NoAccess(str(missing)) from None


def _send(message: ActMessage, delay_seconds: int) -> None:
    aws.send(settings().need("outgoing_queue_url"), message.model_dump(mode="json"), delay_seconds)


def _tell(row: StoredInteraction, entry: ActEntry, ended: ActEnd, now: datetime) -> None:
    """One alert for one act: whoever asked has gone on to something else by now."""
    said = row.interaction
    uncertain = ended.progress is ActProgress.UNCERTAIN and entry.is_answer
    alerts().raise_alert(
        Alert(
            alert_id=f"ACT#{said.platform}#{said.interaction_id}#{entry.number}",
            brand_id=row.brand_id,
            kind=AlertKind.ANSWER_UNCERTAIN if uncertain else AlertKind.ACT_NOT_DONE,
            facts={
                "connection": row.channel_id,
                "comment": f"{said.platform}/{said.interaction_id}",
                "asked_by": "" if entry.asked_by == TRIAGE else entry.asked_by,
                "cause": " ".join(part for part in (ended.reason, ended.next_step) if part),
                "permalink": said.permalink or "",
            },
            raised_at=now,
        ),
        about=items.about_interaction(said.platform, said.interaction_id),
        keep_until=row.keep_until,
    )
