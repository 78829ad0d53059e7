"""What the errors of the X Ads API mean, by their code and by their status. Source: "Error codes and responses"."""

from collections.abc import Mapping

from portavoce.platforms.error_rows import ErrorRow

_FORBIDDEN = 403
_SOURCE = "X Ads API, Error codes and responses"
_KEYS = (
    "In X's developer portal, open the app's keys and tokens, and connect the ad account again with its four values: "
    "`portavoce channel connect BRAND.ACCOUNT --ads`."
)
_APP = "Ask X for access to the Ads API for this app (docs.x.com, X Ads API, Getting started), then try again."
_SHARE = "At ads.x.com let the keys' owner into the account, at least as a campaign analyst, or mend account_id."
_NOT_THE_ACCOUNT = ErrorRow("access", "the keys' owner has no such ad account", _SHARE, _SOURCE)

CODES: Mapping[str, ErrorRow] = {
    "UNAUTHORIZED_ACCESS": ErrorRow("access", "X does not take the keys", _KEYS, _SOURCE),
    "UNAUTHORIZED_CLIENT_APPLICATION": ErrorRow("access", "the app has no access to the Ads API", _APP, _SOURCE),
    "ACCOUNT_NOT_FOUND": _NOT_THE_ACCOUNT,
    "USER_NOT_FOUND": _NOT_THE_ACCOUNT,
    **dict.fromkeys(
        ("CURRENT_USER_SUSPENDED", "ACCOUNT_LOCKED_OUT"),
        ErrorRow("access", "X has suspended or locked the keys' owner", "Log in at x.com as that user.", _SOURCE),
    ),
}

STATUSES: Mapping[int, ErrorRow] = {
    401: ErrorRow("access", "X does not take the keys", _KEYS, _SOURCE),
    403: ErrorRow("access", "the keys' owner may not see this at X", _SHARE, _SOURCE),
    # "In these circumstances where a response structure cannot be parsed, consider the HTTP code's core meaning".
    404: ErrorRow("refused", "X knows no such thing in the ad account", None, _SOURCE),
    423: ErrorRow("wait", "X has locked it for a moment", None, _SOURCE),
    429: ErrorRow("wait", "X's call limit is reached", None, _SOURCE),
}
_MAY_NOT_CHANGE = ErrorRow(
    "access",
    "the keys' owner may not change campaigns at X",
    "At ads.x.com make the keys' owner an ad manager of the account.",
    _SOURCE,
)
OTHERWISE = ErrorRow("refused", "X refuses the question", None, _SOURCE)


def row_for(status: int, codes: list[str], *, is_change: bool = False) -> ErrorRow:
    """The row of an error, by the first of its codes that is known, or else by its status."""
    if is_change and status == _FORBIDDEN and not any(code in CODES for code in codes):
        return _MAY_NOT_CHANGE
    return next((CODES[code] for code in codes if code in CODES), STATUSES.get(status, OTHERWISE))
