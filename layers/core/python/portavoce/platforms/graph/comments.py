"""The first comment under one's own post, on Facebook and on Instagram alike.

`fields` is never sent along: Meta writes such a comment and then refuses the call, so that it would be written twice
(Instagram Platform, Comment Moderation)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from portavoce.platforms.addresses import name_of_post
from portavoce.platforms.contract import Keep, OutgoingPost, ReadFailed, ReadRefused
from portavoce.platforms.graph.client import Graph, Made
from portavoce.platforms.outcomes import (
    Absent,
    LookupOutcome,
    PrepareOutcome,
    Published,
    Ready,
    Refused,
    ReleaseOutcome,
    Throttled,
    Unclear,
    Unknown,
)
from portavoce.platforms.readings import AccessRefused
from portavoce.platforms.sent_text import normalise_text
from portavoce.platforms.sightings import Sighting, judge_sightings, shown_moment, shown_text

CLOCK_SKEW = timedelta(seconds=60)
_ASK_AGAIN_SECONDS, _LATEST = 30, 200
_NO_PARENT = "no_parent"


@dataclass(frozen=True)
class FirstComment:
    """Publisher of comments of `account_id` under its own posts. `text` and `time` are what a listed comment calls its
    words and its moment; `order` asks for the newest first where that is not the rule. `posts` is the account's edge
    that lists its posts, whose `address` says where each is."""

    graph: Graph
    account_id: str
    text: str
    time: str
    order: Mapping[str, str]
    posts: str
    address: str

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:  # noqa: ARG002
        """A comment is words: there is nothing to prepare."""
        return Ready()

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        try:
            parent = self._parent_id(post)
        except ReadFailed as failed:
            return Throttled(retry_after_seconds=_ASK_AGAIN_SECONDS, reason=str(failed))
        except ReadRefused as refused:
            return Refused(code=_NO_PARENT, reason=f"the post at {post.after[0].url} cannot be looked up: {refused}")
        if parent is None:
            reason = f"Meta does not list the post at {post.after[0].url}, so write the comment there yourself"
            return Refused(code=_NO_PARENT, reason=reason)
        made = self.graph.create(f"{parent}/comments", {"message": post.text})
        if not isinstance(made, Made):
            return made
        if not made.body.get("id"):
            return Unknown(reason="Meta's answer names no comment")
        return Published(remote_id=str(made.body["id"]), rest_seconds=made.rest_seconds)

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        """Looks for the same words of our own among the comments since the attempt."""
        since, wanted = attempted_at - CLOCK_SKEW, normalise_text(post.text)
        sightings = []
        try:
            parent = self._parent_id(post)
            for row in self._rows(parent) if parent else ():
                at, remote_id = shown_moment(row, self.time), shown_text(row, "id")
                if at < since:
                    break
                is_alike = self._is_own(row) and normalise_text(row.get(self.text, "")) == wanted
                is_taken = post.is_taken(remote_id)
                sightings.append(Sighting(remote_id=remote_id, at=at, is_taken=is_taken, is_alike=is_alike))
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))
        return judge_sightings(sightings) if parent else Absent(is_sure=True)

    def _parent_id(self, post: OutgoingPost) -> str | None:
        """The id of the post that is commented on. One that a person has seen may have but an address: then it is
        looked for among the latest posts. Raises ReadFailed, ReadRefused."""
        parent = post.after[0]
        if parent.remote_id:
            return parent.remote_id
        rows = self.graph.rows(f"{self.account_id}/{self.posts}", {"fields": f"id,{self.address}", "limit": "50"})
        named = name_of_post(parent.url or "")
        same = (row for row in islice(rows, _LATEST) if name_of_post(str(row.get(self.address, ""))) == named)
        return next((shown_text(row, "id") for row in same if named), None)

    def _rows(self, post_id: str) -> Iterator[Mapping[str, Any]]:
        """The comments, newest first. Who wrote them is asked for, and may be refused: then the words must do."""
        query = {"fields": f"id,{self.text},{self.time},from", "limit": "50", **self.order}
        try:
            yield from self.graph.rows(f"{post_id}/comments", query)
        except AccessRefused:
            raise
        except ReadRefused:
            yield from self.graph.rows(f"{post_id}/comments", query | {"fields": f"id,{self.text},{self.time}"})

    def _is_own(self, row: Mapping[str, Any]) -> bool:
        return str(row.get("from", {}).get("id", self.account_id)) == self.account_id
