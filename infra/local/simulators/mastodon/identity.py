"""Whose token it is, what its app may do, and what the instance says of itself (platforms/mastodon.md §1, §2)."""

from infra.local.simulators.mastodon.api import Api, Call, endpoint
from infra.local.simulators.mastodon.media import IMAGE_TYPES, VIDEO_TYPES
from infra.local.simulators.mastodon.store import ALL_SCOPES
from infra.local.simulators.mastodon.views import account

_LIMITS = {
    "statuses": ("max_characters", "max_media_attachments", "characters_reserved_per_url"),
    "media_attachments": (
        "image_size_limit",
        "image_matrix_limit",
        "video_size_limit",
        "video_matrix_limit",
        "description_limit",
    ),
    "polls": ("max_options", "max_characters_per_option", "min_expiration", "max_expiration"),
}


@endpoint("GET", "/api/v1/accounts/verify_credentials", scopes="profile read:accounts")
def verify_credentials(api: Api, call: Call) -> tuple[int, object]:
    """Whose token it is."""
    return 200, account(api.store, call.me())


@endpoint("GET", "/api/v1/apps/verify_credentials", scopes=" ".join(sorted(ALL_SCOPES)))
def verify_app(api: Api, call: Call) -> tuple[int, object]:
    """What the token's app may ask for; since 4.3 any token may read this."""
    token = api.store.tokens[call.request.headers["Authorization"].partition(" ")[2]]
    return 200, {"name": "Portavoce", "scopes": sorted(token.scopes)}


@endpoint("GET", "/api/v2/instance")
def instance(api: Api, _call: Call) -> tuple[int, object]:
    """The server and its limits."""
    found = api.store.instance
    configuration: dict[str, dict[str, object]] = {
        part: {name: getattr(found, name) for name in names} for part, names in _LIMITS.items()
    }
    configuration["media_attachments"]["supported_mime_types"] = [*IMAGE_TYPES, *VIDEO_TYPES]
    return 200, {"domain": found.domain, "version": "4.5.0", "configuration": configuration}
