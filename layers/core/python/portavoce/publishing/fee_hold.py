"""A post that its platform would bill above the brand's cap: what a person is told, and when it may go on. Pure."""

from datetime import UTC, datetime
from decimal import Decimal

from portavoce.platforms.rules.fee_table import FeeTable
from portavoce.platforms.titles import title_of
from portavoce.value import Value


class FeeHold(Value):
    """What the platform would have billed the brand in a UTC month (yyyy-mm) with the post, and the brand's cap on
    that, in minor units of `currency`."""

    platform: str
    month: str
    would_cost_minor: int
    cap_minor: int
    currency: str
    decimals: int

    @property
    def cap_name(self) -> str:
        """The platform, the month and the amount: who raises it, and goes beyond it again, is told again."""
        return f"{self.platform}#{self.month}#{self.cap_minor}"

    def is_lifted(self, cap_minor: int | None, now: datetime) -> bool:
        """Whether it is worth another try: the cap was raised or taken away, or another month has begun."""
        return cap_minor is None or cap_minor > self.cap_minor or f"{now.astimezone(UTC):%Y-%m}" != self.month

    def say_cause(self, publication_id: str) -> str:
        """Why the publication was not sent."""
        cost, cap = (self._write(one) for one in (self.would_cost_minor, self.cap_minor))
        return (
            f"With {publication_id} {title_of(self.platform)} would have billed {cost} for its API in {self.month}, "
            f"and the brand allows {cap}. Nothing was sent."
        )

    def say_next_step(self, publication_id: str) -> str:
        """What a person can do about it."""
        return (
            f"Raise fees.{self.platform}_month_minor in the brand's file, or cancel another post: it leaves within "
            "minutes, if its late limit has not passed. "
            f"Or send it all the same with `portavoce post now {publication_id} --allow fee_cap`."
        )

    def say_why_it_stays(self) -> str:
        """Why lifting a freeze does not let it go."""
        cap = self._write(self.cap_minor)
        name = title_of(self.platform)
        return f"the cap of {cap} on the fees of {name} holds it, not the freeze: it leaves once there is room"

    def _write(self, amount_minor: int) -> str:
        return f"{Decimal(amount_minor).scaleb(-self.decimals):.{self.decimals}f} {self.currency}"


def find_hold(platform: str, fees: FeeTable, would_cost_minor: int, cap_minor: int, at: datetime) -> FeeHold | None:
    """The hold of a post with which the platform would have billed so much in the month of `at`; None within the
    cap."""
    if would_cost_minor <= cap_minor:
        return None
    return FeeHold(
        platform=platform,
        month=f"{at.astimezone(UTC):%Y-%m}",
        would_cost_minor=would_cost_minor,
        cap_minor=cap_minor,
        currency=fees.currency,
        decimals=fees.decimals,
    )
