"""Meta's errors by code and subcode: what each means for a call that creates, and what a person should do.

A row under a subcode counts under whatever code it comes, and some of these numbers come as codes, too. Sources by
letter: G: Graph API, "Handling Errors" and "Rate Limiting" · I: Instagram Platform, "Error Codes" · V: Video API,
"Error Codes" · M: Marketing API, "Error Reference" · O: answers of Meta that users of other products published."""

from collections.abc import Iterable, Mapping

from portavoce.platforms.error_rows import ErrorRow, Meaning

FETCH_AGAIN_SECONDS, DAY_WAIT_SECONDS, TOO_FAST_WAIT_SECONDS = 30, 900, 900
"""A window of 24 hours with room for a hundred posts lets one more in about as often as the second says."""

_CONTENT = "Change the text, the link or the media as Meta says."
_FILE = "Export the file anew as Meta says."
_READ_IT = (
    "Read what Meta says: a right or an id that is named there belongs to the connection or to the brand's file, and "
    "only the rest to the post."
)
_RECONNECT = "Connect the channel again with `portavoce channel connect`."
_RIGHTS = (
    "Meta misses a permission: connect the channel again as somebody who may publish on this account, and leave every "
    "permission switched on for it; the app itself needs Meta's review for each."
)
_LOG_IN = "Log in at facebook.com and pass the security check, as the person who connected the channel, then reconnect."
_ID = (
    "The token does not reach the account: compare account_id in the brand's file with the Page or the account, look "
    "that whoever connected it still has a role there, and reconnect with every permission switched on. What was "
    "deleted at Meta meanwhile is answered alike."
)
_STANDING = "Look at the account's status and quality in Meta's settings, and do what is asked there."
_WINDOW = (
    "Wait until they write again, or answer where everybody can read it. For seven days a person may write all the "
    "same, if the app has Meta's leave for Human Agent; an Instagram app without Advanced Access is refused alike."
)
_THREAD = "Take the conversation over in the Page's inbox, then answer again; or answer it there."
_UNREACHABLE = "They have blocked the account, switched messages off or left: answer in public, or leave it."
_BY_HAND = "Answer it by hand in the Page's inbox, or in public."
_OUR_VERSION = "Meta no longer takes this way of asking: bring Portavoce up to date."

_BLOCKED, _DEAD = "Meta blocks this for now", "Meta refuses the token"
_NO_RIGHT, _FAILED = "Meta refuses a permission", "Meta failed"
_LIMIT, _NO_FILE = "Meta's call limit is reached", "Meta could not fetch the file"
_NO_POST, _NOT_REACHED = "Meta refused the call", "the person cannot be reached with messages"


def _rows(
    numbers: Iterable[int],
    meaning: Meaning,
    what: str,
    next_step: str | None,
    source: str,
    *,
    seconds: int | None = None,
) -> dict[int, ErrorRow]:
    return dict.fromkeys(numbers, ErrorRow(meaning, what, next_step, source, seconds))


SUBCODES: Mapping[int, ErrorRow] = {
    33: ErrorRow("access", "Meta shows the token no such account or object", _ID, "G; O: postiz-app 2045"),
    # The person and the token.
    458: ErrorRow("access", "the app was taken off the person's account at Facebook", _RECONNECT, "G"),
    459: ErrorRow("access", "Facebook asks the person for a security check", _LOG_IN, "G"),
    460: ErrorRow("access", "the password at Facebook was changed", _RECONNECT, "G"),
    463: ErrorRow("access", "the token has expired", _RECONNECT, "G"),
    464: ErrorRow("access", "the person's account at Facebook is not confirmed", _LOG_IN, "G"),
    467: ErrorRow("access", "the token is no longer valid", _RECONNECT, "G"),
    490: ErrorRow("access", "Facebook asks the person to confirm a log-in", _LOG_IN, "O: postiz-app"),
    492: ErrorRow(
        "access",
        "whoever connected the Page has no role on it any more",
        "Let an administrator of the Page give the role back, or connect the Page as somebody who has one.",
        "G",
    ),
    2069032: ErrorRow("access", "the token is a person's, and the Page's is needed", _RECONNECT, "O: Pages API"),
    2853001: ErrorRow(
        "unknown", "Meta failed for a reason of the Page", "Do what Meta says with the Page.", "O: airbyte"
    ),
    2207018: ErrorRow("access", _DEAD, _RECONNECT, "O: postiz-app"),
    1363042: ErrorRow("access", _NO_RIGHT, _RIGHTS, "V"),
    1363005: ErrorRow("access", _NO_RIGHT, _RIGHTS, "V"),
    **_rows((1404006, 4854002), "access", "Facebook asks for a check of who acts", _LOG_IN, "O: postiz-app"),
    1404078: ErrorRow(
        "access",
        "Facebook wants the Page's publishing authorized",
        "Pass Page Publishing Authorization in the Page's settings, then connect the channel again.",
        "O: postiz-app",
    ),
    1404102: ErrorRow(
        "access",
        "Facebook finds that it goes against its Community Standards",
        "Look at the Page's status and at the text, and appeal or change it.",
        "O: postiz-app",
    ),
    1404112: ErrorRow("access", "Facebook limits the account for some days", _STANDING, "O: postiz-app"),
    2207050: ErrorRow("access", "the Instagram account is restricted or inactive", _STANDING, "I"),
    2207051: ErrorRow("access", "Instagram blocks the account's posts as spam for now", _STANDING, "I"),
    # Not now.
    1390008: ErrorRow("wait", "Meta says that this account is posting too fast", None, "G", TOO_FAST_WAIT_SECONDS),
    2207042: ErrorRow("wait", "Meta's daily limit of posts is reached", None, "I", DAY_WAIT_SECONDS),
    **_rows(
        (2207052, 1363057, 2069019), "not_ready", _NO_FILE, None, "I; O: postiz-app 1900", seconds=FETCH_AGAIN_SECONDS
    ),
    **_rows(
        (1363019, 1363030, 1363033, 1363037),
        "not_ready",
        "Meta's upload was cut off",
        None,
        "V",
        seconds=FETCH_AGAIN_SECONDS,
    ),
    # There already.
    **_rows((506, 1366051), "duplicate", "Meta has it already", None, "G"),
    1446036: ErrorRow("duplicate", "the comment is hidden already", None, "O: restfb 1095"),
    # Nobody knows.
    **_rows((2207001, 2207006, 2207032, 2207053, 2207077, 2207082, 2207085), "unknown", _FAILED, None, "I; O"),
    2207003: ErrorRow("unknown", _NO_FILE, None, "I"),
    **_rows((1504043, 1504044, 2490547, 1363047, 1609010), "unknown", _FAILED, None, "G; M"),
    # A definite no to what was sent.
    1346003: ErrorRow(
        "refused",
        "others on Facebook have reported this content as abusive",
        "Change the text and the link: others on Facebook have reported what they hold.",
        "O: php-graph-sdk 528",
    ),
    **_rows((1366046, 1363022, 1363023, 1363020, 1363031), "refused", _NO_POST, _FILE, "V; O: postiz-app"),
    **_rows((1609005, 1609008, 2061006, 1349125), "refused", _NO_POST, _CONTENT, "O: postiz-app"),
    **_rows((2207004, 2207005, 2207009, 2207026, 2207057), "refused", _NO_POST, _FILE, "I"),
    **_rows((2207010, 2207023, 2207028, 2207040, 2207081), "refused", _NO_POST, _CONTENT, "I"),
    **_rows((2207020, 2207008, 2207027), "refused", "Instagram's container cannot be published yet", None, "I"),
    **_rows((1504041, 1504042), "refused", _NO_POST, _READ_IT, "G; M"),
    # Answers and messages.
    **_rows(
        (2018109, 2018278, 2534022),
        "refused",
        "Meta takes no message after the time that it gives",
        _WINDOW,
        "G; O: composio 3604",
    ),
    **_rows((2018300, 2534037), "refused", "another application leads this conversation", _THREAD, "O: chatwoot"),
    **_rows(
        (1545041, 2018001, 2534014),
        "refused",
        _NOT_REACHED,
        _UNREACHABLE,
        "G; O: chatwoot",
    ),
    2018292: ErrorRow("refused", "Meta takes no private reply to this", _BY_HAND, "O: restfb 1165"),
    2534025: ErrorRow("duplicate", "this has had its private reply", None, "O: ChatbotX 1122"),
    1893063: ErrorRow("wait", "Meta keeps the Page from writing for a while", None, "G", DAY_WAIT_SECONDS),
    2534013: ErrorRow("wait", _LIMIT, None, "O", TOO_FAST_WAIT_SECONDS),
    1772107: ErrorRow("unknown", "Meta has written it and then refused it", None, "O"),
}

CODES: Mapping[int, ErrorRow] = {
    **_rows((-1, -2, 1, 2), "unknown", _FAILED, None, "G; I"),
    **_rows((4, 17, 32, 341, 613, *range(80000, 80015)), "wait", _LIMIT, None, "G"),
    551: ErrorRow("refused", _NOT_REACHED, _UNREACHABLE, "G"),
    10900: ErrorRow("duplicate", "this has had its private reply", None, "O: chatwoot"),
    10903: ErrorRow("refused", "Meta takes no private reply to this", _BY_HAND, "O: chatwoot"),
    9: ErrorRow("wait", "Meta's limit of acts is reached", None, "G; I", DAY_WAIT_SECONDS),
    **_rows((324, 389, 9004), "not_ready", _NO_FILE, None, "I; O: postiz-app 928", seconds=FETCH_AGAIN_SECONDS),
    **_rows((381, 390, 6001), "not_ready", "Meta's upload was cut off", None, "V; O", seconds=FETCH_AGAIN_SECONDS),
    **_rows((102, 190), "access", _DEAD, _RECONNECT, "G"),
    2500: ErrorRow("access", "Meta finds no token, or nothing under this path", _RECONNECT, "G; O: restfb"),
    5: ErrorRow(
        "access",
        "the app takes calls from named addresses only",
        "Empty “Server IP allowlist” in the app's advanced settings at Meta: ours are not fixed.",
        "G",
    ),
    101: ErrorRow(
        "access",
        "Meta does not know the app",
        "Look at developers.facebook.com that the app is there and live, then connect the channel again.",
        "G",
    ),
    104: ErrorRow(
        "access",
        "the app asks for a proof with each call",
        "Switch off “Require app secret” in the app's advanced settings at Meta.",
        "G",
    ),
    **_rows((3, 10, *range(200, 300)), "access", _NO_RIGHT, _RIGHTS, "G"),
    **_rows((110, 803), "access", "Meta knows no such account", _ID, "G"),
    25: ErrorRow("access", "the Instagram account is restricted or inactive", _STANDING, "I"),
    368: ErrorRow(
        "access",
        _BLOCKED,
        "Wait some hours, and look at the account's status and quality in Meta's settings.",
        "G",
    ),
    **_rows((12, 2635), "refused", _NO_POST, _OUR_VERSION, "G"),
    **_rows((352, 6000, 36000, 36001, 36003), "refused", _NO_POST, _FILE, "I; V"),
    **_rows((36004, 1500), "refused", _NO_POST, _CONTENT, "I; G"),
}

OTHERWISE = ErrorRow("refused", _NO_POST, _READ_IT, "G: a code below 500 is an answer to what was sent")


def row_for(code: int, subcode: int) -> ErrorRow:
    """The row of an error: by its subcode, by its code, or by a subcode that came as a code; else a refusal."""
    for rows, number in ((SUBCODES, subcode), (CODES, code), (SUBCODES, code)):
        if number and number in rows:
            return rows[number]
    return OTHERWISE
