"""What a person's change makes of an interaction. Pure, and the same however often it is applied."""

from datetime import datetime

from portavoce.community.desk.model import Hand, InboxChange
from portavoce.community.history import derive_status, name_assignee
from portavoce.community.model import MOST_TAGS, Correction, PersonChange, StoredInteraction


class TooManyTags(ValueError):
    """An interaction is one item that is listed whole: it carries few tags."""


def apply_change(row: StoredInteraction, change: InboxChange, hand: Hand) -> StoredInteraction:
    """The interaction after the change; the very same when it says nothing new. Raises TooManyTags."""
    changed = row
    if change.names_assignee:
        changed = name_assignee(changed, change.assignee, hand.at)
    if change.done is not None:
        changed = _settle(changed, done=change.done, at=hand.at)
    changed = _tag(changed, change)
    if change.priority is not None:
        changed = changed.model_copy(update={"priority": change.priority})
    if change.relabel and (row.correction is None or row.correction.kind != change.relabel):
        corrected = Correction(by=hand.by, at=hand.at, kind=change.relabel)
        changed = changed.model_copy(update={"correction": corrected})
    if changed == row:
        return row
    touched = PersonChange(by=hand.by, at=hand.at, what=describe_change(row, changed))
    return changed.model_copy(update={"touched": touched})


def describe_change(before: StoredInteraction, after: StoredInteraction) -> str:
    """What is different between the two that a person can change, as in `marked it done, tagged it vip`."""
    said = []
    if before.assignee != after.assignee:
        said.append(f"assigned it to {after.assignee or 'nobody'}")
    if (before.done, before.waiting) != (after.done, after.waiting):
        said.append("marked it done" if after.done else "opened it again")
    if added := [tag for tag in after.tags if tag not in before.tags]:
        said.append(f"tagged it {', '.join(added)}")
    if removed := [tag for tag in before.tags if tag not in after.tags]:
        said.append(f"took {', '.join(removed)} off it")
    if before.priority != after.priority:
        said.append(f"gave it {after.priority} priority")
    if after.correction and before.correction != after.correction:
        said.append(f"called it {after.correction.kind}")
    return ", ".join(said)


def _settle(row: StoredInteraction, *, done: bool, at: datetime) -> StoredInteraction:
    """Done, or ours to answer again: then it waits from this moment."""
    if done:
        return derive_status(row.model_copy(update={"done": True}))
    if not (row.done or row.waiting):
        return row
    return derive_status(row.model_copy(update={"done": False, "waiting": False, "opened_at": at}))


def _tag(row: StoredInteraction, change: InboxChange) -> StoredInteraction:
    tags = tuple(sorted({*row.tags, *change.add_tags} - {*change.remove_tags}))
    if len(tags) > max(MOST_TAGS, len(row.tags)):
        raise TooManyTags(f"a comment carries at most {MOST_TAGS} tags, and this would be {len(tags)}: take some off")
    return row.model_copy(update={"tags": tags})
