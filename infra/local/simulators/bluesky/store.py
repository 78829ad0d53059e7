"""What the Bluesky simulator holds in memory."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Literal

from infra.local.simulators.timeline import Comment, Post

POSTS = "app.bsky.feed.post"


@dataclass
class Account:
    """An account; without an app password nobody signs in to it."""

    did: str
    handle: str
    app_password: str = field(default="", repr=False)
    followers_count: int = 0


@dataclass
class Token:
    """One half of a session's pair; a refresh token makes the next pair, once."""

    value: str = field(repr=False)
    did: str
    kind: Literal["access", "refresh"]
    expires_at: datetime
    used: bool = False


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


class Store:
    """Everything by id. The caller holds the network's lock."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.tokens: dict[str, Token] = {}
        self.records: dict[str, Record] = {}
        self.blobs: dict[str, Blob] = {}
        self.posts: dict[str, Post] = {}
        self.comments: dict[str, Comment] = {}
        self.commits = 0
        self._numbers = count(1)

    def new_number(self) -> int:
        """A fresh number."""
        return next(self._numbers)

    def account(self, identifier: str) -> Account | None:
        """By DID or by handle."""
        by_handle = (one for one in self.accounts.values() if one.handle == identifier.lower())
        return self.accounts.get(identifier) or next(by_handle, None)
