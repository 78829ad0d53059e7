"""What listening costs, and what was stopped for it."""

from collections.abc import Mapping

from pydantic import AwareDatetime, Field

from portavoce.platforms.rules.fee_table import FeeTable
from portavoce.platforms.rules.listening_rule import Subscription
from portavoce.value import Value

WARN_PERCENT = 80


class ListeningCost(Value):
    """What one platform has billed a brand in a UTC month for what others said, as far as we have counted it, in minor
    units; `as_of` is when it was counted. `stopped` are the subscriptions that were ended at the cap, by channel id."""

    brand_id: str
    platform: str
    month: str
    posts: int
    messages: int
    spent_minor: int
    cap_minor: int
    currency: str
    decimals: int
    as_of: AwareDatetime
    stopped: Mapping[str, tuple[Subscription, ...]] = Field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether the cap is reached."""
        return self.spent_minor >= self.cap_minor

    @property
    def is_nearly_over(self) -> bool:
        """Whether somebody is to be warned."""
        return self.spent_minor * 100 >= self.cap_minor * WARN_PERCENT


def spent_minor(fees: FeeTable, posts: int, messages: int) -> int:
    """The cost in minor units, a part of one counted as a whole one."""
    return fees.to_minor(posts * fees.heard_post_mills + messages * fees.heard_message_mills)


def counted_posts(platform: str) -> str:
    """The name under which what others say in public on a platform is counted."""
    return f"heard_{platform}"


def counted_messages(platform: str) -> str:
    """The name under which their messages are counted."""
    return f"heard_{platform}_messages"
