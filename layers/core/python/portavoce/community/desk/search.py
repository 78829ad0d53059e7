"""Which interactions are wanted, by what stands in them. Pure."""

from collections.abc import Mapping
from typing import Any

from portavoce.community.model import Priority, StoredInteraction
from portavoce.community.plain_text import fold
from portavoce.community.sentiment.model import Mood
from portavoce.platforms.interaction import InteractionKind
from portavoce.value import Value


class InboxFilter(Value):
    """What is looked for: all that is named must hold. `person` is the platform's id of the author or their name, whole
    or without `@`; `post` and `campaign` the platform's ids; `words` stand in the text, whatever their case, accents
    and vowel marks, each somewhere."""

    platform: str | None = None
    channel: str | None = None
    kind: InteractionKind | None = None
    label: str | None = None
    sentiment: Mood | None = None
    tag: str | None = None
    priority: Priority | None = None
    person: str | None = None
    post: str | None = None
    campaign: str | None = None
    assignee: str | None = None
    words: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether everything is wanted."""
        return self == InboxFilter()


def is_wanted(row: StoredInteraction, wanted: InboxFilter) -> bool:
    """Whether the interaction is one of those that are looked for."""
    said = row.interaction
    facts: Mapping[str, Any] = {
        "platform": said.platform,
        "channel": row.channel_id.removeprefix(f"{row.brand_id}."),
        "kind": said.kind,
        "priority": row.priority,
        "sentiment": row.sentiment.mood if row.sentiment else None,
        "post": said.post_id,
        "campaign": said.campaign_id,
        "assignee": row.assignee,
    }
    if any(getattr(wanted, name) not in {None, fact} for name, fact in facts.items()):
        return False
    if wanted.label and wanted.label not in row.decision.labels:
        return False
    if wanted.tag and wanted.tag.strip().lower() not in row.tags:
        return False
    return _is_person(row, wanted.person) and _has_words(row, wanted.words)


def _is_person(row: StoredInteraction, person: str | None) -> bool:
    if person is None:
        return True
    said = row.interaction
    name = fold(said.author_name or "").removeprefix("@")
    return person == said.author_id or (bool(name) and name == fold(person).removeprefix("@"))


def _has_words(row: StoredInteraction, words: str | None) -> bool:
    text = fold(row.interaction.text or "") if words else ""
    return all(word in text for word in fold(words or "").split())
