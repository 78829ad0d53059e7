"""Facebook Pages as data. Sources marked [M] are assumptions that no published page confirms."""

from datetime import date

from portavoce.platforms.manifest import (
    AccountList,
    Capability,
    ImageRule,
    KindRule,
    LookupRule,
    Manifest,
    MetricSpec,
    OAuthRule,
    SecretField,
    TextRule,
)

_INSIGHTS = "Graph API v26.0, Insights: metric names after the removals of 15 Nov 2025 and 15 Jun 2026"
_FIELDS = "Graph API v26.0, Page Post and Page fields"
_VIEWS_SINCE, _UNIQUE_SINCE = date(2025, 11, 15), date(2026, 6, 15)

MANIFEST = Manifest(
    name="facebook",
    title="Facebook Page",
    capabilities=frozenset({Capability.PUBLISH, Capability.LISTEN, Capability.MODERATE, Capability.MEASURE}),
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
            "read_insights",
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
            images=ImageRule(
                max_count=10,
                mime_types=frozenset({"image/jpeg", "image/png"}),
                max_bytes=4_000_000,
                source="Graph API error 1366046 names 4 MB, JPG and PNG; ten photos is what publishing tools keep to",
            ),
        ),
    },
    link_in_text="with_media",
    prepare_lead_seconds=60,
    lookup=LookupRule(by="list", settle_seconds=120, source="published_posts; the time that it may lag is [M]"),
    metrics=(
        MetricSpec(
            name="reach",
            remote="insights/post_total_media_view_unique",
            level="post",
            valid_from=_UNIQUE_SINCE,
            source=_INSIGHTS,
        ),
        MetricSpec(
            name="views", remote="insights/post_media_view", level="post", valid_from=_VIEWS_SINCE, source=_INSIGHTS
        ),
        MetricSpec(
            name="likes", remote="fields/reactions.limit(0).summary(true)", level="post", source=f"{_FIELDS}: all kinds"
        ),
        MetricSpec(
            name="comments",
            remote="fields/comments.limit(0).summary(true)",
            level="post",
            source=f"{_FIELDS}: replies too",
        ),
        MetricSpec(
            name="shares", remote="fields/shares", level="post", source=f"{_FIELDS}; left out when nobody shared"
        ),
        MetricSpec(name="clicks", remote="insights/post_clicks", level="post", source=_INSIGHTS),
        MetricSpec(
            name="reactions_negative",
            remote="insights/post_reactions_by_type_total/anger+sorry",
            level="post",
            source=_INSIGHTS,
        ),
        MetricSpec(name="followers", remote="fields/followers_count", level="channel", now_only=True, source=_FIELDS),
        MetricSpec(
            name="reach",
            remote="insights/page_total_media_view_unique",
            level="channel",
            valid_from=_UNIQUE_SINCE,
            source=_INSIGHTS,
        ),
        MetricSpec(
            name="views", remote="insights/page_media_view", level="channel", valid_from=_VIEWS_SINCE, source=_INSIGHTS
        ),
        MetricSpec(name="new_follows", remote="insights/page_daily_follows_unique", level="channel", source=_INSIGHTS),
        MetricSpec(name="unfollows", remote="insights/page_daily_unfollows_unique", level="channel", source=_INSIGHTS),
    ),
)
