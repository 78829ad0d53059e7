"""What the brake was told to do, and what it has done to each campaign."""

from datetime import timedelta
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime

from portavoce.value import Value

BRAKE = "the brake"
"""Who ordered what no person has ordered: no name of a caller holds a space."""

COOL_DOWN = timedelta(hours=6)
"""How long a budget's brake rests after it has acted, so that it never plays against whoever works in the account."""
MOST_A_DAY = 3
"""How often it acts by itself, or proposes to, for one budget in any 24 hours."""
CALL_TAKES = timedelta(minutes=2)
"""Longer than any call lasts: what the platform dates later was not changed by it, and whoever made it is gone."""

BrakeAct = Literal["pause", "restart"]


class OrderState(StrEnum):
    """`proposed` waits for a person, `ordered` is being done, `done` is over."""

    PROPOSED = "proposed"
    ORDERED = "ordered"
    DONE = "done"


class BrakeOrder(Value):
    """The latest thing that one budget's brake was to do. `number` counts them; `by` is who ordered it; `name` is what
    people call the budget.

    `period` and `amount_minor` are the budget's at that moment: another month, or another amount, begins anew.
    `begun` are the moments of the last day's beginnings. `spent_minor` and `campaigns` (names) are what it went by.
    `version` counts the writes of the item."""

    brand_id: str
    budget_id: str
    name: str = ""
    ad_account: str
    number: int = 1
    act: BrakeAct
    state: OrderState
    by: str
    at: AwareDatetime
    period: str
    amount_minor: int
    spent_minor: int
    currency: str
    decimals: int = 2
    campaigns: tuple[str, ...] = ()
    begun: tuple[AwareDatetime, ...] = ()
    version: int = 0


class HoldProgress(StrEnum):
    """`waiting`: nothing was called yet. `pausing` and `restarting`: a call was made or is about to be, and nobody has
    read back what came of it. `left`: a person changed it meanwhile, it is theirs. `refused`: the platform said no."""

    WAITING = "waiting"
    PAUSING = "pausing"
    PAUSED = "paused"
    RESTARTING = "restarting"
    RESTARTED = "restarted"
    LEFT = "left"
    REFUSED = "refused"


UNSETTLED = frozenset({HoldProgress.WAITING, HoldProgress.PAUSING, HoldProgress.RESTARTING})
OURS = frozenset({HoldProgress.PAUSED, HoldProgress.PAUSING, HoldProgress.RESTARTING})


class CampaignHold(Value):
    """One campaign that the brake has paused or is to pause: it was on before, or there would be no such thing.

    `asked_at` is when its last call was about to be made. `changed_at` is when the platform says that the campaign was
    changed last: while pausing before our call, from paused on after it. `reason` is why it is as it is."""

    brand_id: str
    ad_account: str
    campaign_id: str
    name: str
    budget_id: str
    period: str
    amount_minor: int
    number: int
    by: str
    progress: HoldProgress
    asked_at: AwareDatetime
    changed_at: AwareDatetime | None = None
    reason: str | None = None
    version: int = 0
