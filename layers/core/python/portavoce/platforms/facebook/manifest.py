"""Facebook Pages as data. Sources marked [M] are assumptions that no published page confirms."""

from datetime import date, timedelta
from decimal import Decimal

from portavoce.platforms.audience import AudienceSpec, AudienceTrait
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
    PostAddress,
    SecretField,
    VideoRule,
)
from portavoce.platforms.post_list import ListingRule
from portavoce.platforms.rules.metric_spec import MetricName, MetricSpec
from portavoce.platforms.rules.reread_rule import RereadRule
from portavoce.platforms.rules.text_rule import TextRule

from .conversation import CONVERSATION

WEBHOOK_FIELDS = (
    "feed",
    "mention",
    "ratings",
    "leadgen",
    "messages",
    "message_edits",
    "messaging_postbacks",
    "messaging_policy_enforcement",
)
"""What we take in of a Page's webhooks (Graph API, Webhooks reference for Page; Messenger Platform, Webhooks)."""
LEAD_SCOPES = ("leads_retrieval", "pages_manage_ads", "ads_management")
"""What the answers of lead forms take beside the others (Marketing API, "Retrieving Leads"); all else works without."""

_INSIGHTS = "Graph API v26.0, Insights: metric names after the removals of 15 Nov 2025 and 15 Jun 2026"
_FIELDS = "Graph API v26.0, Page Post and Page fields"
_VIEWS_SINCE, _UNIQUE_SINCE = date(2025, 11, 15), date(2026, 6, 15)
_IMPRESSIONS_UNTIL, _UNIQUE_UNTIL = date(2025, 11, 14), date(2026, 6, 14)
_FANS_UNTIL, _AGES_UNTIL = date(2025, 11, 14), date(2024, 3, 13)
_PEOPLE = (
    "Graph API, Page Insights: of 100 people or more, the 45 largest; Deprecated Page Insights Metrics, 14 March 2024 "
    "(ages) and 15 November 2025 (fans, by page_follows_country and page_follows_city)"
)
_REELS = "Video API, Reels Publishing (30 July 2026): 9:16, at least 540 by 960, 24 to 60 frames a second"

_IMAGES = ImageRule(
    max_count=10,
    mime_types=frozenset({"image/jpeg", "image/png"}),
    max_bytes=4_000_000,
    source="Graph API error 1366046 names 4 MB, JPG and PNG; ten photos is what publishing tools keep to",
)
_VIDEO_TYPES = frozenset({"video/mp4", "video/quicktime"})
_REEL = VideoRule(
    mime_types=_VIDEO_TYPES,
    max_bytes=1_000_000_000,
    min_seconds=Decimal(3),
    max_seconds=Decimal(90),
    video_codecs=frozenset({"h264", "hevc"}),
    # 9:16 in whole pixels: 608 by 1080 is meant, too.
    min_ratio=Decimal("0.555"),
    max_ratio=Decimal("0.57"),
    min_width=540,
    min_height=960,
    min_frames_per_second=Decimal(24),
    max_frames_per_second=Decimal(60),
    source=f"{_REELS}, 3 to 90 seconds; 1 GB is [M]",
)

REREAD = RereadRule(
    most_calls=60,
    most_known=2_000,
    told=frozenset({Verb.ADDED, Verb.EDITED, Verb.REMOVED}),
    source="Graph API, Rate limits: 4,800 calls a day for each engaged person of a Page; Webhooks reference, `feed`",
)


def _post(name: MetricName, remote: str, source: str = _INSIGHTS, **valid: date) -> MetricSpec:
    return MetricSpec(name=name, remote=remote, level="post", source=source, **valid)


def _page(name: MetricName, remote: str, **valid: date) -> MetricSpec:
    return MetricSpec(name=name, remote=f"insights/{remote}", level="channel", period="day", source=_INSIGHTS, **valid)


LISTING = ListingRule(per_page=100, source="Graph API v26.0, Page published_posts: 100 at a time")


def _people(by: AudienceTrait, remote: str, valid_to: date | None = None) -> AudienceSpec:
    valid = {"valid_from": _FANS_UNTIL + timedelta(days=1)} if valid_to is None else {"valid_to": valid_to}
    return AudienceSpec(group="followers", by=by, remote=remote, least=100, top=45, source=_PEOPLE, **valid)


MANIFEST = Manifest(
    name="facebook",
    title="Facebook",
    capabilities=frozenset(
        {
            Capability.PUBLISH,
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
    secrets=(SecretField(name="access_token", title="Page access token"),),
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
            "pages_show_list",
            "pages_read_engagement",
            "pages_manage_posts",
            "pages_manage_engagement",
            "pages_read_user_content",
            "pages_manage_metadata",
            "pages_messaging",
            "read_insights",
            *LEAD_SCOPES,
            "business_management",
        ),
        scope_separator=",",
        uses_pkce=False,
        long_lived_grant="fb_exchange_token",
        accounts=AccountList(
            path="/v26.0/me/accounts",
            fields="id,name,access_token,tasks",
            id_path="id",
            access_path="access_token",
        ),
        source="Facebook Login, Manually build a login flow; Page tokens of a long-lived user token do not expire",
    ),
    kinds={
        "post": KindRule(
            text=TextRule(
                limit=63_206,
                counted_as="characters",
                source="Graph API v26.0, Page Feed; that a character is a code point is [M]",
            ),
            images=_IMAGES,
            videos=VideoRule(
                mime_types=_VIDEO_TYPES,
                max_bytes=10_000_000_000,
                min_seconds=Decimal(1),
                max_seconds=Decimal(14_400),
                video_codecs=frozenset({"h264", "hevc"}),
                min_ratio=Decimal("0.8"),
                source="Page Videos: MP4 and MOV, 10 GB and 4 hours by other publishing tools; what is taller stays a "
                "draft (gitroomhq/postiz-app #1740); 4:5 as its bound and one second are [M]",
            ),
        ),
        "reel": KindRule(
            text=TextRule(
                limit=2200,
                counted_as="characters",
                source="Page Video Reels, description; its limit is [M], as Meta's own tools have it",
            ),
            videos=_REEL,
            needs_media=True,
        ),
        "story": KindRule(
            images=_IMAGES.model_copy(update={"max_count": 1, "source": f"Page Stories; {_IMAGES.source}"}),
            videos=_REEL.model_copy(
                update={"max_seconds": Decimal(60), "source": f"Page Stories: as reels, up to 60 seconds; {_REELS}"}
            ),
            needs_media=True,
            max_media=1,
            takes_link=False,
        ),
    },
    first_comment=TextRule(
        limit=8000, counted_as="characters", source="Page Post Comments; Meta names no limit, 8,000 is [M]"
    ),
    post_address=PostAddress(
        pattern=r"https://(?:www|m|web)\.facebook\.com/(?:share/|stories/|(?:permalink\.php\?(?:[^#]*&)?story_fbid=|reel/|"
        r"\d+_|[^/?#]+/(?:posts|videos)/(?:[^/?#]+/)?)(?:(?P<id>\d+)|pfbid\w+)(?:[/?&#]|$))",
        remote_id="{account}_{id}",
        source="Page Post: ids are <page>_<post>. An address with pfbid, a share's and a story's hold no id, and the "
        "post then has no numbers; that a reel's or a video's post has the video's number is [M]",
    ),
    link_in_text="with_media",
    fold=FoldRule(
        letters=480,
        source="posttruncate.com, Platform limits: about 480 on a desktop, 110 on a phone; Meta states none [M]",
    ),
    gallery=GalleryRule(
        frames={2: (2, 1), 3: (1, 1), 4: (1, 1), 5: (1, 1)},
        source="facebook.com, seen in its feed: halves of a square, the fifth cell counts what follows [M]",
    ),
    lookup=LookupRule(
        by="list",
        settle_seconds=2700,
        source="published_posts, and the status of a video that is known; its lag, 45 minutes, is [M]",
    ),
    conversation=CONVERSATION,
    reread=REREAD,
    metrics=(
        _post("reach", "insights/post_total_media_view_unique", valid_from=_UNIQUE_SINCE),
        _post("views", "insights/post_media_view", valid_from=_VIEWS_SINCE),
        _post("likes", "fields/reactions.limit(0).summary(true)", f"{_FIELDS}: all kinds"),
        _post("comments", "fields/comments.limit(0).summary(true)", f"{_FIELDS}: replies too"),
        _post("shares", "fields/shares", f"{_FIELDS}; left out when nobody shared"),
        _post("clicks", "insights/post_clicks"),
        _post("reactions_negative", "insights/post_reactions_by_type_total/anger+sorry"),
        MetricSpec(name="followers", remote="fields/followers_count", level="channel", period="now", source=_FIELDS),
        _page("reach", "page_total_media_view_unique", valid_from=_UNIQUE_SINCE),
        _page("views", "page_media_view", valid_from=_VIEWS_SINCE),
        _page("new_follows", "page_daily_follows_unique"),
        _page("unfollows", "page_daily_unfollows_unique"),
        _post("impressions", "insights/post_impressions", valid_to=_IMPRESSIONS_UNTIL),
        _post("reach", "insights/post_impressions_unique", valid_to=_UNIQUE_UNTIL),
        _page("impressions", "page_impressions", valid_to=_IMPRESSIONS_UNTIL),
        _page("reach", "page_impressions_unique", valid_to=_UNIQUE_UNTIL),
    ),
    audience=(
        _people("country", "page_follows_country"),
        _people("city", "page_follows_city"),
        _people("country", "page_fans_country", _FANS_UNTIL),
        _people("city", "page_fans_city", _FANS_UNTIL),
        _people("language", "page_fans_locale", _FANS_UNTIL),
        _people("age", "page_fans_gender_age", _AGES_UNTIL),
        _people("gender", "page_fans_gender_age", _AGES_UNTIL),
    ),
    listing=LISTING,
    day_zone="America/Los_Angeles",  # pages-api/platforminsights: an end_time of 08:00 GMT in winter, 07:00 in summer
    ads_on="meta_ads",
)
