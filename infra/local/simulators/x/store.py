"""What the X simulator holds in memory."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from infra.local.simulators.pictures import Picture
from infra.local.simulators.timeline import Comment, Post

ALL_SCOPES = frozenset(
    ["tweet.read", "tweet.write", "users.read", "media.write", "offline.access", "tweet.moderate.write"]
)
"""Scopes of platforms/x.md §1."""


@dataclass
class App:
    """A developer's app. The consumer secret signs webhooks; the bearer is its own token."""

    client_id: str
    client_secret: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    bearer: str = field(repr=False)


@dataclass
class User:
    """A managed account."""

    id: str
    username: str
    name: str = ""
    followers_count: int = 0
    following_count: int = 0


@dataclass
class Token:
    """A user's access token, or the refresh token that makes the next pair. `family` links a chain of pairs."""

    value: str = field(repr=False)
    user_id: str
    client_id: str
    family: str
    scopes: frozenset[str] = ALL_SCOPES
    expires_at: datetime | None = None
    used: bool = False


@dataclass
class Media:
    """Uploaded bytes; usable once `ready_at` has come and until `expires_at`."""

    id: str
    user_id: str
    media_type: str
    total_bytes: int
    expires_at: datetime
    chunks: dict[int, bytes] = field(default_factory=dict, repr=False)
    ready_at: datetime | None = None
    picture: Picture | None = None
    alt_text: str = ""

    @property
    def key(self) -> str:
        """The media key: kind and id."""
        return f"{'13' if self.media_type.startswith('video/') else '3'}_{self.id}"


@dataclass
class Webhook:
    """A callback that passed its CRC at `validated_at`."""

    id: str
    url: str
    client_id: str
    created_at: datetime
    validated_at: datetime
    valid: bool = True


@dataclass
class Subscription:
    """Which events of which user go to which webhook."""

    id: str
    event_type: str
    user_id: str
    webhook_id: str
    tag: str | None
    created_at: datetime


class Store:
    """Everything by id. The caller holds the network's lock."""

    def __init__(self) -> None:
        self.apps: dict[str, App] = {}
        self.users: dict[str, User] = {}
        self.access: dict[str, Token] = {}
        self.refresh: dict[str, Token] = {}
        self.media: dict[str, Media] = {}
        self.webhooks: dict[str, Webhook] = {}
        self.subscriptions: dict[str, Subscription] = {}
        self.posts: dict[str, Post] = {}
        self.comments: dict[str, Comment] = {}
        self.conversations: dict[str, str] = {}
        self.has_credits = True
        self._numbers = count(1)

    def new_id(self) -> str:
        """A fresh id: digits beyond 2^53 that grow with time."""
        return str(1_990_000_000_000_000_000 + next(self._numbers))

    def tweet(self, id_: str) -> Post | Comment | None:
        """A post of a managed account or of somebody else, unless it was deleted."""
        found = self.posts.get(id_) or self.comments.get(id_)
        return None if found is None or found.deleted else found

    def conversation_of(self, id_: str) -> str:
        """The first post of the conversation."""
        return self.conversations.get(id_, id_)
