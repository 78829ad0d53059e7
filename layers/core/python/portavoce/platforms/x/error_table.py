"""X's errors: by the type of the problem, by the number of an older error, by its fixed words, and by the status.

Sources by letter: P: X API v2, "Response codes and errors" · N: Twitter API v1.1, "Error codes", which still come
inside answers of v2 · O: answers of X that users of other products have published. Where X gives a problem no type and
no number, its fixed words are all that tells one from another."""

from collections.abc import Mapping

from portavoce.platforms.error_rows import ErrorRow

_CONTENT = "Change the text, the media or the poll as X says."
_RECONNECT = "Connect the channel again with `portavoce channel connect`."
_APP_RIGHTS = (
    "In X's developer portal, give the app the right to read and write (User authentication settings), then connect "
    "the channel again so that its token has it too."
)
_APP_ACCESS = "In X's developer portal, look that the app is in a project whose plan allows posting, then reconnect."
_UNLOCK = "Log in at x.com as this account and unlock it as X asks."
_SUSPENDED = "Log in at x.com as this account: X has suspended it, and takes an appeal there."
_CAP = "In X's developer portal, raise the plan or its monthly cap, or wait for the next month."
_CREDITS = "Buy credits in X's developer portal, or raise the spend cap that is set there."
_BY_HAND = "Answer it by hand at x.com: applications may answer those alone who mention or quote the account."
_READ_IT = "Read what X says: a right or the account's standing is mended at X, and only the rest in the post."

_DEAD, _FORBIDS = "X refuses the token", "X forbids it: a rule, a missing scope or the text"
_NO_APP = "X refuses the app, the token or its scopes"
_REFUSED, _LIMIT = "X refused the call", "X's call limit is reached"
DAY_WAIT_SECONDS = 3_600
_FORBIDDEN = 403

_NO_WRITING = ErrorRow("access", "X says that the app may not write", _APP_RIGHTS, "P; N")
_LOCKED = ErrorRow("access", "X has locked the account for now", _UNLOCK, "N")
_IS_SUSPENDED = ErrorRow("access", "X has suspended the account", _SUSPENDED, "N; P")
DAY_IS_FULL = ErrorRow("wait", "X's limit of posts in a day is reached", None, "N; P", DAY_WAIT_SECONDS)
_CREDITS_ARE_USED = ErrorRow("access", "the credits of the X account or their cap are used up", _CREDITS, "P; O")
_CAP_IS_USED = ErrorRow("access", "the app's monthly cap at X is used up", _CAP, "P")

TYPES: Mapping[str, ErrorRow] = {
    "usage-capped": _CAP_IS_USED,
    **dict.fromkeys(("credits", "credits-depleted"), _CREDITS_ARE_USED),
    "client-forbidden": ErrorRow("access", _NO_APP, _APP_ACCESS, "P"),
    "unsupported-authentication": ErrorRow("access", "X takes another kind of token here", _RECONNECT, "P"),
    "oauth1-permissions": _NO_WRITING,
    "disallowed-resource": ErrorRow("refused", "X does not allow this content", _CONTENT, "P"),
    "invalid-request": ErrorRow("refused", _REFUSED, _CONTENT, "P"),
    "resource-not-found": ErrorRow("refused", "X has no such post, or does not show it", _CONTENT, "P"),
    "rate-limit-exceeded": ErrorRow("wait", _LIMIT, None, "P"),
}

NUMBERS: Mapping[int, ErrorRow] = {
    **dict.fromkeys((32, 89, 99, 135, 215), ErrorRow("access", _DEAD, _RECONNECT, "N")),
    **dict.fromkeys((63, 64), _IS_SUSPENDED),
    **dict.fromkeys((231, 326), _LOCKED),
    **dict.fromkeys((220, 261), _NO_WRITING),
    453: ErrorRow("access", _NO_APP, _APP_ACCESS, "O"),
    226: ErrorRow("access", "X takes the account's posts for those of a machine", _UNLOCK, "N"),
    88: ErrorRow("wait", _LIMIT, None, "N"),
    185: DAY_IS_FULL,
    **dict.fromkeys((130, 131), ErrorRow("unknown", "X failed", None, "N")),
    **dict.fromkeys((144, 170, 186, 187, 323, 324, 325, 385, 386, 433), ErrorRow("refused", _REFUSED, _CONTENT, "N")),
}

WORDS: Mapping[str, ErrorRow] = {
    **dict.fromkeys(
        ("you have not been mentioned", "where you are mentioned or are the author"),
        ErrorRow("refused", "X does not let an application answer this", _BY_HAND, "O"),
    ),
    "appropriate oauth1 app permissions": _NO_WRITING,
    "account is temporarily locked": _LOCKED,
    "account is suspended": _IS_SUSPENDED,
    "account has been suspended": _IS_SUSPENDED,
    "daily limit": DAY_IS_FULL,
    "usage cap exceeded": _CAP_IS_USED,
}
"""In small letters; X's errors are in English whatever the account's language (O)."""

STATUSES: Mapping[int, ErrorRow] = {
    401: ErrorRow("access", _DEAD, _RECONNECT, "P"),
    402: _CREDITS_ARE_USED,
    _FORBIDDEN: ErrorRow("refused", _FORBIDS, _READ_IT, "P"),
    413: ErrorRow("refused", _REFUSED, _CONTENT, "P"),
    429: ErrorRow("wait", _LIMIT, None, "P"),
}
TYPED_FORBIDDEN = ErrorRow("access", _NO_APP, _APP_ACCESS, "P")
OTHERWISE = ErrorRow("refused", _REFUSED, _CONTENT, "P")


def row_for(status: int, kind: str, numbers: list[int], words: str) -> ErrorRow:
    """The row of an error. `kind` is the last part of the problem's type, "" when X gives it none."""
    known = [NUMBERS[number] for number in numbers if number in NUMBERS]
    if kind in TYPES:
        return TYPES[kind]
    if known:
        return known[0]
    said = words.lower()
    if row := next((row for phrase, row in WORDS.items() if phrase in said), None):
        return row
    return TYPED_FORBIDDEN if status == _FORBIDDEN and kind else STATUSES.get(status, OTHERWISE)
