"""Mastodon's errors, by their fixed words and by the status.

An instance gives its errors no numbers, and writes them in the language of the account: words that are known here help,
and nothing is taken for granted without them. Sources by letter: A: Mastodon API, the errors of each method and "Rate
limits" · C: mastodon/mastodon, config/locales/en.yml and app/controllers/concerns/api."""

from collections.abc import Mapping

from portavoce.platforms.error_rows import ErrorRow

PROCESSING_SECONDS = 2

_CONTENT = "Change the text, the media or the poll as the instance says."
_RECONNECT = "Connect the channel again with `portavoce channel connect`."
_SCOPES = "Connect the channel again and allow all that is asked for: the token lacks a right."
_STANDING = (
    "Log in on the instance as this account and look what it says of it (confirmed, approved, frozen, limited); when "
    "all is well there, connect the channel again and allow all that is asked for."
)

_DEAD, _FORBIDS = (
    "the instance refuses the token",
    "the instance forbids it: a missing scope, or the account's standing",
)
_INVALID = "the instance finds the text, its media or its poll invalid"
_GONE = "the instance has no such thing, or does not show it"

WORDS: Mapping[str, ErrorRow] = {
    "not finished processing": ErrorRow(
        "not_ready", "the instance is still working on the media", None, "C", PROCESSING_SECONDS
    ),
    # Two of its own writes met, such as of a tag that nobody had used before.
    "duplicate record": ErrorRow("unknown", "the instance failed", None, "C"),
    "outside the authorized scopes": ErrorRow("access", _FORBIDS, _SCOPES, "C"),
    "requires an authenticated user": ErrorRow("access", _DEAD, _RECONNECT, "C"),
    "login is currently disabled": ErrorRow("access", "the account is frozen on the instance", _STANDING, "C"),
    "login is currently pending approval": ErrorRow("access", "the account is not approved yet", _STANDING, "C"),
    "missing a confirmed e-mail address": ErrorRow("access", "the account's address is not confirmed", _STANDING, "C"),
}
"""In small letters."""

STATUSES: Mapping[int, ErrorRow] = {
    401: ErrorRow("access", _DEAD, _RECONNECT, "A"),
    403: ErrorRow("access", _FORBIDS, _STANDING, "A"),
    404: ErrorRow("refused", _GONE, _CONTENT, "A"),
    410: ErrorRow("refused", _GONE, _CONTENT, "A"),
    422: ErrorRow("refused", _INVALID, _CONTENT, "A"),
    429: ErrorRow("wait", "the instance's limit of calls is reached", None, "A"),
}
OTHERWISE = ErrorRow("refused", "the instance refused the call", _CONTENT, "A")


def row_for(status: int, words: str) -> ErrorRow:
    """The row of an error, by its words or else by the status."""
    said = words.lower()
    known = next((row for phrase, row in WORDS.items() if phrase in said), None)
    return known or STATUSES.get(status, OTHERWISE)
