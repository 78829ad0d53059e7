"""Where what belongs to others names a person by an id: the posts that they answer, and lists of comments. Pure."""

from collections.abc import Collection

from portavoce.community.model import StoredInteraction

_WITH_IDS = ("post_id", "parent_id", "thread_id", "permalink")


def forget_references(row: StoredInteraction, author_id: str) -> StoredInteraction:
    """Somebody else's interaction without the ids in which this person stands; the very same where there is none."""
    said = row.interaction
    if said.author_id == author_id:
        return row
    named = [name for name in _WITH_IDS if _names(getattr(said, name) or "", author_id)]
    return row.model_copy(update={"interaction": said.model_copy(update=dict.fromkeys(named))}) if named else row


def forget_names(names: str, author_id: str, interaction_ids: Collection[str]) -> str:
    """A list of comments, as an alert has it (`facebook/1, x/2 + 7`), without those of this person."""
    listed, plus, more = names.partition(" + ")
    left = [
        one for one in listed.split(", ") if one.partition("/")[2] not in interaction_ids and not _names(one, author_id)
    ]
    return f"{', '.join(left)}{plus}{more}"


def _names(id_: str, author_id: str) -> bool:
    return author_id in id_.split("/")
