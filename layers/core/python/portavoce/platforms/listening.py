"""Listening that costs money: what a platform bills, and how it is stopped, in the same words whatever the platform."""

from typing import Protocol

from portavoce.platforms.outcomes import ActionOutcome
from portavoce.value import Value


class ListeningRule(Value):
    """What a platform bills for each thing that it tells us, in thousandths of `currency` (which has `decimals`)."""

    post_mills: int
    message_mills: int
    currency: str
    decimals: int
    source: str


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
