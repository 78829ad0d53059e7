"""Bluesky as data. Sources marked [M] are assumptions that no published page confirms."""

from decimal import Decimal

from portavoce.platforms.manifest import (
    Capability,
    CardRule,
    GalleryRule,
    ImageRule,
    KindRule,
    LookupRule,
    Manifest,
    PostAddress,
    SecretField,
    ThreadRule,
    VideoRule,
)
from portavoce.platforms.post_list import ListingRule
from portavoce.platforms.rules.metric_spec import MetricSpec
from portavoce.platforms.rules.reread_rule import RereadRule
from portavoce.platforms.rules.text_rule import TextRule

from .conversation import CONVERSATION

_POST = "lexicon app.bsky.feed.defs#postView"
_PROFILE = "lexicon app.bsky.actor.defs#profileViewDetailed"
_TEXT = TextRule(
    limit=300,
    counted_as="graphemes",
    max_bytes=3_000,
    source="lexicon app.bsky.feed.post: text, maxGraphemes 300 and maxLength 3000 UTF-8 bytes",
)

REREAD = RereadRule(
    most_calls=40,
    most_known=500,
    source="lexicon app.bsky.feed.getPosts: 25 at a time; Bluesky, Rate limits: 3,000 calls in five minutes",
)

LISTING = ListingRule(per_page=100, source="lexicon app.bsky.feed.getAuthorFeed: 100 at a time")

MANIFEST = Manifest(
    name="bluesky",
    title="Bluesky",
    capabilities=frozenset(
        {
            Capability.PUBLISH,
            Capability.CHECK,
            Capability.ANSWER,
            Capability.MODERATE,
            Capability.MEASURE,
            Capability.LIST_POSTS,
            Capability.POLL,
            Capability.REREAD,
        }
    ),
    base_url="https://bsky.social",
    api_version="xrpc",
    secrets=(SecretField(name="app_password", title="App password (Settings, Privacy and security, App passwords)"),),
    kinds={
        "post": KindRule(
            text=_TEXT,
            images=ImageRule(
                max_count=4,
                mime_types=frozenset({"image/jpeg", "image/png", "image/webp"}),
                max_bytes=2_000_000,
                source="lexicon app.bsky.embed.images: maxLength 4, maxSize 2000000; what every client shows is [M]",
            ),
            videos=VideoRule(
                mime_types=frozenset({"video/mp4"}),
                max_bytes=300_000_000,
                max_seconds=Decimal(180),
                alt_text_limit=1_000,
                source="lexicon app.bsky.embed.video: video/mp4, maxSize 300000000, alt maxGraphemes 1000; "
                "three minutes and the codecs are [M]",
            ),
        ),
    },
    thread=ThreadRule(max_parts=25, source="no limit is published; 25 are out within a minute [M]"),
    first_comment=_TEXT,
    post_address=PostAddress(
        pattern=r"https://bsky\.app/profile/[^/?#]+/post/(?P<id>[2-7a-z]{13})/?(?:[?#].*)?",
        remote_id="at://{account}/app.bsky.feed.post/{id}",
        source="the address that Bluesky's own application shows; a key of 13 digits is a TID",
    ),
    link_card=CardRule(max_thumb_bytes=1_000_000, source="lexicon app.bsky.embed.external: thumb, maxSize 1000000"),
    link_in_text="with_media",
    gallery=GalleryRule(
        frames={2: (2, 1), 3: (2, 1), 4: (1, 1)},
        tallest=Decimal("0.33"),
        source="bluesky-social/social-app, ImageLayoutGrid.tsx and AutoSizedImage.tsx [M]",
    ),
    lookup=LookupRule(
        by="key",
        settle_seconds=0,
        source="com.atproto.repo.getRecord reads the repository that putRecord has written, by the same key",
    ),
    conversation=CONVERSATION,
    reread=REREAD,
    metrics=(
        MetricSpec(name="likes", remote="likeCount", level="post", source=_POST),
        MetricSpec(name="comments", remote="replyCount", level="post", source=_POST),
        MetricSpec(name="shares", remote="repostCount", level="post", source=_POST),
        MetricSpec(name="quotes", remote="quoteCount", level="post", source=_POST),
        MetricSpec(name="saves", remote="bookmarkCount", level="post", source=_POST),
        MetricSpec(name="followers", remote="followersCount", level="channel", period="now", source=_PROFILE),
    ),
    listing=LISTING,
)
