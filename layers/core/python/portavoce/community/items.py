"""The community's values as items and back: keys, lists and times to live. Pure: the stream's images are read here too.

| pk | sk | what |
|---|---|---|
| `INTERACTION#<platform>#<interaction id>` | `INTERACTION` | one interaction; listed under `INBOX#<brand>#<status>` |
| the same | `ACTION#<action>` | what was done about it |
| `LEAD#<brand>#<lead id>` | `LEAD` | one lead; listed under `LEADS#<brand>` |

An inbox is listed by the moment since which each is ours to answer, so that what has waited since a remembered moment
can be read forward. Interactions and leads are found by their person under `PERSON#<brand>#<platform>#<author id>`, by
their own moment. All of them carry the time to live of the commenter's words. What the keys say is not said again: an
item is billed by its size, and an interaction is to stay below 1 KB."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from portavoce.community.abbreviation import abbreviate_ids, expand_ids
from portavoce.community.model import Action, ActionRecord, InboxStatus, Lead, StoredInteraction
from portavoce.community.sentiment.model import Sentiment, expand_sentiment
from portavoce.platforms.interaction import Verb
from portavoce.table import layout
from portavoce.table.item_value import UnreadableItem, read_value

CommunityItem = dict[str, Any]
INTERACTION, ACTION, LEAD = "interaction", "action", "lead"
ACTIONS_SK = "ACTION#"
_MOOD = "mood"


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


def is_interaction(partition: str) -> bool:
    """Whether this is the partition of an interaction and of all that was done about it."""
    return partition.startswith("INTERACTION#")


def read_interaction_id(partition: str) -> str:
    """The id of the interaction whose partition this is."""
    return partition.split("#", 2)[2]


def about(partition: str) -> str:
    """Where the index `person` lists what was written elsewhere about the interaction of this partition."""
    return f"ABOUT#{partition.partition('#')[2]}"


def about_interaction(platform: str, interaction_id: str) -> str:
    """The same by the interaction's own id."""
    return about(interaction_key(platform, interaction_id)[layout.PARTITION])


def person(brand_id: str, platform: str, author_id: str) -> str:
    """The partition of all that a person has said to a brand."""
    return f"PERSON#{brand_id}#{platform}#{author_id}"


def place(moment: datetime, mark: str = "~") -> str:
    """The place of a moment in a list; without a mark behind all that has one."""
    return f"{_moment(moment)}#{mark}"


def interaction_item(row: StoredInteraction, version: int) -> CommunityItem:
    """The interaction as an item. What is removed, or was never heard in words, is listed nowhere."""
    said = row.interaction
    listed_at = place(row.waits_since, _mark(said.platform, said.interaction_id))
    return {
        **_plain_interaction(row),
        **interaction_key(said.platform, said.interaction_id),
        **(_listing_keys(inbox_list(row.brand_id, row.status), listed_at) if row.content_at else {}),
        **_person_keys(row.brand_id, said.platform, said.author_id, said.occurred_at),
        **_type_and_expiry(INTERACTION, row.keep_until),
        "version": version,
    }


def read_interaction(item: CommunityItem) -> StoredInteraction:
    """The interaction in an item. Raises UnreadableItem."""
    _, platform, interaction_id = item[layout.PARTITION].split("#", 2)
    said = {"platform": platform, "interaction_id": interaction_id, "verb": Verb.ADDED, **item.get("interaction", {})}
    if person_key := item.get(layout.PERSON_INDEX[1]):
        said["author_id"] = person_key.split("#", 3)[3]
    told = {
        "brand_id": str(item.get("channel_id")).partition(".")[0],
        "changed_at": item.get("first_seen_at"),
        "content_at": said.get("occurred_at"),
    }
    if mood := item.get(_MOOD):
        told["sentiment"] = _expand_mood(mood)
    return read_value(
        StoredInteraction,
        told | {name: value for name, value in item.items() if name != _MOOD},
        interaction=expand_ids(said, said.get("author_id")),
        keep_until=datetime.fromtimestamp(item[layout.EXPIRES], UTC),
    )


def read_interactions(found: Iterable[CommunityItem]) -> Iterator[StoredInteraction]:
    """The interactions in the items that this version can read."""
    for item in found:
        with suppress(UnreadableItem):
            yield read_interaction(item)


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
        **_person_keys(lead.brand_id, lead.platform, lead.author_id, lead.created_at),
        **_type_and_expiry(LEAD, keep_until),
    }


def read_lead(item: CommunityItem) -> Lead:
    """The lead in an item."""
    return read_value(Lead, item)


def forget_words(lead: CommunityItem) -> CommunityItem:
    """The item of a lead without the words and whose they are."""
    kept = {name: value for name, value in lead.items() if name not in layout.PERSON_INDEX}
    return kept | {"text": "", **dict.fromkeys(("author_id", "author_name", "permalink"))}


def _key(pk: str, sk: str) -> dict[str, str]:
    return {layout.PARTITION: pk, layout.SORT: sk}


def _listing_keys(name: str, place: str) -> CommunityItem:
    _, partition, sort = layout.LISTING_INDEX
    return {partition: name, sort: place}


def _person_keys(brand_id: str, platform: str, author_id: str | None, at: datetime) -> CommunityItem:
    """None for what nobody is named of."""
    _, partition, sort = layout.PERSON_INDEX
    return {partition: person(brand_id, platform, author_id), sort: _moment(at)} if author_id else {}


def _type_and_expiry(item_type: str, until: datetime) -> CommunityItem:
    return {"type": item_type, layout.EXPIRES: int(until.timestamp())}


def _plain(value: Lead | ActionRecord) -> CommunityItem:
    """The value's own fields without those that say nothing: an item is billed by its size."""
    return value.model_dump(mode="json", exclude_defaults=True)


def _plain_interaction(row: StoredInteraction) -> CommunityItem:
    """The interaction's own fields without those that its keys, its time to live or other fields say."""
    said = row.interaction
    told: dict[str, Any] = {"keep_until": True, "brand_id": True, "sentiment": True}
    told["interaction"] = {"platform", "interaction_id", "author_id"} | ({"verb"} if said.verb is Verb.ADDED else set())
    if row.changed_at == row.first_seen_at:
        told["changed_at"] = True
    plain = row.model_dump(mode="json", exclude_defaults=True, exclude=told)
    if row.content_at is None:
        plain["content_at"] = None
    elif row.content_at == said.occurred_at:
        del plain["content_at"]
    mood = {_MOOD: row.sentiment.brief} if row.sentiment else {}
    return plain | mood | {"interaction": abbreviate_ids(plain["interaction"], said.author_id)}


def _expand_mood(brief: str) -> Sentiment | None:
    """None of one that a later version wrote: words whose mood is unknown are shown all the same."""
    try:
        return expand_sentiment(brief)
    except ValueError:
        return None


def _mark(platform: str, interaction_id: str) -> str:
    """Tells apart what was said at once; the id itself would be billed in the table and in the index."""
    return hashlib.sha256(f"{platform}#{interaction_id}".encode()).hexdigest()[:4]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
