"""What X tells us of an account, and stopping it: X Activity API, subscriptions (docs.x.com, X Activity API)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portavoce.platforms.contract import ChannelAccess
from portavoce.platforms.http import Answer, Http
from portavoce.platforms.outcomes import ActionOutcome, AuthFailed, Done, Refused, Throttled, Unknown
from portavoce.platforms.rules.listening_rule import Subscription
from portavoce.platforms.webhook_json import objects

from .api import NOT_FOUND, XApi, XFailure

BILLED_EVENTS = frozenset(
    {"post.mention.create", "post.reply.create", "post.quote.create", "dm.received", "chat.received"}
)
"""The kinds of event that are billed for what others say (docs.x.com, pricing and X Activity API introduction)."""
_PATH = "/2/activity/subscriptions"
_EXISTS = "DuplicateSubscriptionFailed"


def connect(access: ChannelAccess, http: Http) -> "XSubscriptions":
    """The subscriptions of the account `access.account_id`."""
    return XSubscriptions(XApi(http, access.secrets["access_token"]), access.account_id)


@dataclass(frozen=True)
class XSubscriptions:
    """The Subscriber of one account."""

    api: XApi
    user_id: str

    def list_billed(self) -> list[Subscription]:
        """Those of this account that cost money for each event. Raises ReadFailed, ReadRefused."""
        found = (one for one in objects(self.api.read(_PATH).get("data")) if one.get("event_type") in BILLED_EVENTS)
        return [_read(one) for one in found if _user(one) == self.user_id]

    def stop(self, subscription: Subscription) -> ActionOutcome:
        """Ends it; what has ended already is Done."""
        made = self.api.send("DELETE", f"{_PATH}/{subscription.subscription_id}")
        if isinstance(made, Refused) and made.code.startswith(NOT_FOUND):
            return Done()
        return _outcome(made)

    def begin(self, subscription: Subscription) -> ActionOutcome:
        """Makes it again; what stands already is Done."""
        wanted: dict[str, Any] = {
            "event_type": subscription.event_type,
            "filter": {"user_id": self.user_id},
            "webhook_id": subscription.webhook_id,
        }
        made = self.api.send("POST", _PATH, json=wanted | ({"tag": subscription.tag} if subscription.tag else {}))
        if isinstance(made, Refused) and _EXISTS in f"{made.code} {made.reason}":
            return Done()
        return _outcome(made)


def _outcome(made: Answer | XFailure) -> ActionOutcome:
    match made:
        case Answer():
            return Done()
        case Refused() | Throttled() | AuthFailed() | Unknown():
            return made
        case _:
            return Unknown(reason=made.reason)


def _user(one: Mapping[str, Any]) -> str | None:
    found = one.get("filter")
    return str(found.get("user_id")) if isinstance(found, Mapping) else None


def _read(one: Mapping[str, Any]) -> Subscription:
    return Subscription(
        subscription_id=str(one.get("subscription_id") or one.get("id")),
        event_type=str(one["event_type"]),
        webhook_id=str(one["webhook_id"]),
        tag=str(one["tag"]) if one.get("tag") else None,
    )
