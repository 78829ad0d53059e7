"""Posts that wait for a decision, for the tests of approval."""

from datetime import UTC, datetime, timedelta
from typing import Any

from portavoce.publishing.model import Approval, Content, Publication, State

NOW = datetime(2026, 11, 23, 10, 55, tzinfo=UTC)
KEY = b"a-key-of-the-tests"


def in_review(channel: str = "facebook", **changes: Any) -> Publication:
    """The post `winter-menu` on one channel, planned for tomorrow, waiting for the client."""
    planned_at = NOW + timedelta(days=1)
    fields: dict[str, Any] = {
        "publication_id": f"aurora.winter-menu.{channel}",
        "brand_id": "aurora",
        "post_id": "winter-menu",
        "channel": channel,
        "platform": channel,
        "content": Content(text="Il menù d'inverno è qui ☕️"),
        "content_hash": "0f",
        "wall_time": "2026-11-24 11:55",
        "zone": "Europe/Rome",
        "planned_at": planned_at,
        "late_after": planned_at + timedelta(minutes=15),
        "approval": Approval(needed_from="client"),
        "state": State.IN_REVIEW,
        "watch_at": planned_at,
        "updated_at": NOW,
    }
    return Publication.model_validate(fields | changes)


def decided(publication: Publication, decision: str = "approved") -> Publication:
    """The same after its client has decided."""
    given = {"needed_from": "client", "decision": decision, "by": "client link", "decided_at": NOW}
    state = State.SCHEDULED if decision == "approved" else State.IN_REVIEW
    return publication.model_copy(update={"approval": Approval.model_validate(given), "state": state})
