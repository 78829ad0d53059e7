"""What the end of an act leaves of the interaction. Pure, and the same however often it is applied."""

from datetime import datetime

from portavoce.community.acts.history import find_end, standing_answers
from portavoce.community.acts.model import ActEntry
from portavoce.community.history import derive_status, lift, merge
from portavoce.community.model import RETRACT, ActEnd, ActProgress, StoredInteraction
from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import Interaction, Verb

_TOLD_AS = {Deed.HIDE: Verb.HIDDEN, Deed.UNHIDE: Verb.UNHIDDEN, Deed.DELETE: Verb.REMOVED}


def apply_end(stands: StoredInteraction, entry: ActEntry, ended: ActEnd) -> StoredInteraction:
    """The interaction with the act's end, and with what the act has changed if it took effect."""
    if find_end(stands.acts, ended.number):
        return stands
    row = stands.model_copy(update={"acts": (*stands.acts, ended)})
    if ended.progress is not ActProgress.DONE:
        return row
    if isinstance(entry.what, AnswerKind):
        return derive_status(row.model_copy(update={"waiting": True, "done": row.done or entry.done_with}))
    if entry.what == RETRACT:
        return derive_status(row.model_copy(update={"waiting": bool(standing_answers(row.acts))}))
    verb = _TOLD_AS.get(entry.what)
    return _hear(row, verb, entry.asked_at) if verb else row


def _hear(row: StoredInteraction, verb: Verb, at: datetime) -> StoredInteraction:
    """The row after what the platform would tell us of what we have just done."""
    said = row.interaction
    told = Interaction(
        platform=said.platform,
        account_id=said.account_id,
        interaction_id=said.interaction_id,
        kind=said.kind,
        verb=verb,
        occurred_at=at,
    )
    heard = lift(told, brand_id=row.brand_id, channel_id=row.channel_id, retention_days=0, now=at)
    kept = {"keep_until": row.keep_until, "first_seen_at": row.first_seen_at}
    return merge(row, heard.model_copy(update=kept))
