"""What the Bluesky simulator holds in memory."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, Literal

from infra.local.simulators.timeline import Comment, Message, Post

POSTS = "app.bsky.feed.post"
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass
class Account:
    """An account; without an app password or its own password nobody signs in to it."""

    did: str
    handle: str
    app_password: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    followers_count: int = 0
    active: bool = True
    daily_videos: int = 25
    may_upload_videos: bool = True


@dataclass
class Token:
    """One half of a session's pair, of which a refresh token makes the next pair, once; or what lets another service
    (`audience`) use one method."""

    value: str = field(repr=False)
    did: str
    kind: Literal["access", "refresh", "service"]
    expires_at: datetime
    used: bool = False
    audience: str = ""
    method: str = ""


@dataclass
class Record:
    """One record as it was written, and its content's identifier."""

    uri: str
    cid: str
    value: dict[str, Any]


@dataclass
class Blob:
    """Uploaded bytes that a record may refer to by their identifier."""

    cid: str
    did: str
    mime_type: str
    content: bytes = field(repr=False)
    kept_at: datetime = NEVER
    used: bool = False


@dataclass
class Job:
    """A video on its way: ready from `ready_at`, unless it cannot be."""

    id: str
    did: str
    content: bytes = field(repr=False)
    ready_at: datetime
    failed: bool = False


class Store:
    """Everything by id. The caller holds the network's lock."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.tokens: dict[str, Token] = {}
        self.records: dict[str, Record] = {}
        self.blobs: dict[str, Blob] = {}
        self.jobs: dict[str, Job] = {}
        self.posts: dict[str, Post] = {}
        self.comments: dict[str, Comment] = {}
        self.messages: dict[str, Message] = {}
        self.muted: set[tuple[str, str]] = set()
        self.reports: list[str] = []
        self.commits = 0
        self.video_seconds = 0.0
        self.videos_fail = False
        self.tells_servers = True
        self.points_an_hour = 5_000
        self._numbers = count(1)

    def new_number(self) -> int:
        """A fresh number."""
        return next(self._numbers)

    def account(self, identifier: str) -> Account | None:
        """By DID or by handle."""
        by_handle = (one for one in self.accounts.values() if one.handle == identifier.lower())
        return self.accounts.get(identifier) or next(by_handle, None)
