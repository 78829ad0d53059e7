"""Meta's answers to others in earnest, from published reports and documents; names and ids are made up."""

from typing import Any


def graph(message: str, code: int, subcode: int | None = None, **more: Any) -> dict[str, Any]:
    named = {} if subcode is None else {"error_subcode": subcode}
    return {"error": {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "B", **named, **more}}


OUT_OF_REACH = (
    "Unsupported post request. Object with ID '1001' does not exist, cannot be loaded due to missing permissions"
)
REPORTED = (
    "Your message couldn't be sent because it includes content that other people on Facebook have reported as abusive."
)
WORDS_OF_TOO_FAST = "We limit how often you can post, comment or do other things in a given amount of time"
LOG_IN = "You cannot access the app till you log in to www.facebook.com and follow the instructions given."

ACCESS: list[Any] = [
    ("facebook", 400, graph(OUT_OF_REACH, 100, 33), "account_id"),
    ("instagram", 400, graph(OUT_OF_REACH, 100, 33), "account_id"),
    ("facebook", 400, graph(LOG_IN, 190, 459), "facebook.com and pass the security check"),
    ("facebook", 400, graph("The user must confirm the account.", 190, 464), "facebook.com"),
    ("facebook", 403, graph("(#200) requires pages_manage_posts", 200), "permission"),
    ("facebook", 400, graph("(#10) requires pages_read_engagement", 10), "permission"),
    ("facebook", 400, graph("Some of the aliases you requested do not exist: 1001", 803), "account_id"),
    ("facebook", 400, graph("Page Publishing Authorization is needed", 368, 1404078), "Page Publishing Authorization"),
    ("instagram", 400, graph("The account is restricted", 25, 2207050), "status"),
    ("facebook", 400, graph("Error validating application. Invalid application ID.", 101), "developers.facebook.com"),
    ("facebook", 400, graph("Unauthorized source IP address", 5), "allowlist"),
]
REFUSED: list[Any] = [
    ("facebook", 400, graph(REPORTED, 368, 1346003), "Change the text and the link"),
    ("facebook", 400, graph("(#100) Missing permissions", 100), "a right or an id"),
    ("facebook", 400, graph("Please use a valid URL", 1500), "link"),
    ("instagram", 400, graph("The caption was too long.", 36004, 2207010), "text"),
]
TOO_FAST: list[Any] = [
    ("facebook", 400, graph(WORDS_OF_TOO_FAST, 368, 1390008), "posting too fast"),
    ("instagram", 400, graph("limit", 9, 2207042), "daily limit"),
]
OWN_FAILURES: list[Any] = [
    ("instagram", 400, graph("Fatal", -1, 2207085, is_transient=False, error_user_title="Generic internal error")),
    ("facebook", 400, graph("An unknown error occurred", -1)),
    ("facebook", 400, graph("Please try again later", 100, is_transient=True)),
]
