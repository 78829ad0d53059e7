"""Mastodon as data. Sources marked [M] are assumptions that no published page confirms.

Limits are each instance's own: those here are Mastodon's defaults, and `limits.py` asks the instance before a post."""

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

_INSTANCE = "Mastodon API, Instance entity (4.5 defaults)"
_STATUS, _ACCOUNT = "Mastodon API, Status entity", "Mastodon API, Account entity"

MANIFEST = Manifest(
    name="mastodon",
    title="Mastodon",
    capabilities=frozenset({Capability.PUBLISH, Capability.MEASURE}),
    base_url="https://{instance}",
    api_version="1",
    secrets=(
        SecretField(name="access_token", title="Access token (profile, read:statuses, write:statuses, write:media)"),
    ),
    oauth=OAuthRule(
        authorize_path="/oauth/authorize",
        exchange_path="/oauth/token",
        register_path="/api/v1/apps",
        scopes=("profile", "read:accounts", "read:statuses", "write:statuses", "write:media"),
        any_port=True,
        source="Mastodon API, Logging in with an account; the token ends only when it is revoked",
    ),
    kinds={
        "post": KindRule(
            text=TextRule(
                limit=500,
                counted_as="shortened",
                source=f"{_INSTANCE}: statuses.max_characters; mastodon/mastodon, StatusLengthValidator",
            ),
            images=ImageRule(
                max_count=4,
                mime_types=frozenset({"image/jpeg", "image/png", "image/webp"}),
                max_bytes=16_777_216,
                source=f"{_INSTANCE}: statuses.max_media_attachments, image_size_limit, supported_mime_types",
            ),
        ),
    },
    prepare_lead_seconds=60,
    lookup=LookupRule(by="list", settle_seconds=60, source="accounts/:id/statuses; the time that it may lag is [M]"),
    metrics=(
        MetricSpec(name="likes", remote="favourites_count", level="post", source=_STATUS),
        MetricSpec(name="comments", remote="replies_count", level="post", source=_STATUS),
        MetricSpec(name="shares", remote="reblogs_count", level="post", source=_STATUS),
        MetricSpec(name="quotes", remote="quotes_count", level="post", source=f"{_STATUS}, since 4.5"),
        MetricSpec(name="followers", remote="followers_count", level="channel", now_only=True, source=_ACCOUNT),
    ),
)
