"""What a platform is to the rest of the product: values in, values out, no exception for an expected answer.

A platform is one folder, `platforms/<name>/`, with

* `manifest.py`: `MANIFEST`, a `Manifest` of `platforms/manifest.py`: plain data, each limit with its source;
* `client.py`: `connect(access: ChannelAccess, http: Http) -> ...`, an object with the methods of the protocols
  below that the manifest's capabilities name;
* `webhook.py`: `verify(body, headers, secrets) -> bool` and `challenge(query, secrets, verify_token) -> tuple[content
  type, body] | None`, over raw bytes and plain strings, standard library only (platforms that have webhooks);
* `inbox.py`: `hear(body) -> Heard`, the delivery in our own words and what it holds besides (the same platforms);
  `interactions(body) -> list[Interaction]`, the first of the two. Platforms that are polled have one too: its body is
  `{"account_id": …, "found": [bodies of Polled]}`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from pydantic import AwareDatetime, Field, SecretStr

from portavoce.platforms.conversation import Deed
from portavoce.platforms.interaction import Interaction
from portavoce.platforms.manifest import PostKind, Visibility
from portavoce.platforms.outcomes import (
    ActionOutcome,
    AuthFailed,
    CheckOutcome,
    LookupOutcome,
    PrepareOutcome,
    ReleaseOutcome,
    Unclear,
)
from portavoce.platforms.rules.metric_spec import MetricSpec
from portavoce.value import Value

if TYPE_CHECKING:
    from portavoce.platforms.ad_spend import AdAccount, CampaignReading, PromotedPost, SpendReading, SpendTotal


class ChannelAccess(Value):
    """One account on one platform with the secrets to act for it. Secrets never print."""

    channel_id: str
    account_id: str
    secrets: Mapping[str, SecretStr]


class Image(Value):
    """One image of a post. `url` is fetched by the platform or by the client: presigned, valid for at least an hour."""

    url: str
    mime_type: str
    size_bytes: int
    width: int
    height: int
    alt_text: str = ""


class Video(Image):
    """One video of a post, validated when it was planned."""

    duration_ms: int


class Poll(Value):
    """A question under the text: what can be chosen, and how long."""

    options: tuple[str, ...]
    duration_minutes: int


class Sent(Value):
    """A part of the same publication that is out already. `note` says what it left without, as a sentence."""

    remote_id: str
    url: str | None = None
    note: str | None = None


class OutgoingPost(Value):
    """What is sent in one irrevocable call: one part of one publication, made ready for its channel.

    Most publications have one part. A thread has one for each of its posts, and a first comment is the last part:
    `part` counts from 0, `after` are the parts that are out already (a reply answers the last of them, a first comment
    the first), `is_comment` marks the first comment. `handles` are what the platform gave us so far for this part.
    `claimed` are ids and addresses of posts that belong to other publications of the channel, so that no look-up takes
    one for this. `media` stands in its order. `language` is that of the text, as a tag of RFC 5646. `planned_at` stays
    the same however often and however late this plan of it is tried; a new plan has another."""

    publication_id: str
    planned_at: AwareDatetime
    revision: int = 1
    kind: PostKind = "post"
    text: str
    language: str | None = None
    link: str | None = None
    media: tuple[Video | Image, ...] = ()
    poll: Poll | None = None
    content_warning: str | None = None
    visibility: Visibility | None = None
    part: int = 0
    after: tuple[Sent, ...] = ()
    is_comment: bool = False
    handles: Mapping[str, str] = Field(default_factory=dict)
    claimed: frozenset[str] = frozenset()

    def is_taken(self, remote_id: str, url: str | None = None) -> bool:
        """Whether a listed post is another publication's, or an earlier part of this one."""
        return not self.claimed.isdisjoint((remote_id, url)) or remote_id in {one.remote_id for one in self.after}

    @property
    def images(self) -> tuple[Image, ...]:
        """The images, in their order."""
        return tuple(one for one in self.media if not isinstance(one, Video))

    @property
    def videos(self) -> tuple[Video, ...]:
        """The videos, in their order."""
        return tuple(one for one in self.media if isinstance(one, Video))


class Quota(Value):
    """How many posts the account may make in a rolling window, as the platform says, and how many it has made."""

    used: int
    total: int
    window_seconds: int


class Fault(Value):
    """One thing that is wrong with a channel's connection: what it is, and what a person should do about it.

    `code` is one of ours: `missing_scope`, `missing_page_task`, `no_webhook_subscription`, `wrong_token_kind`, …"""

    code: str
    what: str
    remedy: str


class Probe(Value):
    """What the platform says of a channel's connection. The token works: a refused one is `AuthFailed`.

    `name` is what people call the account. `expires_at` is when the connection ends unless a person acts (None: never,
    or the platform does not say); a token that we renew ourselves does not count."""

    account_id: str
    name: str
    expires_at: AwareDatetime | None = None
    scopes: frozenset[str] = frozenset()
    quota: Quota | None = None
    faults: tuple[Fault, ...] = ()


ProbeOutcome = Probe | AuthFailed | Unclear
Keep = Callable[[str, str], None]
"""Stores a handle (name, value) at once: a handle lost when the process dies is a duplicate in waiting."""


class Reading(Value):
    """One metric at one moment. `value` is None exactly when `unavailable_reason` says why: unknown is never 0.

    `too_few`: the platform counts it, and keeps it to itself while so few people are in it. Nothing is to be mended."""

    metric: str
    value: Decimal | None
    unavailable_reason: str | None = None
    too_few: bool = False


class ReadFailed(Exception):
    """A read that the caller may try again later (time-out, throttling, server error). The message names no secret."""


class ReadRefused(Exception):
    """A read that will not succeed until a person acts (token, permission, missing object)."""


class UnreadableDelivery(ValueError):
    """A webhook's body is not JSON at all. The message holds nothing of the body."""


class Publisher(Protocol):
    """PUBLISH. Each call is about one part of a publication. `prepare` may be called many times; `release` makes the
    one irrevocable call; `look_up` only reads. What would need an earlier part's id is left to `release`: when a part
    is prepared ahead, `after` is still empty."""

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome: ...
    def release(self, post: OutgoingPost) -> ReleaseOutcome: ...
    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome: ...


class Checker(Protocol):
    """CHECK. What only the platform can tell of a post while it is planned: handles that nobody has, the limits of
    an instance, a daily quota. Reads only; nothing is uploaded, `media` may hold empty addresses."""

    def check(self, post: OutgoingPost) -> CheckOutcome: ...


class Prober(Protocol):
    """Every platform. Reads only, a few calls at most."""

    def probe(self) -> ProbeOutcome: ...


class Moderator(Protocol):
    """MODERATE. Doing what is done already is Done, so that each deed is safe to repeat, but for REPORT."""

    def do(self, deed: Deed, about: Interaction) -> ActionOutcome: ...


class Reader(Protocol):
    """LISTEN. Some deliveries bring ids only: `complete` fetches what is missing. Raises ReadFailed, ReadRefused."""

    def complete(self, interaction: Interaction) -> Interaction: ...


class Polled(Value):
    """One thing that a poll has found, as the platform's `inbox.py` reads it. `key` is the same for as long as it says
    the same; `at` is the platform's moment of it."""

    key: str
    at: AwareDatetime
    body: Mapping[str, Any]


class Poller(Protocol):
    """POLL. What was said since a moment, of a platform that calls nobody back. Raises ReadFailed, ReadRefused."""

    def poll(self, since: datetime) -> list[Polled]: ...


class Reread(NamedTuple):
    """What a platform shows now: everything said that was listed, and the ids of those known that are gone for sure.

    Something shown is as its own delivery would have been, or edited where the platform tells the edit's moment."""

    shown: tuple[Interaction, ...] = ()
    gone: tuple[str, ...] = ()


class Rereader(Protocol):
    """REREAD. What was said since a moment, beside what is known of it, with as many calls as the manifest allows: what
    they do not reach is left out. Raises ReadFailed, ReadRefused."""

    def reread(self, known: Sequence[Interaction], since: datetime) -> Reread: ...


class Measurer(Protocol):
    """MEASURE. One Reading per metric asked, in any order; a metric that is refused is unavailable, never an error.

    Raises ReadFailed or ReadRefused only when nothing at all could be read."""

    def post_metrics(self, remote_id: str, metrics: Sequence[MetricSpec]) -> list[Reading]: ...
    def channel_metrics(self, metrics: Sequence[MetricSpec], day: date) -> list[Reading]: ...


class Advertiser(Protocol):
    """ADVERTISE. `spend` may leave out campaigns that were deleted; `spend_of` asks for one by its id, and raises
    ReadRefused when it is not known. `total_spend` is what the account itself counts, whatever became of its campaigns;
    `promoted_posts` are the ads that run and show a post. Raises ReadFailed, ReadRefused."""

    def account(self) -> "AdAccount": ...
    def promoted_posts(self) -> "list[PromotedPost]": ...
    def campaigns(self) -> "list[CampaignReading]": ...
    def spend(self, since: date, until: date) -> "list[SpendReading]": ...
    def spend_of(self, campaign_id: str, since: date, until: date) -> "list[SpendReading]": ...
    def total_spend(self, since: date, until: date) -> "list[SpendTotal]": ...
