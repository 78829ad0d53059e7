"""Comments of one's own, on Facebook and on Instagram alike: the first under one's own post, and answers to others.

`fields` is never sent along: Meta writes such a comment and then refuses the call, so that it would be written twice
(Instagram Platform, Comment Moderation)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from portavoce.platforms.access.addresses import name_of_post
from portavoce.platforms.contract import Keep, OutgoingPost, ReadFailed, ReadRefused
from portavoce.platforms.conversation import Answered, AnswerOutcome
from portavoce.platforms.error_rows import settle_failure
from portavoce.platforms.graph.client import OUT_OF_SIGHT, Graph, Made
from portavoce.platforms.graph.errors import GraphFailure
from portavoce.platforms.outcomes import (
    Absent,
    AuthFailed,
    Duplicate,
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
from portavoce.platforms.sightings import Sighting, judge_sightings, shown_moment, shown_text
from portavoce.platforms.text.sent_text import normalise_text

CLOCK_SKEW = timedelta(seconds=60)
_ASK_AGAIN_SECONDS, _LATEST = 30, 200
_NO_PARENT = "no_parent"
GONE = (
    "Look whether it is still there: what its author has taken back cannot be answered. If it is, the connection "
    "does not reach it, so connect the channel again with every permission switched on."
)


@dataclass(frozen=True)
class OwnComments:
    """The comments of `account_id`. `text` and `time` are what a listed one calls its words and its moment; `order`
    asks for the newest first where that is not the rule."""

    graph: Graph
    account_id: str
    text: str
    time: str
    order: Mapping[str, str]

    def look_up(self, edge: str, words: str, attempted_at: datetime, is_taken: Callable[[str], bool]) -> LookupOutcome:
        """Looks for the same words of our own in a list of comments, since the attempt.

        Raises ReadFailed, ReadRefused."""
        since, wanted = attempted_at - CLOCK_SKEW, normalise_text(words)
        sightings = []
        for row in self._rows(edge):
            at, remote_id = shown_moment(row, self.time), shown_text(row, "id")
            if at < since:
                break
            is_alike = self._is_own(row) and normalise_text(row.get(self.text, "")) == wanted
            sightings.append(Sighting(remote_id=remote_id, at=at, is_taken=is_taken(remote_id), is_alike=is_alike))
        return judge_sightings(sightings)

    def _rows(self, edge: str) -> Iterator[Mapping[str, Any]]:
        """The comments, newest first. Who wrote them is asked for, and may be refused: then the words must do."""
        query = {"fields": f"id,{self.text},{self.time},from", "limit": "50", **self.order}
        try:
            yield from self.graph.rows(edge, query)
        except AccessRefused:
            raise
        except ReadRefused:
            yield from self.graph.rows(edge, query | {"fields": f"id,{self.text},{self.time}"})

    def _is_own(self, row: Mapping[str, Any]) -> bool:
        return str(row.get("from", {}).get("id", self.account_id)) == self.account_id


@dataclass(frozen=True)
class FirstComment:
    """Publisher of `comments` of an account under its own posts. `posts` is the account's edge that lists its posts,
    whose `address` says where each is."""

    comments: OwnComments
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
        made = self.comments.graph.create(f"{parent}/comments", {"message": post.text})
        if not isinstance(made, Made):
            return made
        if not made.body.get("id"):
            return Unknown(reason="Meta's answer names no comment")
        return Published(remote_id=str(made.body["id"]), rest_seconds=made.rest_seconds)

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        """Looks for the same words of our own among the comments since the attempt."""
        try:
            parent = self._parent_id(post)
            if parent is None:
                return Absent(is_sure=True)
            return self.comments.look_up(f"{parent}/comments", post.text, attempted_at, post.is_taken)
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))

    def _parent_id(self, post: OutgoingPost) -> str | None:
        """The id of the post that is commented on. One that a person has seen may have but an address: then it is
        looked for among the latest posts. Raises ReadFailed, ReadRefused."""
        parent = post.after[0]
        if parent.remote_id:
            return parent.remote_id
        rows = self.comments.graph.rows(
            f"{self.comments.account_id}/{self.posts}", {"fields": f"id,{self.address}", "limit": "50"}
        )
        named = name_of_post(parent.url or "")
        same = (row for row in islice(rows, _LATEST) if name_of_post(str(row.get(self.address, ""))) == named)
        return next((shown_text(row, "id") for row in same if named), None)


def write_reply(graph: Graph, edge: str, form: Mapping[str, str], address: str | None = None) -> AnswerOutcome:
    """One call that writes a comment of ours in answer to somebody. `address` is where it is then, with `{id}`."""
    made = graph.created_id(edge, form)
    if not isinstance(made, str):
        return outcome_of_failure(made)
    return Answered(remote_id=made, url=address.format(id=made) if address else None)


def outcome_of_failure(failure: GraphFailure) -> AnswerOutcome:
    """What a failed answer means: what is out of sight is gone, whatever the token, and waiting is waiting."""
    if isinstance(failure, AuthFailed) and failure.code == OUT_OF_SIGHT:
        return Refused(code=failure.code, reason=failure.reason, next_step=GONE)
    return failure if isinstance(failure, Duplicate) else settle_failure(failure)
