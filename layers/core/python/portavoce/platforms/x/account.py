"""What this account may that others may not: X Premium writes longer posts.

Source: X API v2, User object: `subscription_type` (Basic, Premium, PremiumPlus or None)."""

from portavoce.platforms.http import Answer
from portavoce.platforms.outcomes import Accepted, CheckOutcome, Refused, Unclear
from portavoce.platforms.text.text_length import x_length

from .api import XApi
from .manifest import MANIFEST, PREMIUM_LIMIT

_PREMIUM = frozenset({"Basic", "Premium", "PremiumPlus"})
_USUAL = MANIFEST.post.text.limit if MANIFEST.post.text else 0


def check_length(api: XApi, text: str) -> CheckOutcome:
    """Whether the account may send a text of this length. X is asked (and asks for money) only of a longer one."""
    length = x_length(text)
    if length <= _USUAL:
        return Accepted()
    match api.send("GET", "/2/users/me", query={"user.fields": "subscription_type"}):
        case Answer(body={"data": {"subscription_type": str(kind)}}):
            most = PREMIUM_LIMIT if kind in _PREMIUM else _USUAL
        case Answer():
            return Unclear(reason="X does not say whether the account has Premium")
        case other:
            return Unclear(reason=other.reason)
    if length <= most:
        return Accepted()
    reason = f"the text is too long: {length} of {most} (as X counts, for this account); cut {length - most}"
    return Refused(code="limits", reason=reason)
