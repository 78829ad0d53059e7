"""What the public sees on any of the networks: posts and the comments under them; and messages, which it does not."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from infra.local.simulators.pictures import Picture


class Lagging:
    """Something that look-ups may not show yet: not before `hidden_until`, and not for so many reads."""

    deleted: bool
    hidden_until: datetime | None
    hidden_reads: int

    def is_seen_by_lookup(self, now: datetime) -> bool:
        """Whether a list or read shows it now; asking uses up one of the lagging reads."""
        if self.deleted or (self.hidden_until is not None and now < self.hidden_until):
            return False
        if self.hidden_reads > 0:
            self.hidden_reads -= 1
            return False
        return True

    def lag(self, now: datetime, seconds: float, reads: int) -> None:
        """Hide from look-ups for a time, a number of reads, or both."""
        self.hidden_until = now + timedelta(seconds=seconds) if seconds else None
        self.hidden_reads = reads


@dataclass
class Post(Lagging):
    """A post of a managed account, or of a visitor on its wall (`author_id`), from the moment it was accepted.

    `kind` is `post`, `reel` or `story`; `pictures` are its images and videos in their order.
    `counters` are the cheap public numbers, `metrics` the insights by the platform's own names.
    `hidden_until` and `hidden_reads` are the lag of a look-up: until then lists do not show it.
    """

    id: str
    network: str
    account_id: str
    text: str
    received_at: datetime
    kind: str = "post"
    pictures: list[Picture] = field(default_factory=list)
    link: str | None = None
    in_reply_to: str | None = None
    published: bool = True
    deleted: bool = False
    updated_at: datetime | None = None
    counters: dict[str, int] = field(default_factory=dict)
    metrics: dict[str, object] = field(default_factory=dict)
    comments_enabled: bool = True
    author_id: str | None = None
    hidden_until: datetime | None = None
    hidden_reads: int = 0


@dataclass
class Comment(Lagging):
    """A comment, reply or mention. `parent_id` is the comment it answers, None at the top level."""

    id: str
    network: str
    account_id: str
    post_id: str
    author_id: str
    author_name: str
    text: str
    created_at: datetime
    parent_id: str | None = None
    is_mention: bool = False
    hidden: bool = False
    deleted: bool = False
    liked: bool = False
    is_live: bool = False
    hidden_until: datetime | None = None
    hidden_reads: int = 0

    @property
    def is_own(self) -> bool:
        """Whether the managed account wrote it."""
        return self.author_id == self.account_id


@dataclass
class Message(Lagging):
    """One message between a managed account and a person. `answers` is the comment that a private reply is to.

    `liked` is the account's reaction to it."""

    id: str
    account_id: str
    person_id: str
    text: str
    created_at: datetime
    is_own: bool = False
    answers: str | None = None
    metadata: str | None = None
    liked: bool = False
    deleted: bool = False
    hidden_until: datetime | None = None
    hidden_reads: int = 0


def duplicates(posts: list[Post]) -> list[list[str]]:
    """Ids of live, published posts that say the same on the same account: one group per text said twice."""
    groups: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for post in posts:
        if post.published and not post.deleted:
            images = tuple(picture.content for picture in post.pictures)
            groups[post.network, post.account_id, post.kind, post.text, post.link, post.in_reply_to, images].append(
                post.id
            )
    return [ids for ids in groups.values() if len(ids) > 1]
