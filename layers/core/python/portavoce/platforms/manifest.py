"""What a platform says of itself in `platforms/<name>/manifest.py`: plain data, each limit with its source."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

from pydantic import Field

from portavoce.platforms.audience import AudienceSpec
from portavoce.platforms.post_list import ListingRule
from portavoce.platforms.rules.conversation_rule import ConversationRule
from portavoce.platforms.rules.fee_table import FeeTable
from portavoce.platforms.rules.metric_spec import MetricSpec
from portavoce.platforms.rules.reread_rule import RereadRule
from portavoce.platforms.rules.text_rule import TextRule
from portavoce.value import Value

PostKind = Literal["post", "reel", "story"]
"""What a platform calls the thing that is published. Every platform that publishes has `post`."""

Visibility = Literal["public", "unlisted", "followers"]
"""Who sees a post, on a platform that lets its author choose."""


class Capability(StrEnum):
    """What a platform can do for us; each names a protocol below."""

    PUBLISH = "publish"
    CHECK = "check"
    LISTEN = "listen"
    POLL = "poll"
    REREAD = "reread"
    ANSWER = "answer"
    MODERATE = "moderate"
    MEASURE = "measure"
    PROFILE = "profile"
    LIST_POSTS = "list_posts"
    ADVERTISE = "advertise"
    BRAKE = "brake"
    COUNT_VISITS = "count_visits"


class PlatformNames(NamedTuple):
    """The names of the platforms that a channel of a brand can be on, of those that an ad account can be on, of those
    that count visits to a site, and of those whose campaigns can be paused."""

    channels: Collection[str]
    ad_accounts: Collection[str]
    analytics: Collection[str] = ()
    brakes: Collection[str] = ()


class ImageRule(Value):
    """What images a post may carry. Ratios are width divided by height; sizes are bytes and pixels.

    `alt_text_limit` is in characters; 0 where the platform takes no alternative text. `moving_types` are those that
    are shown moving."""

    max_count: int
    min_count: int = 0
    mime_types: frozenset[str]
    moving_types: frozenset[str] = frozenset({"image/gif"})
    max_bytes: int
    min_ratio: Decimal | None = None
    max_ratio: Decimal | None = None
    min_width: int | None = None
    alt_text_limit: int | None = None
    source: str


class VideoRule(Value):
    """What videos a post may carry. Ratios are width divided by height; codecs and pixel formats are named as FFmpeg
    names them: those of 4:2:0 with 8 bits, unless a platform says that it takes others.

    `moov_first`: the index must stand before the pictures, so that the platform can read it as a stream.
    `alt_text_limit` is in characters; 0 where the platform takes no alternative text for a video."""

    max_count: int = 1
    mime_types: frozenset[str]
    max_bytes: int
    min_seconds: Decimal = Decimal(0)
    max_seconds: Decimal
    video_codecs: frozenset[str] = frozenset({"h264"})
    pixel_formats: frozenset[str] = frozenset({"yuv420p", "yuvj420p"})
    audio_codecs: frozenset[str] = frozenset({"aac"})
    max_audio_channels: int = 2
    max_audio_hertz: int = 48_000
    min_ratio: Decimal | None = None
    max_ratio: Decimal | None = None
    min_width: int | None = None
    min_height: int | None = None
    max_width: int | None = None
    min_frames_per_second: Decimal | None = None
    max_frames_per_second: Decimal | None = None
    moov_first: bool = False
    alt_text_limit: int | None = 0
    source: str


class KindRule(Value):
    """What one kind of post may hold; None says that the platform takes none of it there.

    `gifs` is set where a moving image follows rules of its own and stands alone; otherwise it is an image like others.
    `mixed`: images and videos may stand in one post. `max_media` counts both. `lone_video_as` is set where a video that
    stands alone is another kind. `crops_to_first`: all are shown in the shape of the first one."""

    text: TextRule | None = None
    images: ImageRule | None = None
    videos: VideoRule | None = None
    gifs: ImageRule | None = None
    needs_media: bool = False
    mixed: bool = False
    max_media: int | None = None
    lone_video_as: PostKind | None = None
    crops_to_first: bool = False
    takes_link: bool = True


class ThreadRule(Value):
    """How many posts one thread may have, the first one counted; each follows the rules of `post`."""

    max_parts: int
    source: str


class PollRule(Value):
    """What a poll may be. `option_limit` is in characters; a poll never stands beside media or a link card."""

    min_options: int
    max_options: int
    option_limit: int
    min_minutes: int
    max_minutes: int
    source: str


class CardRule(Value):
    """A link's card, where it is ours to make. One image of at most `max_thumb_bytes` beside the link is its picture;
    any other media take the card's place."""

    max_thumb_bytes: int
    source: str


class GalleryRule(Value):
    """How several images stand in one post, for a preview: what its readers see before they open one.

    `carousel`: one after the other, all cut to the shape of the first. Otherwise side by side in a frame whose width
    and height are to each other as `frames` says for so many images; beyond the greatest number the last cell says how
    many more there are. `tallest` is width divided by height of the tallest image that is shown whole when it stands
    alone."""

    carousel: bool = False
    frames: Mapping[int, tuple[int, int]] = Field(default_factory=dict)
    tallest: Decimal | None = None
    source: str = ""


class FoldRule(Value):
    """How much of a text a feed shows before its reader asks for the rest, for a preview: `letters` as the platform
    counts them, and `lines`, whichever ends first; None where that does not count."""

    letters: int | None = None
    lines: int | None = None
    source: str


class PostAddress(Value):
    """How a post's id is read from its public address.

    `pattern` is a regular expression with the group `id`, which stays empty where an address is right and holds no id;
    `remote_id` is what that id looks like to the API, with
    `{id}` and `{account}` (the channel's account id) in it. Without it, a post settled by hand has no numbers."""

    pattern: str
    remote_id: str = "{id}"
    source: str


class LookupRule(Value):
    """How an unknown outcome is settled, and how long after a call a list that shows nothing newer than it is believed
    when it does not show the call's post."""

    by: Literal["list", "handle", "key", "none"]
    settle_seconds: int
    source: str


class SecretField(Value):
    """One secret a channel needs; `portavoce channel token` asks for it by `title`."""

    name: str
    title: str


class AccountList(Value):
    """Where a person's token lists the accounts that it opens, each with a token of its own.

    `id_path` and `access_path` lead into one entry of the answer's `data`, such as `instagram_business_account/id`."""

    path: str
    fields: str
    id_path: str
    access_path: str


class OAuthRule(Value):
    """How an account's owner lets us in: the authorisation code grant (RFC 6749) on a loopback redirect (RFC 8252).

    The owner is sent to `authorize_host` (None: the platform's own address) and `authorize_path`; the code is changed
    for a token at `exchange_path` of the platform's own address. `register_path` is where an app registers itself;
    without it, the firm's own app is asked for by its id and secret. `any_port` says that the platform takes every
    port of 127.0.0.1; otherwise the app lists one exact address.

    `refresh` says whether tokens are renewed: a `single_use` refresh token rotates, and using one twice may lock the
    account out.
    `renew_before_seconds` is how long before its end a token is renewed. `long_lived_grant` is the grant type of a
    second exchange that makes the first token last; `accounts` is where the account's own token is then found.
    `brake_scopes` are asked for beside `scopes` where the brand's file lets us pause campaigns, and nowhere else."""

    authorize_host: str | None = None
    authorize_path: str
    exchange_path: str
    exchange_method: Literal["POST", "GET"] = "POST"
    register_path: str | None = None
    scopes: tuple[str, ...]
    brake_scopes: tuple[str, ...] = ()
    scope_separator: Literal[" ", ","] = " "
    uses_pkce: bool = True
    client_auth: Literal["basic", "parameters"] = "parameters"
    any_port: bool = False
    refresh: Literal["none", "single_use"] = "none"
    renew_before_seconds: int = 0
    long_lived_grant: str | None = None
    accounts: AccountList | None = None
    source: str


class RestatementRule(Value):
    """For how many days a platform goes on to change what it said was spent on one."""

    days: int
    source: str


class Manifest(Value):
    """Everything about a platform that is data. Nothing here is decided in code elsewhere.

    `asked_about` says of which posts the platform is asked while they are planned.
    `base_url` may hold `{instance}`: the host that the account's own id names (`platforms/access/addresses.py`), else
    `host`.
    `thread`, `first_comment`, `poll` and `link_card` are None where there is no such thing. A platform without comments
    of their own kind takes a first comment as a reply. `link_in_text` says when a post's link is written under its text
    (`platforms/text/sent_text.py`); otherwise the platform takes the link by itself. `links_addresses`: whether readers
    can follow an address in a text. `fold` is None where a feed shows every text whole. `day_zone` is the zone whose
    days a channel's daily numbers are of; None where we take them ourselves, on the brand's days. `ads_on` is the
    platform on which its ads are bought. `fees` are None where calls cost nothing.
    `restatement` is None where spend is read anew for as far back as we ever do. `brake_roles` are the rights in an ad
    account of which one does to pause its campaigns, where it is no scope of OAuth that says so."""

    name: str
    title: str
    capabilities: frozenset[Capability]
    asked_about: Literal["every_post", "long_texts"] = "every_post"
    base_url: str
    host: str | None = None
    api_version: str
    secrets: tuple[SecretField, ...]
    webhook_secrets: tuple[SecretField, ...] = ()
    oauth: OAuthRule | None = None
    kinds: Mapping[PostKind, KindRule] = Field(default_factory=dict)
    thread: ThreadRule | None = None
    first_comment: TextRule | None = None
    poll: PollRule | None = None
    fees: FeeTable | None = None
    reread: RereadRule | None = None
    takes_content_warning: bool = False
    visibilities: frozenset[Visibility] = frozenset()
    post_address: PostAddress | None = None
    link_card: CardRule | None = None
    gallery: GalleryRule = GalleryRule()
    fold: FoldRule | None = None
    link_in_text: Literal["always", "with_media"] = "always"
    links_addresses: bool = True
    lookup: LookupRule = LookupRule(by="none", settle_seconds=0, source="")
    conversation: ConversationRule = ConversationRule()
    metrics: tuple[MetricSpec, ...] = ()
    audience: tuple[AudienceSpec, ...] = ()
    listing: ListingRule | None = None
    day_zone: str | None = None
    ads_on: str | None = None
    restatement: RestatementRule | None = None
    brake_roles: tuple[str, ...] = ()
    currency_offset_one: frozenset[str] = frozenset()

    @property
    def post(self) -> KindRule:
        """The rules of the kind `post`; of a platform that publishes nothing, rules that allow nothing."""
        return self.kinds.get("post", KindRule())
