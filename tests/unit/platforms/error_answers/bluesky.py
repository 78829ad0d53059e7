"""Bluesky's answers to others in earnest, from published reports and documents; names and ids are made up."""

from typing import Any

ACCESS: list[Any] = [
    ("bluesky", 400, {"error": "AccountDeactivated", "message": "Account is deactivated"}, "reactivate"),
    ("bluesky", 400, {"error": "AccountTakedown", "message": "Account has been taken down"}, "appeal"),
    ("bluesky", 400, {"error": "RepoDeactivated", "message": "Repo has been deactivated: x"}, "reactivate"),
]
REFUSED: list[Any] = [
    (
        "bluesky",
        400,
        {
            "error": "InvalidRequest",
            "message": "Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes",
        },
        "text",
    ),
    ("bluesky", 400, {"error": "InvalidRequest", "message": "Could not find repo: did:plc:x"}, "the account"),
]
TOO_FAST: list[Any] = [
    ("bluesky", 429, {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}, "limit"),
]
OWN_FAILURES: list[Any] = [
    ("bluesky", 400, {"error": "UpstreamFailure", "message": "Upstream Failure"}),
]
