"""What the Mastodon simulator holds in memory."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from infra.local.simulators.pictures import Picture
from infra.local.simulators.timeline import Comment, Message, Post

ALL_SCOPES = frozenset(
    [
        "profile",
        "read:accounts",
        "read:notifications",
        "read:statuses",
        "write:statuses",
        "write:media",
        "write:favourites",
        "write:mutes",
        "write:blocks",
        "write:reports",
    ]
)
"""Scopes of platforms/mastodon.md §1 that any call here asks for."""

KEY_LIFE = timedelta(hours=1)
"""How long an Idempotency-Key is remembered (platforms/mastodon.md §3)."""


@dataclass
class Instance:
    """The server and its own limits. `ignores_key` is GoToSocial's behaviour; `processing_seconds` delays media."""

    domain: str = "mastodon.example"
    max_characters: int = 500
    max_media_attachments: int = 4
    characters_reserved_per_url: int = 23
    image_size_limit: int = 16_777_216
    image_matrix_limit: int = 33_177_600
    video_size_limit: int = 103_809_024
    video_matrix_limit: int = 8_294_400
    description_limit: int = 1500
    max_options: int = 4
    max_characters_per_option: int = 50
    min_expiration: int = 300
    max_expiration: int = 2_629_746
    usual_calls: int = 300
    ignores_key: bool = False
    processing_seconds: float = 0


@dataclass
class User:
    """A managed account."""

    id: str
    username: str
    name: str = ""
    followers_count: int = 0


@dataclass
class Token:
    """A user's access token; it does not expire."""

    value: str = field(repr=False)
    user_id: str
    scopes: frozenset[str] = ALL_SCOPES


@dataclass
class Manner:
    """How a status is shown, beside its text and media."""

    visibility: str = "public"
    sensitive: bool = False
    spoiler_text: str = ""
    poll: dict[str, object] | None = None
    edited_at: str | None = None


@dataclass
class Media:
    """An uploaded image or video, usable from `ready_at` until a status has it."""

    user_id: str
    picture: Picture
    ready_at: datetime
    status_id: str | None = None


@dataclass
class App:
    """An app that registered itself."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uris: tuple[str, ...]
    scopes: frozenset[str]


@dataclass
class Code:
    """What a user's consent is worth, once; `challenge` is the S256 one of RFC 7636."""

    client_id: str
    redirect_uri: str
    scopes: frozenset[str]
    challenge: str
    user_id: str
    expires_at: datetime


class Store:
    """Everything by id. The caller holds the network's lock."""

    def __init__(self) -> None:
        self.instance = Instance()
        self.users: dict[str, User] = {}
        self.tokens: dict[str, Token] = {}
        self.apps: dict[str, App] = {}
        self.codes: dict[str, Code] = {}
        self.media: dict[str, Media] = {}
        self.keys: dict[tuple[str, str], tuple[str, datetime]] = {}
        self.posts: dict[str, Post] = {}
        self.manners: dict[str, Manner] = {}
        self.comments: dict[str, Comment] = {}
        self.messages: dict[str, Message] = {}
        self.muted: set[tuple[str, str]] = set()
        self.blocked: set[tuple[str, str]] = set()
        self.reports: list[tuple[str, str]] = []
        self._numbers = count(1)

    def new_id(self) -> str:
        """A fresh id: digits beyond 2^53 that grow with time."""
        return str(115_000_000_000_000_000 + next(self._numbers))

    def handle(self, user: User) -> str:
        """The account as everybody writes it."""
        return f"@{user.username}@{self.instance.domain}"
