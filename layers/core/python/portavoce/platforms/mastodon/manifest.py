"""Mastodon as data. Sources marked [M] are assumptions that no published page confirms.

Limits are each instance's own: those here are Mastodon's defaults, and `limits.py` asks the instance before a post."""

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
from portavoce.platforms.rules.metric_spec import MetricSpec
from portavoce.platforms.rules.reread_rule import RereadRule
from portavoce.platforms.rules.text_rule import TextRule

from .conversation import CONVERSATION

_INSTANCE = "Mastodon API, Instance entity (4.5 defaults)"
_STATUS, _ACCOUNT = "Mastodon API, Status entity", "Mastodon API, Account entity"
_TEXT = TextRule(
    limit=500,
    counted_as="shortened",
    account_limit=100_000,  # an instance sets what it likes; so much is the longest text of a row
    source=f"{_INSTANCE}: statuses.max_characters; mastodon/mastodon, StatusLengthValidator",
)
_MOST_IMAGE_BYTES, _MOST_DESCRIPTION = 16_777_216, 1_500

WRITE_SCOPES = (
    "write:statuses",
    "write:media",
    "write:favourites",
    "write:mutes",
    "write:blocks",
    "write:reports",
)
"""What publishing, answering and what is done about others take (Mastodon API, OAuth scopes)."""

REREAD = RereadRule(
    most_calls=40,
    most_known=40,
    source="Mastodon API, Rate limits: 300 calls of an account in five minutes; one for each status",
)

LISTING = ListingRule(per_page=40, source="Mastodon API, accounts, statuses: 40 at a time")

MANIFEST = Manifest(
    name="mastodon",
    title="Mastodon",
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
    base_url="https://{instance}",
    api_version="1",
    secrets=(
        SecretField(
            name="access_token",
            title=f"Access token (profile, read:notifications, read:statuses, {', '.join(WRITE_SCOPES)})",
        ),
    ),
    oauth=OAuthRule(
        authorize_path="/oauth/authorize",
        exchange_path="/oauth/token",
        register_path="/api/v1/apps",
        scopes=("profile", "read:accounts", "read:notifications", "read:statuses", *WRITE_SCOPES),
        any_port=True,
        source="Mastodon API, Logging in with an account; the token ends only when it is revoked",
    ),
    kinds={
        "post": KindRule(
            text=_TEXT,
            images=ImageRule(
                max_count=4,
                mime_types=frozenset({"image/jpeg", "image/png", "image/webp"}),
                max_bytes=_MOST_IMAGE_BYTES,
                alt_text_limit=_MOST_DESCRIPTION,
                source=f"{_INSTANCE}: statuses.max_media_attachments; media_attachments.image_size_limit, "
                "supported_mime_types, description_limit",
            ),
            videos=VideoRule(
                mime_types=frozenset({"video/mp4", "video/quicktime"}),
                max_bytes=103_809_024,
                max_seconds=Decimal(3_600),
                alt_text_limit=_MOST_DESCRIPTION,
                source=f"{_INSTANCE}: media_attachments.video_size_limit, supported_mime_types, description_limit; "
                "one alone: mastodon/mastodon, PostStatusService; an hour and the codecs are [M]",
            ),
            gifs=ImageRule(
                max_count=1,
                mime_types=frozenset({"image/gif"}),
                max_bytes=_MOST_IMAGE_BYTES,
                alt_text_limit=_MOST_DESCRIPTION,
                source=f"{_INSTANCE}: image_size_limit; becomes a video, and one is alone",
            ),
        ),
    },
    thread=ThreadRule(max_parts=25, source="no limit is published; 25 are out within a minute [M]"),
    first_comment=_TEXT,
    poll=PollRule(
        min_options=2,
        max_options=4,
        option_limit=50,
        min_minutes=5,
        max_minutes=43_829,
        source=f"{_INSTANCE}: polls.max_options, max_characters_per_option, min_expiration, max_expiration",
    ),
    takes_content_warning=True,
    visibilities=frozenset({"public", "unlisted", "followers"}),
    post_address=PostAddress(
        pattern=r"https://[^/?#]+/@[^/?#]+/(?:statuses/)?(?P<id>[0-9A-Za-z]+)/?(?:[?#].*)?",
        source="Mastodon API, Status entity, url; GoToSocial writes /statuses/ before the id",
    ),
    fold=FoldRule(lines=32, source="mastodon/mastodon, status_content.jsx: MAX_HEIGHT = 706, 32 lines of 22 px"),
    gallery=GalleryRule(
        frames={2: (3, 2), 3: (3, 2), 4: (3, 2)},
        source="mastodon/mastodon 4.3, styles of .media-gallery: aspect-ratio 3 / 2 [M]",
    ),
    lookup=LookupRule(by="list", settle_seconds=2700, source="accounts/:id/statuses; its lag, 45 minutes, is [M]"),
    conversation=CONVERSATION,
    reread=REREAD,
    metrics=(
        MetricSpec(name="likes", remote="favourites_count", level="post", source=_STATUS),
        MetricSpec(name="comments", remote="replies_count", level="post", source=_STATUS),
        MetricSpec(name="shares", remote="reblogs_count", level="post", source=_STATUS),
        MetricSpec(name="quotes", remote="quotes_count", level="post", source=f"{_STATUS}, since 4.5"),
        MetricSpec(name="followers", remote="followers_count", level="channel", period="now", source=_ACCOUNT),
    ),
    listing=LISTING,
)
