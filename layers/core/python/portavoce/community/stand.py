"""How an interaction stands, in words. Pure."""

from portavoce.community.model import InboxStatus, StoredInteraction

_STANDS = {
    InboxStatus.OPEN: "open",
    InboxStatus.ASSIGNED: "assigned",
    InboxStatus.WAITING: "answered, and waits for them",
    InboxStatus.DONE: "done",
    InboxStatus.HIDDEN: "hidden",
    InboxStatus.REMOVED: "removed",
}


def describe_stand(row: StoredInteraction) -> str:
    """How an interaction stands and who touched it last, for somebody whose change came too late."""
    parts = [f"it is {_STANDS[row.status]}" + (f" ({row.assignee})" if row.assignee else "")]
    if row.touched:
        parts.insert(0, f"{row.touched.by} {row.touched.what} at {row.touched.at:%Y-%m-%d %H:%M:%S} UTC")
    if row.touched is None or row.changed_at > row.touched.at:
        parts.insert(0, f"something was heard of it or done about it at {row.changed_at:%Y-%m-%d %H:%M:%S} UTC")
    return "; ".join(parts)
