"""Somebody who wants to buy from Aurora."""

from datetime import timedelta
from typing import Any

from portavoce.community.model import Lead, lead_id_of
from portavoce.community.records import CommunityRecords
from portavoce.table.table import Table
from tests.stage import MORNING


def add_lead(table: Table, interaction_id: str = "77_1", **given: Any) -> Lead:
    """A lead of this morning."""
    fields: dict[str, Any] = {
        "lead_id": lead_id_of("facebook", interaction_id),
        "brand_id": "aurora",
        "channel_id": "aurora.facebook",
        "platform": "facebook",
        "interaction_id": interaction_id,
        "author_id": "u9",
        "author_name": "Ana",
        "text": "Quanto costa?",
        "permalink": None,
        "created_at": MORNING - timedelta(hours=1),
    }
    lead = Lead.model_validate(fields | given)
    assert CommunityRecords(table).add_lead(lead, MORNING + timedelta(days=90))
    return lead
