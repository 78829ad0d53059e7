"""X as data. Sources marked [M] are assumptions that no published page confirms."""

from portavoce.platforms.manifest import (
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

_POST = "X API v2, Post object: public_metrics and non_public_metrics (own posts, 30 days)"
_USER = "X API v2, User object: public_metrics"

MANIFEST = Manifest(
    name="x",
    title="X",
    capabilities=frozenset({Capability.PUBLISH, Capability.LISTEN, Capability.MODERATE, Capability.MEASURE}),
    base_url="https://api.x.com",
    api_version="2",
    secrets=(SecretField(name="access_token", title="User access token"),),
    webhook_secrets=(SecretField(name="current", title="Consumer secret (API key secret) of the X app"),),
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
        ),
        client_auth="basic",
        refresh="single_use",
        access_seconds=7_200,
        renew_before_seconds=2_700,
        source="X API v2, OAuth 2.0 Authorization Code Flow with PKCE; a refresh token works once",
    ),
    kinds={
        "post": KindRule(
            text=TextRule(
                limit=280, counted_as="weighted", source="X, Counting characters; twitter-text configuration v3"
            ),
            images=ImageRule(
                max_count=4,
                mime_types=frozenset({"image/jpeg", "image/png", "image/webp"}),
                max_bytes=5_000_000,
                source="X API v2, Media best practices",
            ),
        ),
    },
    prepare_lead_seconds=60,
    lookup=LookupRule(by="list", settle_seconds=60, source="users/:id/tweets; the time that it may lag is [M]"),
    metrics=(
        MetricSpec(name="views", remote="public_metrics/impression_count", level="post", source=_POST),
        MetricSpec(name="likes", remote="public_metrics/like_count", level="post", source=_POST),
        MetricSpec(name="comments", remote="public_metrics/reply_count", level="post", source=_POST),
        MetricSpec(name="shares", remote="public_metrics/retweet_count|repost_count", level="post", source=_POST),
        MetricSpec(name="saves", remote="public_metrics/bookmark_count", level="post", source=_POST),
        MetricSpec(name="clicks", remote="non_public_metrics/url_link_clicks", level="post", source=_POST),
        MetricSpec(
            name="followers", remote="public_metrics/followers_count", level="channel", now_only=True, source=_USER
        ),
    ),
)
