"""What stands after everything that was heard about one interaction, in whatever order and however often it came.

A delivery is lifted to a stored interaction of its own, and two stored ones are merged. Merging is commutative,
associative and idempotent, so that no order and no repetition of deliveries can lead anywhere else."""

from datetime import UTC, datetime, timedelta

from portavoce.community.model import InboxStatus, StoredInteraction
from portavoce.platforms.interaction import Interaction, Verb

_NEVER = datetime.min.replace(tzinfo=UTC)
_MOST_EDITS = 20
"""How many edits are remembered: the latest."""


_FACTS = (
    "account_id",
    "author_id",
    "author_name",
    "post_id",
    "parent_id",
    "thread_id",
    "ad_id",
    "campaign_id",
    "permalink",
)
"""What is true of an interaction whatever its words are by now, and may be told by one delivery and not by another."""


def lift(
    delivery: Interaction, *, brand_id: str, channel_id: str, retention_days: int, now: datetime, zone: str = "UTC"
) -> StoredInteraction:
    """The stored interaction that this delivery alone would leave, not yet triaged. `zone` is the brand's."""
    visibility = delivery.verb in {Verb.HIDDEN, Verb.UNHIDDEN}
    removed, edited = delivery.verb is Verb.REMOVED, delivery.verb is Verb.EDITED
    # An edit that names no words is of something else: the words that stand stay.
    says = delivery.verb is Verb.ADDED or (edited and delivery.text is not None)
    return derive_status(
        StoredInteraction(
            interaction=delivery if says else _without_words(delivery),
            brand_id=brand_id,
            channel_id=channel_id,
            zone=zone,
            first_seen_at=now,
            changed_at=now,
            keep_until=keep_until(delivery, retention_days, now),
            content_at=delivery.occurred_at if says else None,
            visibility_at=delivery.occurred_at if visibility else None,
            edited_at=(delivery.occurred_at,) if edited else (),
            removed_at=delivery.occurred_at if removed else None,
            hidden=delivery.verb is Verb.HIDDEN,
            removed=removed,
        )
    )


def keep_until(delivery: Interaction, retention_days: int, now: datetime) -> datetime:
    """Until when what was said then is kept. Who says that it was said later than now is not believed."""
    return _whole_second(min(delivery.occurred_at, now)) + timedelta(days=retention_days)


def merge(stands: StoredInteraction, heard: StoredInteraction) -> StoredInteraction:
    """Both together: the latest words, the latest visibility, the earliest moment, and removed for good.

    The decision is the one that stands: whoever merges triages again if the words are others. What a person did
    (`assignee`, `tags` …) is kept; `done` and `waiting` only while the words are the ones that the person saw."""
    removed = stands.removed or heard.removed
    interaction, content_at = _latest_words(stands, heard)
    if removed:
        interaction, content_at = _without_words(interaction).model_copy(update={"verb": Verb.REMOVED}), None
    is_same = interaction.text == stands.interaction.text
    returns = not is_same and not removed and (stands.done or stands.waiting)
    visibility_at, hidden = max(_visibility(stands), _visibility(heard))
    changes = {
        "interaction": interaction,
        "content_at": content_at,
        "visibility_at": visibility_at if hidden is not None else None,
        "hidden": bool(hidden),
        "edited_at": tuple(sorted({*stands.edited_at, *heard.edited_at}))[-_MOST_EDITS:],
        "removed_at": min((at for at in (stands.removed_at, heard.removed_at) if at), default=None),
        "removed": removed,
        "done": stands.done and is_same,
        "waiting": stands.waiting and is_same,
        "opened_at": heard.changed_at if returns else stands.opened_at,
        "zone": min((one.first_seen_at, one.zone) for one in (stands, heard))[1],
        "first_seen_at": min(stands.first_seen_at, heard.first_seen_at),
        "keep_until": min(stands.keep_until, heard.keep_until),
    }
    return derive_status(stands.model_copy(update=changes))


def derive_status(row: StoredInteraction) -> StoredInteraction:
    """Gives the row the status that follows from its facts: the first here that is true of it."""
    match row:
        case StoredInteraction(removed=True):
            status = InboxStatus.REMOVED
        case StoredInteraction(hidden=True):
            status = InboxStatus.HIDDEN
        case StoredInteraction(done=True):
            status = InboxStatus.DONE
        case StoredInteraction(waiting=True):
            status = InboxStatus.WAITING
        case StoredInteraction(assignee=str()):
            status = InboxStatus.ASSIGNED
        case _:
            status = InboxStatus.OPEN
    return row.model_copy(update={"status": status})


def name_assignee(row: StoredInteraction, assignee: str | None, at: datetime) -> StoredInteraction:
    """With the one who is to answer. Naming the same again is no new assignment."""
    if assignee == row.assignee:
        return row
    named = {"assignee": assignee, "assigned_at": at if assignee else None}
    return derive_status(row.model_copy(update=named))


def _latest_words(one: StoredInteraction, two: StoredInteraction) -> tuple[Interaction, datetime | None]:
    first, last = sorted((one, two), key=_words_rank)
    facts = {name: _either(getattr(first.interaction, name), getattr(last.interaction, name)) for name in _FACTS}
    facts["kind"] = min(first.interaction.kind, last.interaction.kind, key=lambda kind: kind.precedence)
    facts["occurred_at"] = min(first.interaction.occurred_at, last.interaction.occurred_at)
    return last.interaction.model_copy(update=facts), last.content_at


def _words_rank(row: StoredInteraction) -> tuple[object, ...]:
    said = row.interaction
    at = row.content_at.timestamp() if row.content_at else 0.0
    words = (said.text is not None, said.text or "", said.language or "", said.attachments, str(said.recommends))
    return row.content_at is not None, at, said.verb is Verb.EDITED, *words, said.verb


def _visibility(row: StoredInteraction) -> tuple[datetime, bool | None]:
    """Orders rows by their last hiding or unhiding; a row that heard of none comes first. Of two at once, hidden."""
    if row.visibility_at is None:
        return _NEVER, None
    return row.visibility_at, row.hidden


def _whole_second(moment: datetime) -> datetime:
    """A time to live has no finer ones."""
    return moment.replace(microsecond=0)


def _either(one: object, two: object) -> object:
    """The fact that is known. Two that disagree (a renamed author) must not depend on the order: the smaller."""
    known = sorted(str(fact) for fact in (one, two) if fact is not None)
    return known[0] if known else None


def _without_words(interaction: Interaction) -> Interaction:
    """The interaction without what it says and of whom. An author whom its own id names anyway, as Bluesky's does,
    stays known: to be found when they are erased."""
    forgotten = ("text", "language", "recommends", "author_name", "thread_id", "permalink")
    named = interaction.author_id in interaction.interaction_id.split("/")
    author_id = interaction.author_id if named else None
    return interaction.model_copy(update={**dict.fromkeys(forgotten), "author_id": author_id, "attachments": ()})
