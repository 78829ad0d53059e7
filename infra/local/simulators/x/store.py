"""What the X simulator holds in memory."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from infra.local.simulators.pictures import Picture
from infra.local.simulators.timeline import Comment, Message, Post

ALL_SCOPES = frozenset(
    [
        "tweet.read",
        "tweet.write",
        "users.read",
        "media.write",
        "offline.access",
        "tweet.moderate.write",
        "dm.read",
        "dm.write",
        "mute.write",
    ]
)
"""Scopes of platforms/x.md §1."""

MEDIA_KINDS = {"photo": "3", "animated_gif": "16", "video": "13"}
"""How media keys begin."""


def media_kind(mime: str) -> str:
    """What X calls a medium of this type."""
    return "animated_gif" if mime == "image/gif" else "video" if mime.startswith("video/") else "photo"


def media_key(media_id: str, mime: str) -> str:
    """The media key: kind and id."""
    return f"{MEDIA_KINDS[media_kind(mime)]}_{media_id}"


@dataclass
class App:
    """A developer's app. The consumer secret signs webhooks; the bearer is its own token."""

    client_id: str
    client_secret: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    bearer: str = field(repr=False)
    redirect_uris: tuple[str, ...] = ()


@dataclass
class User:
    """A managed account."""

    id: str
    username: str
    name: str = ""
    followers_count: int = 0
    following_count: int = 0
    protected: bool = False
    subscription_type: str = "None"


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
    """Uploaded bytes; usable once `ready_at` has come, unless they proved unusable, and until `expires_at`."""

    id: str
    user_id: str
    category: str
    media_type: str
    total_bytes: int
    expires_at: datetime
    segments: list[bytes] = field(default_factory=list, repr=False)
    ready_at: datetime | None = None
    is_unusable: bool = False
    picture: Picture | None = None
    alt_text: str = ""

    @property
    def key(self) -> str:
        """What posts and answers name it by."""
        return media_key(self.id, self.media_type)


@dataclass(frozen=True)
class Poll:
    """A question under a post."""

    id: str
    options: tuple[str, ...]
    duration_minutes: int
    ends_at: datetime


@dataclass
class Code:
    """An authorization code, which buys one pair of tokens within its 30 seconds. `family` links it to that pair."""

    value: str = field(repr=False)
    user_id: str
    client_id: str
    redirect_uri: str
    scopes: frozenset[str]
    challenge: str
    method: str
    family: str
    expires_at: datetime
    used: bool = False


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
    """Which events of which user (None: of everybody) go to which webhook."""

    id: str
    event_type: str
    user_id: str | None
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
        self.codes: dict[str, Code] = {}
        self.media: dict[str, Media] = {}
        self.polls: dict[str, Poll] = {}
        self.webhooks: dict[str, Webhook] = {}
        self.subscriptions: dict[str, Subscription] = {}
        self.posts: dict[str, Post] = {}
        self.comments: dict[str, Comment] = {}
        self.messages: dict[str, Message] = {}
        self.muted: set[tuple[str, str]] = set()
        self.dm_blocked: set[tuple[str, str]] = set()
        self.conversations: dict[str, str] = {}
        self.has_credits = True
        self.signed_in: str | None = None
        self.processing = timedelta(seconds=2)
        self.processing_fails = False
        self._numbers = count(1)

    def new_id(self) -> str:
        """A fresh id: digits beyond 2^53 that grow with time."""
        return str(1_990_000_000_000_000_000 + next(self._numbers))

    def messages_of(self, account_id: str, person_id: str) -> list[Message]:
        """The messages between a user and a person, oldest first."""
        wanted = (account_id, person_id)
        return [one for one in self.messages.values() if (one.account_id, one.person_id) == wanted]

    def tweet(self, id_: str) -> Post | Comment | None:
        """A post of a managed account or of somebody else, unless it was deleted."""
        found = self.posts.get(id_) or self.comments.get(id_)
        return None if found is None or found.deleted else found

    def lock_out(self, family: str) -> None:
        """Forget every token of one chain of pairs."""
        for shelf in (self.access, self.refresh):
            for token in [token for token in shelf.values() if token.family == family]:
                del shelf[token.value]

    def conversation_of(self, id_: str) -> str:
        """The first post of the conversation."""
        return self.conversations.get(id_, id_)
