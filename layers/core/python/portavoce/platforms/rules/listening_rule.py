"""Listening that costs money: how what a platform bills is stopped, in the same words whatever the platform."""

from typing import Protocol

from portavoce.platforms.outcomes import ActionOutcome
from portavoce.value import Value


class Subscription(Value):
    """One kind of event that a platform sends to one webhook about one account."""

    subscription_id: str
    event_type: str
    webhook_id: str
    tag: str | None = None


class Subscriber(Protocol):
    """What is told of one account, and what of it is billed. Doing what is done already is Done."""

    def list_billed(self) -> list[Subscription]: ...
    def stop(self, subscription: Subscription) -> ActionOutcome: ...
    def begin(self, subscription: Subscription) -> ActionOutcome: ...
