"""Bluesky as data. Sources marked [M] are assumptions that no published page confirms."""

from portavoce.platforms.manifest import (
    Capability,
    ImageRule,
    KindRule,
    LookupRule,
    Manifest,
    MetricSpec,
    SecretField,
    TextRule,
)

_POST = "lexicon app.bsky.feed.defs#postView"
_PROFILE = "lexicon app.bsky.actor.defs#profileViewDetailed"

MANIFEST = Manifest(
    name="bluesky",
    title="Bluesky",
    capabilities=frozenset({Capability.PUBLISH, Capability.MEASURE}),
    base_url="https://bsky.social",
    api_version="xrpc",
    secrets=(SecretField(name="app_password", title="App password (Settings, Privacy and security, App passwords)"),),
    kinds={
        "post": KindRule(
            text=TextRule(
                limit=300,
                counted_as="graphemes",
                max_bytes=3_000,
                source="lexicon app.bsky.feed.post: text, maxGraphemes 300 and maxLength 3000 UTF-8 bytes",
            ),
            images=ImageRule(
                max_count=4,
                mime_types=frozenset({"image/jpeg", "image/png", "image/webp"}),
                max_bytes=2_000_000,
                source="lexicon app.bsky.embed.images: maxLength 4, maxSize 2000000; what every client shows is [M]",
            ),
        ),
    },
    link_in_text="with_media",
    prepare_lead_seconds=60,
    lookup=LookupRule(
        by="key",
        settle_seconds=0,
        source="com.atproto.repo.getRecord reads the repository that putRecord has written, by the same key",
    ),
    metrics=(
        MetricSpec(name="likes", remote="likeCount", level="post", source=_POST),
        MetricSpec(name="comments", remote="replyCount", level="post", source=_POST),
        MetricSpec(name="shares", remote="repostCount", level="post", source=_POST),
        MetricSpec(name="quotes", remote="quoteCount", level="post", source=_POST),
        MetricSpec(name="saves", remote="bookmarkCount", level="post", source=_POST),
        MetricSpec(name="followers", remote="followersCount", level="channel", now_only=True, source=_PROFILE),
    ),
)
