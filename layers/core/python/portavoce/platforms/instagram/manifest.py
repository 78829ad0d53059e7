"""Instagram as data. Sources marked [M] are assumptions that no published page confirms."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from portavoce.platforms.audience import TRAITS, AudienceGroup, AudienceSpec
from portavoce.platforms.interaction import Verb
from portavoce.platforms.manifest import (
    AccountList,
    Capability,
    FoldRule,
    GalleryRule,
    ImageRule,
    KindRule,
    LookupRule,
    Manifest,
    OAuthRule,
    SecretField,
    VideoRule,
)
from portavoce.platforms.post_list import ListingRule
from portavoce.platforms.rules.metric_spec import MetricName, MetricSpec
from portavoce.platforms.rules.reread_rule import RereadRule
from portavoce.platforms.rules.text_rule import TextRule

from .conversation import CONVERSATION

_MEDIA = "Instagram Platform, Media Insights, v26.0"
_ACCOUNT = "Instagram Platform, Account Insights, v26.0"
_TEXT = TextRule(
    limit=2200,
    counted_as="characters",
    max_hashtags=30,
    max_mentions=20,
    source="Instagram Platform, error 36004/2207010: 2,200 characters, 30 hashtags, 20 mentions; that a character is a "
    "code point is [M]",
)
_JPEG = frozenset({"image/jpeg"})
_VIDEO = VideoRule(
    mime_types=frozenset({"video/mp4", "video/quicktime"}),
    max_bytes=300_000_000,
    min_seconds=Decimal(3),
    max_seconds=Decimal(900),
    video_codecs=frozenset({"h264", "hevc"}),
    max_width=1920,
    min_frames_per_second=Decimal(23),
    max_frames_per_second=Decimal(60),
    moov_first=True,
    source="Instagram Platform, Content Publishing: MP4 or MOV, H.264 or HEVC, AAC, 23 to 60 frames a second, up to "
    "1920 wide, 3 s to 15 min; 300 MB by other publishing tools",
)

WEBHOOK_FIELDS = ("comments", "live_comments", "mentions", "messages", "messaging_postbacks")
"""What we take in of an account's webhooks. Source: Instagram Platform, Webhooks, fields."""


def _post(name: MetricName, remote: str) -> MetricSpec:
    return MetricSpec(name=name, remote=f"insights/{remote}", level="post", source=_MEDIA)


def _channel(name: MetricName, remote: str, period: Literal["day", "now"] = "day") -> MetricSpec:
    return MetricSpec(name=name, remote=remote, level="channel", period=period, source=_ACCOUNT)


REREAD = RereadRule(
    most_calls=60,
    most_known=2_000,
    told=frozenset({Verb.ADDED}),
    source="Graph API, Rate limits: 4,800 calls a day for each impression of an account, ten of them at least; "
    "Webhooks tell of new comments and of nothing that becomes of them",
)

LISTING = ListingRule(per_page=100, source="Instagram Platform, IG User media: 100 at a time; no stories")

_PEOPLE: Mapping[AudienceGroup, str] = {
    "followers": "follower_demographics",
    "engaged": "engaged_audience_demographics",
}
_AUDIENCE = (
    *(
        AudienceSpec(group=group, by=by, remote=remote, least=100, top=45, source=f"{_ACCOUNT}: 100 people, the top 45")
        for group, remote in _PEOPLE.items()
        for by in TRAITS
        if by != "language"
    ),
    AudienceSpec(
        group="followers",
        by="language",
        remote="audience_locale",
        least=100,
        top=45,
        valid_to=date(2023, 12, 10),
        source="Instagram Platform, Changelog: audience_locale has no successor; the day is [M]",
    ),
)

MANIFEST = Manifest(
    name="instagram",
    title="Instagram",
    capabilities=frozenset(
        {
            Capability.PUBLISH,
            Capability.CHECK,
            Capability.LISTEN,
            Capability.REREAD,
            Capability.ANSWER,
            Capability.MODERATE,
            Capability.MEASURE,
            Capability.PROFILE,
            Capability.LIST_POSTS,
        }
    ),
    base_url="https://graph.facebook.com",
    api_version="v26.0",
    secrets=(SecretField(name="access_token", title="Access token of the linked Facebook Page"),),
    webhook_secrets=(
        SecretField(name="current", title="App secret of the Meta app"),
        SecretField(name="verify_token", title="Verify token typed into the app's webhook form"),
    ),
    oauth=OAuthRule(
        authorize_host="https://www.facebook.com",
        authorize_path="/v26.0/dialog/oauth",
        exchange_path="/v26.0/oauth/access_token",
        exchange_method="GET",
        scopes=(
            "instagram_basic",
            "instagram_content_publish",
            "instagram_manage_comments",
            "instagram_manage_insights",
            "instagram_manage_messages",
            "pages_manage_metadata",
            "pages_show_list",
            "pages_read_engagement",
            "business_management",
        ),
        scope_separator=",",
        uses_pkce=False,
        long_lived_grant="fb_exchange_token",
        accounts=AccountList(
            path="/v26.0/me/accounts",
            fields="id,name,access_token,instagram_business_account",
            id_path="instagram_business_account/id",
            access_path="access_token",
        ),
        source="Instagram API with Facebook Login, Get started; the Page's token acts for its Instagram account",
    ),
    kinds={
        "post": KindRule(
            text=_TEXT,
            images=ImageRule(
                min_count=1,
                max_count=10,
                mime_types=_JPEG,
                max_bytes=8_000_000,
                min_ratio=Decimal("0.8"),
                max_ratio=Decimal("1.91"),
                min_width=320,
                source="Instagram Platform, Content Publishing: JPEG, carousel of 2 to 10, ratio 4:5 to 1.91:1, 8 MB",
            ),
            videos=_VIDEO.model_copy(update={"max_count": 10}),
            needs_media=True,
            mixed=True,
            max_media=10,
            lone_video_as="reel",
            crops_to_first=True,  # Instagram Platform, Content Publishing, Carousel Posts
        ),
        "reel": KindRule(text=_TEXT, videos=_VIDEO, needs_media=True),
        "story": KindRule(
            images=ImageRule(
                max_count=1,
                mime_types=_JPEG,
                max_bytes=8_000_000,
                min_width=320,
                alt_text_limit=0,
                source="Instagram Platform, Content Publishing: stories take a JPEG of up to 8 MB and no alt text",
            ),
            videos=_VIDEO.model_copy(
                update={
                    "max_bytes": 100_000_000,
                    "max_seconds": Decimal(60),
                    "source": f"{_VIDEO.source}; of a story 60 s and 100 MB are [M]",
                }
            ),
            needs_media=True,
            max_media=1,
            takes_link=False,
        ),
    },
    first_comment=TextRule(
        limit=300,
        counted_as="characters",
        max_hashtags=4,
        max_links=1,
        source="Instagram Platform, comments: 300 characters, 4 hashtags and one link, as for replies, are [M]",
    ),
    links_addresses=False,  # help.instagram.com: links in captions cannot be opened [M]
    fold=FoldRule(
        letters=125,
        lines=3,
        source="help.instagram.com/1643471055915254: three lines, or 125 characters to be shown whole",
    ),
    gallery=GalleryRule(
        carousel=True,
        source="developers.facebook.com, Instagram content publishing: a carousel's images are cropped as its first is",
    ),
    lookup=LookupRule(
        by="handle",
        settle_seconds=2700,
        source="status_code of the container, published once; a first comment by list, whose lag, 45 minutes, is [M]",
    ),
    conversation=CONVERSATION,
    reread=REREAD,
    metrics=(
        _post("reach", "reach"),
        _post("views", "views"),
        _post("likes", "likes"),
        _post("comments", "comments"),
        _post("shares", "shares"),
        _post("saves", "saved"),
        _channel("followers", "fields/followers_count", "now"),
        _channel("reach", "insights/reach"),
        _channel("views", "totals/views"),
        _channel("new_follows", "totals/follows_and_unfollows/FOLLOWER"),
        _channel("unfollows", "totals/follows_and_unfollows/NON_FOLLOWER"),
        MetricSpec(
            name="impressions",
            remote="insights/impressions",
            level="post",
            valid_to=date(2025, 4, 20),
            source=f"{_MEDIA}: removed from every version on 21 Apr 2025",
        ),
    ),
    audience=_AUDIENCE,
    listing=LISTING,
    # Account Insights: "UTC-07:00"; an end_time of 07:00 and of 08:00 have both been seen in winter.
    day_zone="America/Los_Angeles",
    ads_on="meta_ads",
)
