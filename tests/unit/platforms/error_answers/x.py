"""X's answers to others in earnest, from published reports and documents; names and ids are made up."""

from typing import Any


def problem(detail: str, kind: str = "about:blank", status: int = 403, **more: Any) -> dict[str, Any]:
    return {"title": "Forbidden", "detail": detail, "type": kind, "status": status, **more}


def x_error(code: int, message: str) -> dict[str, Any]:
    return {"errors": [{"code": code, "message": message}]}


X_TYPE = "https://api.twitter.com/2/problems/"
LOCKED = "this account is temporarily locked. Please log in to https://twitter.com to unlock your account."
NO_WRITING = "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint."

SPEND_CAP = "Your enrolled account [1] has reached its billing cycle spend cap."

ACCESS: list[Any] = [
    ("x", 403, x_error(326, LOCKED), "unlock"),
    ("x", 403, x_error(64, "Your account is suspended and is not permitted to access this feature."), "suspended"),
    ("x", 403, problem("Your account is suspended and is not permitted to access this feature."), "suspended"),
    ("x", 403, problem(NO_WRITING), "read and write"),
    ("x", 403, x_error(261, "Application cannot perform write actions."), "read and write"),
    ("x", 403, problem("not enrolled", X_TYPE + "client-forbidden"), "project"),
    ("x", 429, problem("Usage cap exceeded: Monthly product cap", X_TYPE + "usage-capped", 429), "monthly cap"),
    ("x", 403, problem("Usage cap exceeded: Monthly product cap", "https://api.x.com/2/problems/usage-capped"), "cap"),
    ("x", 402, problem("Your account has no credits.", X_TYPE + "credits-depleted", 402), "credits"),
    ("x", 402, problem("Your enrolled account [1] does not have any credits.", X_TYPE + "credits", 402), "Buy credits"),
    ("x", 403, problem(SPEND_CAP, X_TYPE + "credits", reset_date="2026-05-13"), "spend cap"),
    ("x", 429, problem(SPEND_CAP, X_TYPE + "credits", 429), "spend cap"),
]
REFUSED: list[Any] = [
    (
        "x",
        400,
        problem(
            "Your media IDs are invalid.",
            X_TYPE + "invalid-request",
            400,
            errors=[{"parameters": {"media.media_ids": ["1"]}, "message": "Your media IDs are invalid."}],
        ),
        "media",
    ),
    ("x", 403, problem("You are not permitted to perform this action."), "Read what X says"),
    ("x", 403, x_error(186, "Tweet needs to be a bit shorter."), "text"),
]
TOO_FAST: list[Any] = [
    ("x", 403, x_error(185, "User is over daily status update limit."), "day"),
    ("x", 429, x_error(88, "Rate limit exceeded"), "limit"),
    ("x", 429, {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank"}, "limit"),
]
OWN_FAILURES: list[Any] = [
    ("x", 403, x_error(131, "Internal error")),
]
