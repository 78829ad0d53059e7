"""X as data. Sources marked [M] are assumptions that no published page confirms."""

from datetime import date
from decimal import Decimal

from portavoce.platforms.manifest import (
    Capability,
    FoldRule,
    GalleryRule,
    ImageRule,
    KindRule,
    LookupRule,
    Manifest,
    OAuthRule,
    PollRule,
    PostAddress,
    SecretField,
    ThreadRule,
    VideoRule,
)
from portavoce.platforms.post_list import ListingRule
from portavoce.platforms.rules.fee_table import FeeTable
from portavoce.platforms.rules.metric_spec import MetricSpec
from portavoce.platforms.rules.text_rule import TextRule

from .conversation import CONVERSATION

_POST = "X API v2, Post object: public_metrics and non_public_metrics (own posts, 30 days)"
_USER = "X API v2, User object: public_metrics"
_MEDIA = "X API v2, Media best practices"
_ALT_TEXT = "X API v2, Create media metadata (alt_text, 1000)"
PREMIUM_LIMIT = 25_000
_TEXT = TextRule(
    limit=280,
    counted_as="weighted",
    account_limit=PREMIUM_LIMIT,
    max_cashtags=1,
    source="X, Counting characters; twitter-text configuration v3; one cashtag: X API, changelog of 20 April 2026; "
    "25,000 with Premium: X Help Center, About X Premium; that it holds through the API is [M]",
)

LISTING = ListingRule(
    per_page=100,
    post_mills=100,
    source="X API v2, User Posts timeline: 100 at a time; Pricing (2026): $0.001 for each owned post that is read",
)

MANIFEST = Manifest(
    name="x",
    title="X",
    capabilities=frozenset(
        {
            Capability.PUBLISH,
            Capability.CHECK,
            Capability.LISTEN,
            Capability.ANSWER,
            Capability.MODERATE,
            Capability.MEASURE,
            Capability.LIST_POSTS,
        }
    ),
    asked_about="long_texts",
    base_url="https://api.x.com",
    api_version="2",
    secrets=(SecretField(name="access_token", title="User access token"),),
    webhook_secrets=(SecretField(name="current", title="Consumer secret (API key secret) of the X app"),),
    fees=FeeTable(
        post_mills=15,
        post_with_link_mills=200,
        heard_post_mills=5,
        heard_message_mills=10,
        currency="USD",
        decimals=2,
        seen_on=date(2026, 8, 22),
        source="docs.x.com, pricing (pay per use, 2026): a post 0.015, one that holds a URL 0.20; X Activity API, "
        "introduction: events are billed as what they hold, a post 0.005, a message 0.010; that what comes as several "
        "events of a day is billed once is [M]",
    ),
    oauth=OAuthRule(
        authorize_host="https://x.com",
        authorize_path="/i/oauth2/authorize",
        exchange_path="/2/oauth2/token",
        scopes=(
            "tweet.read",
            "tweet.write",
            "tweet.moderate.write",
            "users.read",
            "media.write",
            "offline.access",
            "dm.read",
            "dm.write",
            "mute.write",
        ),
        client_auth="basic",
        refresh="single_use",
        renew_before_seconds=2_700,
        source="X API v2, OAuth 2.0 Authorization Code Flow with PKCE; a refresh token works once",
    ),
    kinds={
        "post": KindRule(
            text=_TEXT,
            images=ImageRule(
                max_count=4,
                mime_types=frozenset({"image/jpeg", "image/png", "image/webp"}),
                max_bytes=5_000_000,
                alt_text_limit=1000,
                source=f"{_MEDIA}; {_ALT_TEXT}",
            ),
            gifs=ImageRule(
                max_count=1,
                mime_types=frozenset({"image/gif"}),
                max_bytes=15_000_000,
                alt_text_limit=1000,
                source=f"{_MEDIA}; {_ALT_TEXT}, which it names for images: that it holds for a GIF is [M]",
            ),
            videos=VideoRule(
                max_count=1,
                mime_types=frozenset({"video/mp4", "video/quicktime"}),
                max_bytes=512_000_000,
                min_seconds=Decimal("0.5"),
                max_seconds=Decimal(140),
                min_ratio=Decimal("0.333"),
                max_ratio=Decimal(3),
                min_width=32,
                min_height=32,
                max_frames_per_second=Decimal(60),
                source=f"{_MEDIA}, whose largest dimensions (1280x1024) leave out what it recommends (720x1280)",
            ),
        ),
    },
    thread=ThreadRule(
        max_parts=25,
        source="X API v2 names no limit; 25 at once in X's own composer [M], within 100 posts in 15 minutes",
    ),
    first_comment=_TEXT.model_copy(update={"source": f"{_TEXT.source}; a reply to one's own post"}),
    poll=PollRule(
        min_options=2,
        max_options=4,
        option_limit=25,
        min_minutes=5,
        max_minutes=10_080,
        source="X API v2, Create posts: poll",
    ),
    post_address=PostAddress(
        pattern=r"https?://(?:(?:www|mobile)\.)?(?:x|twitter)\.com"
        r"/(?:i/web|\w{1,15})/status/(?P<id>[0-9]{1,19})(?:[/?#].*)?",
        source="X API v2, Post id (1 to 19 digits); the addresses that X's pages show",
    ),
    fold=FoldRule(letters=280, source="x.com tells whoever writes more that the timeline shows the first 280 [M]"),
    gallery=GalleryRule(
        frames={2: (16, 9), 3: (16, 9), 4: (16, 9)},
        tallest=Decimal("0.75"),
        source="x.com, seen in its timeline: a frame of 16:9, one image up to 3:4 whole [M]",
    ),
    lookup=LookupRule(by="list", settle_seconds=2700, source="users/:id/tweets; its lag, 45 minutes, is [M]"),
    conversation=CONVERSATION,
    metrics=(
        MetricSpec(name="views", remote="public_metrics/impression_count", level="post", source=_POST),
        MetricSpec(name="likes", remote="public_metrics/like_count", level="post", source=_POST),
        MetricSpec(name="comments", remote="public_metrics/reply_count", level="post", source=_POST),
        MetricSpec(name="shares", remote="public_metrics/retweet_count|repost_count", level="post", source=_POST),
        MetricSpec(name="saves", remote="public_metrics/bookmark_count", level="post", source=_POST),
        MetricSpec(name="clicks", remote="non_public_metrics/url_link_clicks", level="post", source=_POST),
        MetricSpec(
            name="followers", remote="public_metrics/followers_count", level="channel", period="now", source=_USER
        ),
    ),
    listing=LISTING,
    ads_on="x_ads",
)
