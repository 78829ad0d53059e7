"""The community's values as items and back: keys, lists and times to live. Pure: the stream's images are read here too.

| pk | sk | what |
|---|---|---|
| `INTERACTION#<platform>#<interaction id>` | `INTERACTION` | one interaction; listed under `INBOX#<brand>#<status>` |
| the same | `ACTION#<action>` | what was done about it |
| `LEAD#<brand>#<lead id>` | `LEAD` | one lead; listed under `LEADS#<brand>` |

An inbox is listed by the moment since which each is ours to answer, so that what has waited since then can be read
forward. All of them carry the time to live of the commenter's words."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from portavoce.community.model import Action, ActionRecord, InboxStatus, Lead, StoredInteraction
from portavoce.table import layout
from portavoce.table.item_value import read_value

CommunityItem = dict[str, Any]
INTERACTION, ACTION, LEAD = "interaction", "action", "lead"
ACTIONS_SK = "ACTION#"


def interaction_key(platform: str, interaction_id: str) -> dict[str, str]:
    """The key of an interaction."""
    return _key(f"INTERACTION#{platform}#{interaction_id}", "INTERACTION")


def action_key(row: StoredInteraction, action: Action) -> dict[str, str]:
    """The key of what was done about an interaction."""
    pk = interaction_key(row.interaction.platform, row.interaction.interaction_id)[layout.PARTITION]
    return _key(pk, f"{ACTIONS_SK}{action}")


def lead_key(brand_id: str, lead_id: str) -> dict[str, str]:
    """The key of a lead."""
    return _key(f"LEAD#{brand_id}#{lead_id}", "LEAD")


def inbox_list(brand_id: str, status: InboxStatus) -> str:
    """The list of a brand's interactions of one status."""
    return f"INBOX#{brand_id}#{status}"


def lead_list(brand_id: str) -> str:
    """The list of a brand's leads."""
    return f"LEADS#{brand_id}"


def place(moment: datetime, mark: str = "~") -> str:
    """The place of a moment in a list; without a mark behind all that has one."""
    return f"{_moment(moment)}#{mark}"


def interaction_item(row: StoredInteraction, version: int) -> CommunityItem:
    """The interaction as an item. What is removed, or was never heard in words, is listed nowhere."""
    said = row.interaction
    listed_at = place(row.waits_since, _mark(said.platform, said.interaction_id))
    return {
        **_plain(row),
        **interaction_key(said.platform, said.interaction_id),
        **(_listing_keys(inbox_list(row.brand_id, row.status), listed_at) if row.content_at else {}),
        **_type_and_expiry(INTERACTION, row.keep_until),
        "version": version,
    }


def read_interaction(item: CommunityItem) -> StoredInteraction:
    """The interaction in an item."""
    return read_value(StoredInteraction, item)


def action_item(row: StoredInteraction, action: ActionRecord) -> CommunityItem:
    """What was done about an interaction, as an item."""
    return {**_plain(action), **action_key(row, action.action), **_type_and_expiry(ACTION, row.keep_until)}


def read_action(item: CommunityItem) -> ActionRecord:
    """What was done, in an item."""
    return read_value(ActionRecord, item)


def lead_item(lead: Lead, keep_until: datetime) -> CommunityItem:
    """The lead as an item."""
    return {
        **_plain(lead),
        **lead_key(lead.brand_id, lead.lead_id),
        **_listing_keys(lead_list(lead.brand_id), f"{_moment(lead.created_at)}#{lead.lead_id}"),
        **_type_and_expiry(LEAD, keep_until),
    }


def read_lead(item: CommunityItem) -> Lead:
    """The lead in an item."""
    return read_value(Lead, item)


def _key(pk: str, sk: str) -> dict[str, str]:
    return {layout.PARTITION: pk, layout.SORT: sk}


def _listing_keys(name: str, place: str) -> CommunityItem:
    _, partition, sort = layout.LISTING_INDEX
    return {partition: name, sort: place}


def _type_and_expiry(item_type: str, until: datetime) -> CommunityItem:
    return {"type": item_type, layout.EXPIRES: int(until.timestamp())}


def _plain(value: StoredInteraction | Lead | ActionRecord) -> CommunityItem:
    """The value's own fields without those that say nothing: an item is billed by its size."""
    return value.model_dump(mode="json", exclude_defaults=True)


def _mark(platform: str, interaction_id: str) -> str:
    """Tells apart what was said at once; the id itself would be billed in the table and in the index."""
    return hashlib.sha256(f"{platform}#{interaction_id}".encode()).hexdigest()[:4]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
