"""The comments under an account's own latest posts, as Facebook and Instagram list them.

What is not listed is asked for by itself before it is taken for gone: a list may leave out what is there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portavoce.platforms.contract import ReadRefused, Reread
from portavoce.platforms.graph.client import Graph, OutOfSight
from portavoce.platforms.interaction import Interaction, InteractionKind
from portavoce.platforms.readings import AccessRefused
from portavoce.platforms.sightings import shown_moment, shown_text
from portavoce.platforms.webhook_json import objects

_LISTED = frozenset({InteractionKind.COMMENT, InteractionKind.REPLY})


class CallsUsedUp(Exception):
    """A round has made all the calls that it may make."""


@dataclass
class CallAllowance:
    """How many calls are left."""

    left: int

    def spend(self) -> None:
        """Takes one. Raises CallsUsedUp."""
        if self.left <= 0:
            raise CallsUsedUp
        self.left -= 1


@dataclass(frozen=True)
class CommentLists:
    """`posts` is the account's edge of its own posts, `posted_at` what one calls its moment. `asked` is asked of each
    post's comments, `read` makes an interaction of one (None: it is no comment). `answers` is the edge of a comment
    that comes with it, where answers are not in the same list."""

    graph: Graph
    account_id: str
    posts: str
    posted_at: str
    asked: Mapping[str, str]
    read: Callable[[str, Mapping[str, Any]], Interaction | None]
    answers: str | None = None

    def reread(self, known: Sequence[Interaction], since: datetime, most_calls: int) -> Reread:
        """What stands under the posts since then, the newest post first. Raises ReadFailed, ReadRefused."""
        allowance, shown, gone = CallAllowance(most_calls), dict[str, Interaction](), list[str]()
        try:
            for post_id in self._list_posts(since, allowance):
                shown |= {one.interaction_id: one for one in self._list_under(post_id, allowance)}
                missing = [one for one in known if one.post_id == post_id and one.kind in _LISTED]
                for said in missing:
                    if said.interaction_id not in shown and self._is_gone(said.interaction_id, allowance):
                        gone.append(said.interaction_id)
        except CallsUsedUp:
            pass
        return Reread(shown=tuple(shown.values()), gone=tuple(gone))

    def _list_posts(self, since: datetime, allowance: CallAllowance) -> Iterator[str]:
        asked = {"fields": f"id,{self.posted_at}", "since": str(int(since.timestamp())), "limit": "50"}
        for row in self.graph.rows(f"{self.account_id}/{self.posts}", asked, allowance.spend):
            if shown_moment(row, self.posted_at) < since:
                return
            yield shown_text(row, "id")

    def _list_under(self, post_id: str, allowance: CallAllowance) -> Iterator[Interaction]:
        try:
            for row in self.graph.rows(f"{post_id}/comments", self.asked, allowance.spend):
                yield from self._read_all(post_id, [row, *self._list_answers(row, allowance)])
        except OutOfSight:
            return  # a post that was deleted meanwhile

    def _list_answers(self, row: Mapping[str, Any], allowance: CallAllowance) -> Iterator[Mapping[str, Any]]:
        nested = next(objects(row.get(self.answers)), {}) if self.answers else {}
        if "next" in next(objects(nested.get("paging")), {}):
            yield from self.graph.rows(f"{shown_text(row, 'id')}/{self.answers}", self.asked, allowance.spend)
        else:
            yield from objects(nested.get("data"))

    def _read_all(self, post_id: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Interaction]:
        return (said for row in rows if (said := self.read(post_id, row)))

    def _is_gone(self, comment_id: str, allowance: CallAllowance) -> bool:
        allowance.spend()
        try:
            self.graph.read(comment_id, {"fields": "id"})
        except OutOfSight:
            return True
        except AccessRefused:
            raise
        except ReadRefused:
            return False
        return False
