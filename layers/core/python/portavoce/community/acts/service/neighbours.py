"""What we have said beside an interaction, where the platform's list does not tell which of it answers what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portavoce.community.acts.history import said_ids
from portavoce.community.model import InboxStatus, StoredInteraction
from portavoce.community.records import CommunityRecords
from portavoce.platforms.conversation import AnswerKind
from portavoce.platforms.rules.conversation_rule import ConversationRule

MOST_NEIGHBOURS = 100
"""How many of one person, and how many of each status of the inbox, are read: only where an answer was lost."""
_CLOCKS_DIFFER = timedelta(hours=1)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_LISTED = [status for status in InboxStatus if status is not InboxStatus.REMOVED]


@dataclass(frozen=True)
class Neighbours:
    """What is listed beside our answers. `rule_of` gives a platform's rule of conversations."""

    records: CommunityRecords
    rule_of: Callable[[str], ConversationRule]

    def said_beside(self, row: StoredInteraction, kind: AnswerKind) -> frozenset[str] | None:
        """The platform's ids of what other acts have said in the same place; None where there is more beside it than
        is read, or nobody knows whom it is beside."""
        rule = self.rule_of(row.interaction.platform).answer_rule(kind, row.interaction.kind)
        match rule.listed_among if rule else None:
            case "comment":
                found = self._find_under_same_comment(row)
            case "person":
                found = self._find_by_same_person(row)
            case _:
                return frozenset()
        return None if found is None else frozenset[str]().union(*(said_ids(one.acts) for one in found))

    def _find_by_same_person(self, row: StoredInteraction) -> list[StoredInteraction] | None:
        said = row.interaction
        if said.author_id is None:
            return None
        found, is_whole = self.records.list_latest(row.brand_id, said.platform, said.author_id, most=MOST_NEIGHBOURS)
        return found if is_whole else None

    def _find_under_same_comment(self, row: StoredInteraction) -> list[StoredInteraction] | None:
        """What came since the comment did."""
        since, comment_id = self._first_moment(row), _find_comment(row)
        found = list[StoredInteraction]()
        for status in _LISTED:
            some, is_whole = self.records.list_since(row.brand_id, status, since, most=MOST_NEIGHBOURS)
            if not is_whole:
                return None
            found += [one for one in some if _find_comment(one) == comment_id]
        return found

    def _first_moment(self, row: StoredInteraction) -> datetime:
        said = row.interaction
        if said.parent_id is None:
            return said.occurred_at - _CLOCKS_DIFFER
        comment = self.records.get(said.platform, said.parent_id)
        return comment.row.interaction.occurred_at - _CLOCKS_DIFFER if comment else _LONG_AGO


def _find_comment(row: StoredInteraction) -> tuple[str, str]:
    """Under which comment an answer to it is listed."""
    said = row.interaction
    return said.platform, said.parent_id or said.interaction_id
