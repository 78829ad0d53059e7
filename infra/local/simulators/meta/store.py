"""What the Meta simulator holds in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Literal

from infra.local.simulators.meta.ads import Ad, AdAccount, Campaign
from infra.local.simulators.pictures import Picture
from infra.local.simulators.timeline import Comment, Message, Post

ALL_SCOPES = frozenset(
    [
        "pages_show_list",
        "pages_read_engagement",
        "pages_manage_posts",
        "pages_manage_engagement",
        "pages_read_user_content",
        "pages_manage_metadata",
        "pages_messaging",
        "pages_manage_ads",
        "leads_retrieval",
        "read_insights",
        "instagram_basic",
        "instagram_content_publish",
        "instagram_manage_comments",
        "instagram_manage_insights",
        "instagram_manage_messages",
        "ads_read",
        "ads_management",
        "business_management",
    ]
)
"""Scopes of platforms/facebook.md §1, instagram.md §1 and meta_marketing.md §1."""

CONTAINER_LIFE = timedelta(hours=24)
"""An Instagram container dies after it (platforms/instagram.md §2)."""


@dataclass
class App:
    """An app of the developer: its secret signs webhooks; `subscriptions` maps object to subscribed fields.

    Without `redirect_uris` the login dialog returns to any https address and to loopback."""

    id: str
    secret: str = field(repr=False)
    callback_url: str = ""
    verify_token: str = field(default="", repr=False)
    redirect_uris: frozenset[str] = frozenset()
    subscriptions: dict[str, frozenset[str]] = field(default_factory=dict)


@dataclass
class Token:
    """An access token. `profile_id` is the Page it speaks for, or the user or system user."""

    value: str = field(repr=False)
    kind: Literal["page", "user", "system", "app"]
    app_id: str
    profile_id: str
    scopes: frozenset[str] = ALL_SCOPES
    expires_at: datetime | None = None
    dead_subcode: int | None = None


@dataclass
class Code:
    """What the login dialog gave: good once, for one app and one address."""

    app_id: str
    redirect_uri: str
    scopes: frozenset[str]
    expires_at: datetime
    is_used: bool = False


@dataclass
class Profile:
    """The person or system user behind a token: what `me` is for it."""

    id: str


@dataclass
class Page:
    """A Facebook Page. `subscribed_fields` is what its webhooks carry; empty means none arrive.

    `tasks` are what the person may do there, `video_ready_seconds` is how long a video is processed."""

    id: str
    name: str
    access_token: str = field(repr=False)
    followers_count: int = 0
    instagram_user_id: str | None = None
    subscribed_fields: frozenset[str] = frozenset()
    tasks: tuple[str, ...] = ("ANALYZE", "ADVERTISE", "MESSAGING", "MODERATE", "CREATE_CONTENT", "MANAGE")
    video_ready_seconds: float = 0
    metrics: dict[str, object] = field(default_factory=dict)


@dataclass
class Photo:
    """A photo uploaded to a Page; unpublished ones are invisible until a post attaches them."""

    picture: Picture
    page_id: str
    post_id: str | None = None

    @property
    def id(self) -> str:
        """The photo's id, never the post's."""
        return self.picture.id


@dataclass
class Video:
    """A video of a Page, from the start of its upload on. `kind` is `post`, `reel` or `story`.

    It appears when it is wanted and processed; `error` is what the processing finds, `is_draft` waits for a person.
    """

    id: str
    page_id: str
    kind: str
    created_at: datetime
    picture: Picture | None = None
    description: str = ""
    processing_since: datetime | None = None
    ready_at: datetime | None = None
    wanted_at: datetime | None = None
    is_draft: bool = False
    error: str | None = None
    post_id: str | None = None

    def process(self, now: datetime, seconds: float) -> None:
        """Begin the processing."""
        self.processing_since, self.ready_at = now, now + timedelta(seconds=seconds)

    def is_ready(self, now: datetime) -> bool:
        """Whether the processing has ended, well or not."""
        return self.ready_at is not None and now >= self.ready_at

    def counts_since(self, moment: datetime) -> bool:
        """Whether it was published, or is being published, since then."""
        return self.wanted_at is not None and self.wanted_at > moment

    def is_due(self, now: datetime) -> bool:
        """Whether it is to appear now."""
        spoiled = self.is_draft or self.error is not None
        return self.wanted_at is not None and self.post_id is None and not spoiled and self.is_ready(now)


@dataclass
class IgUser:
    """A professional Instagram account linked to a Page; a video is processed for its own time."""

    id: str
    username: str
    page_id: str
    name: str = ""
    followers_count: int = 0
    follows_count: int = 0
    quota_total: int = 100
    container_ready_seconds: float = 0
    video_ready_seconds: float = 0
    metrics: dict[str, object] = field(default_factory=dict)


@dataclass
class Container:
    """An Instagram media container: built, then published once, or dead after a day."""

    id: str
    ig_user_id: str
    caption: str
    pictures: list[Picture]
    created_at: datetime
    ready_at: datetime
    kind: str = "post"
    error: int | None = None
    is_carousel_item: bool = False
    children: tuple[str, ...] = ()
    media_id: str | None = None

    def status(self, now: datetime) -> str:
        """`status_code` of platforms/instagram.md §2; only a video fails after its container is made."""
        if self.media_id:
            return "PUBLISHED"
        if now >= self.created_at + CONTAINER_LIFE:
            return "EXPIRED"
        if now < self.ready_at:
            return "IN_PROGRESS"
        return "ERROR" if self.error else "FINISHED"

    def words(self, now: datetime) -> str:
        """`status`: the same for people, with the error's number."""
        code = self.status(now)
        failed = f"Error: Media upload has failed with error code {self.error}"
        return failed if code == "ERROR" else code.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Thread:
    """The messages between an account and one person; Meta's unified thread."""

    account_id: str
    person_id: str

    @property
    def id(self) -> str:
        """Its id, as Meta writes one."""
        return f"t_{self.account_id}{self.person_id}"


Node = App | Thread | Profile | Page | Photo | Video | Post | Comment | IgUser | Container | AdAccount | Campaign


class Store:
    """Everything by id. The caller holds the network's lock."""

    def __init__(self) -> None:
        self.apps: dict[str, App] = {}
        self.tokens: dict[str, Token] = {}
        self.pages: dict[str, Page] = {}
        self.photos: dict[str, Photo] = {}
        self.videos: dict[str, Video] = {}
        self.codes: dict[str, Code] = {}
        self.ig_users: dict[str, IgUser] = {}
        self.containers: dict[str, Container] = {}
        self.ad_accounts: dict[str, AdAccount] = {}
        self.campaigns: dict[str, Campaign] = {}
        self.ads: dict[str, Ad] = {}
        self.posts: dict[str, Post] = {}
        self.comments: dict[str, Comment] = {}
        self.messages: dict[str, Message] = {}
        self.blocked: set[tuple[str, str]] = set()
        self.led_elsewhere: set[str] = set()
        self.unreachable: set[str] = set()
        self._numbers = count(1)

    def new_id(self, prefix: str) -> str:
        """A fresh id, all digits, beyond 2^53 like the real ones."""
        return f"{prefix}{next(self._numbers):015d}"

    def find(self, id_: str) -> tuple[str, Node] | None:
        """The kind of node and the node, or None when nothing has this id."""
        if post := self.posts.get(id_):
            return ("post" if post.network == "facebook" else "media", post)
        if comment := self.comments.get(id_):
            return ("comment" if comment.network == "facebook" else "ig_comment", comment)
        shelves: tuple[tuple[str, Mapping[str, Page | Photo | Video | IgUser | Container | Thread | Campaign]], ...]
        shelves = (
            ("page", self.pages),
            ("photo", self.photos),
            ("video", self.videos),
            ("ig_user", self.ig_users),
            ("container", self.containers),
            ("thread", {thread.id: thread for thread in self.threads()}),
            ("campaign", self.campaigns),
        )
        for kind, shelf in shelves:
            if node := shelf.get(id_):
                return kind, node
        if account := self.ad_accounts.get(id_.removeprefix("act_")):
            return ("ad_account", account) if id_.startswith("act_") else None
        return ("app", self.apps[id_]) if id_ in self.apps else None

    def owner_id(self, node: Node) -> str:
        """The Page, ad account or app that a node belongs to: what a token must be allowed to see."""
        match node:
            case Post() | Comment() | Thread():
                user = self.ig_users.get(node.account_id)
                return user.page_id if user else node.account_id
            case Photo() | Video() | IgUser():
                return node.page_id
            case Container():
                return self.ig_users[node.ig_user_id].page_id
            case Campaign():
                return node.account_id
            case _:
                return node.id

    def threads(self) -> list[Thread]:
        """Every conversation, the oldest first."""
        return [Thread(*names) for names in dict.fromkeys((m.account_id, m.person_id) for m in self.messages.values())]

    def messages_of(self, account_id: str, person_id: str) -> list[Message]:
        """The messages of a conversation, oldest first."""
        wanted = (account_id, person_id)
        return [one for one in self.messages.values() if (one.account_id, one.person_id) == wanted]

    def comments_under(self, post_id: str, parent_id: str | None = None) -> list[Comment]:
        """Live comments directly under a post or under one of its comments, oldest first."""
        return [
            comment
            for comment in self.comments.values()
            if (comment.post_id, comment.parent_id) == (post_id, parent_id) and not comment.deleted
        ]
