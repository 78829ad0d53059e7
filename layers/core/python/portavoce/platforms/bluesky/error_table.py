"""Bluesky's errors, by their names and by the status.

Sources by letter: X: AT Protocol, "HTTP API (XRPC)", error responses · L: the `errors` of the lexicons
`com.atproto.server.createSession`, `com.atproto.repo.*` and `app.bsky.*` · R: Bluesky, "Rate limits" · P: the server's
own code (bluesky-social/atproto, packages/pds and packages/xrpc)."""

from collections.abc import Mapping

from portavoce.platforms.error_rows import ErrorRow

_CONTENT = "Change the text or the media as Bluesky says."
_READ_IT = (
    "Read what Bluesky says: where it names the repo or the account, compare the account in the brand's file with its "
    "handle or DID and connect the channel again; all else is mended in the text or the media."
)
_RECONNECT = "Make a new app password in Bluesky's settings, and connect the channel again."
_WAKE = "Log in at bsky.app as this account and reactivate it."
_APPEAL = "Log in at bsky.app as this account: Bluesky has taken it down or suspended it, and takes an appeal there."
_WHICH = "Compare the account in the brand's file with its handle or DID at Bluesky, and connect the channel again."

_DEAD = "Bluesky refuses the app password or the account"
_REFUSED, _LIMIT, _FAILED = "Bluesky refused the call", "Bluesky's call limit is reached", "Bluesky failed"

NAMES: Mapping[str, ErrorRow] = {
    **dict.fromkeys(
        ("ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired", "Unauthorized", "InvalidCredentials"),
        ErrorRow("access", _DEAD, _RECONNECT, "X; P"),
    ),
    "AuthFactorTokenRequired": ErrorRow(
        "access",
        "Bluesky wants a second factor, which an app password does not need",
        "Make an app password in Bluesky's settings, and connect the channel with that, not with the account's own.",
        "L",
    ),
    **dict.fromkeys(
        ("AccountDeactivated", "RepoDeactivated"),
        ErrorRow("access", "the account is deactivated at Bluesky", _WAKE, "L; P"),
    ),
    **dict.fromkeys(
        ("AccountTakedown", "AccountSuspended", "RepoTakendown", "RepoSuspended"),
        ErrorRow("access", "Bluesky has taken the account down or suspended it", _APPEAL, "L; P"),
    ),
    **dict.fromkeys(
        ("AccountNotFound", "RepoNotFound"), ErrorRow("access", "Bluesky knows no such account", _WHICH, "L; P")
    ),
    "RateLimitExceeded": ErrorRow("wait", _LIMIT, None, "R"),
    **dict.fromkeys(
        ("InternalServerError", "UpstreamFailure", "UpstreamTimeout", "NotEnoughResources"),
        ErrorRow("unknown", _FAILED, None, "X; P"),
    ),
    **dict.fromkeys(
        ("InvalidRecord", "BlobTooLarge", "InvalidMimeType", "PayloadTooLarge"),
        ErrorRow("refused", _REFUSED, _CONTENT, "L; P"),
    ),
    # The server's name for whatever has none, "Could not find repo" as well as a text that is too long.
    "InvalidRequest": ErrorRow("refused", _REFUSED, _READ_IT, "P"),
}

STATUSES: Mapping[int, ErrorRow] = {
    401: ErrorRow("access", _DEAD, _RECONNECT, "X"),
    403: ErrorRow("access", _DEAD, _RECONNECT, "X"),
    429: ErrorRow("wait", _LIMIT, None, "R"),
}
OTHERWISE = ErrorRow("refused", _REFUSED, _READ_IT, "X")


def row_for(status: int, name: str) -> ErrorRow:
    """The row of an error, by its name or else by the status."""
    return NAMES.get(name) or STATUSES.get(status, OTHERWISE)
