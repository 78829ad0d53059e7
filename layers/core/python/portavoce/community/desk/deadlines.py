"""By when an interaction is to be answered. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from portavoce.brands.model import Brand
from portavoce.community.desk.business_time import find_deadline
from portavoce.community.model import StoredInteraction
from portavoce.platforms.interaction import InteractionKind

_COUNTED_AS: Mapping[InteractionKind, str] = {
    InteractionKind.REPLY: "comment",
    InteractionKind.COMMENT: "comment",
    InteractionKind.LIVE_COMMENT: "comment",
    InteractionKind.VISITOR_POST: "comment",
    InteractionKind.REVIEW: "review",
    InteractionKind.MESSAGE: "message",
    InteractionKind.STORY_REPLY: "message",
    InteractionKind.STORY_MENTION: "message",
    InteractionKind.QUOTE: "mention",
    InteractionKind.MENTION: "mention",
    InteractionKind.LEAD_FORM: "lead_form",
}


def allowed_minutes(brand: Brand, kind: InteractionKind) -> int | None:
    """How soon the brand answers this kind, in minutes of work; None for no deadline."""
    found: int | None = getattr(brand.inbox.answer_within, _COUNTED_AS[kind])
    return found


def answer_by(brand: Brand, row: StoredInteraction) -> datetime | None:
    """By when it is to be answered; None when it is not ours to answer, or need not be by any time."""
    minutes = allowed_minutes(brand, row.interaction.kind)
    if minutes is None or not row.status.awaits_us:
        return None
    return find_deadline(brand, row.waits_since, timedelta(minutes=minutes))
