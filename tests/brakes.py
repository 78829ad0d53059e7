"""An ad account whose campaigns can be switched, and a brake in virtual time: for the tests of the brake."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from portavoce.advertising.brake.model import BrakeAct, CampaignHold, HoldProgress
from portavoce.advertising.brake.records import BrakeRecords
from portavoce.advertising.brake.service.brakes import Account, Brakes
from portavoce.advertising.brake.service.desk import BrakeDesk
from portavoce.advertising.brake.service.hands import BrakeHands
from portavoce.advertising.model import BudgetStatus
from portavoce.brands.model import AdAccountRef, Brand, Budget
from portavoce.platforms.ad_spend import CampaignReading, CampaignStand
from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.outcomes import ActionOutcome, AuthFailed, Done, Refused, Throttled, Unknown
from portavoce.reporting.model import Alert
from portavoce.table.table import Table
from tests.aurora import aurora
from tests.faults.time import VirtualClock
from tests.faults.world import Died

ACCOUNT_ID = "42"
CALL_FAULTS = ("", "lost before", "lost after", "throttled", "refused", "no right")
READ_FAULTS = ("", "fails once", "fails twice")
AdStatus = Literal["ACTIVE", "PAUSED", "ARCHIVED"]


@dataclass
class AdCampaign:
    """A campaign at the platform. `switched` are the statuses that we have set, in their order."""

    name: str
    status: AdStatus = "ACTIVE"
    changed_at: datetime = datetime(2026, 11, 1, tzinfo=UTC)
    account_id: str = ACCOUNT_ID
    ends_at: datetime | None = None
    switched: list[AdStatus] = field(default_factory=list)


@dataclass
class SwitchBoard:
    """A platform's ad account. `faults` are given one by one to the calls that switch, then none; `unread` is how many
    reads of one campaign fail before they work. Its moments have whole seconds, and setting what is set changes no
    moment: as Meta's do."""

    clock: VirtualClock
    campaigns_by_id: dict[str, AdCampaign] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    unread: int = 0
    step: Callable[[str], None] = lambda _: None

    def campaigns(self) -> list[CampaignReading]:
        return [
            CampaignReading(
                campaign_id=key,
                name=one.name,
                status=one.status,
                currency="EUR",
                is_on=one.status == "ACTIVE",
                ends_at=one.ends_at,
            )
            for key, one in self.campaigns_by_id.items()
            if one.account_id == ACCOUNT_ID
        ]

    def campaign(self, campaign_id: str) -> CampaignStand:
        self.step("before read")
        if self.unread:
            self.unread -= 1
            raise ReadFailed("it did not answer")
        one = self.campaigns_by_id.get(campaign_id)
        if one is None:
            raise ReadRefused("there is no such campaign")
        return CampaignStand(
            campaign_id=campaign_id,
            account_id=one.account_id,
            name=one.name,
            stands="on" if one.status == "ACTIVE" else "paused" if one.status == "PAUSED" else "ended",
            changed_at=one.changed_at,
        )

    def pause_campaign(self, campaign_id: str) -> ActionOutcome:
        return self._switch(campaign_id, "PAUSED")

    def restart_campaign(self, campaign_id: str) -> ActionOutcome:
        return self._switch(campaign_id, "ACTIVE")

    def by_hand(self, campaign_id: str, status: AdStatus) -> None:
        """A person sets a campaign's status in the ad account."""
        one = self.campaigns_by_id[campaign_id]
        if one.status != status:
            one.status, one.changed_at = status, self.clock.now.replace(microsecond=0)

    def _switch(self, campaign_id: str, status: AdStatus) -> ActionOutcome:
        self.step("before call")
        fault = self.faults.pop(0) if self.faults else ""
        match fault:
            case "lost before":
                return Unknown(reason="the connection dropped")
            case "throttled":
                return Throttled(retry_after_seconds=20, reason="too fast")
            case "refused":
                return Refused(code="100", reason="not allowed")
            case "no right":
                return AuthFailed(code="200", reason="a permission is missing")
        self.campaigns_by_id[campaign_id].switched.append(status)
        self.by_hand(campaign_id, status)
        self.step("after call")
        return Unknown(reason="the connection dropped") if fault == "lost after" else Done()

    @property
    def on(self) -> set[str]:
        """The ids of the campaigns that run."""
        return {key for key, one in self.campaigns_by_id.items() if one.status == "ACTIVE"}


class Garage:
    """Aurora's brake on one ad account. The hour's reading comes `hours` times in `work`."""

    def __init__(self, table: Table, board: SwitchBoard, **budget: object) -> None:
        self.clock, self.board, self.records = board.clock, board, BrakeRecords(table)
        self.alerts: dict[str, Alert] = {}
        self.audit: list[tuple[str, str, str | None]] = []
        standing = {"id": "month", "ad_account": "meta", "amount_minor": 100_000, "currency": "EUR", "brake": "apply"}
        self.budget = Budget.model_validate(standing | budget)
        self.spent_minor = 100_000
        self.brakes = Brakes(
            self.records, BrakeHands(self.records, lambda: self.clock.now, self._write_down), self.raise_alert
        )
        self.desk = BrakeDesk(self.records, lambda brand, budget, now: self.status())

    @property
    def brand(self) -> Brand:
        ref = AdAccountRef(id="meta", platform="meta_ads", account_id=f"act_{ACCOUNT_ID}")
        return aurora(budgets=[self.budget], ad_accounts=[ref])

    @property
    def account(self) -> Account:
        return Account(self.brand, self.brand.ad_accounts[0], self.board)

    def status(self) -> BudgetStatus:
        return BudgetStatus(
            brand_id="aurora",
            budget=self.budget,
            name="Month",
            period=f"{self.clock.now:%Y-%m}",
            currency="EUR",
            spent_minor=self.spent_minor,
        )

    def look(self) -> None:
        """The hour's reading of the account, by somebody who may die."""
        with suppress(Died):
            self.brakes.look(self.account, [self.status()], self.clock.now, lambda: True)

    def order(self, act: BrakeAct, by: str = "ada") -> None:
        """A person orders, and the order is begun at once."""
        with suppress(Died):
            order = self.desk.order(self.brand, self.budget, act, by, self.clock.now)
            self.brakes.carry_out(self.account, self.budget, order, self.clock.now, lambda: True)

    def work(self, hours: int = 8) -> None:
        """So many readings, an hour apart."""
        for _ in range(hours):
            self.clock.sleep_until(self.clock.now + timedelta(hours=1))
            self.look()

    def raise_alert(self, alert: Alert) -> bool:
        self.board.step("before alert")
        is_new = self.alerts.setdefault(alert.alert_id, alert) is alert
        self.board.step("after alert")
        return is_new

    @property
    def mailed(self) -> list[str]:
        """What every alert says: the end of its id."""
        return [one.rpartition("#")[2] for one in self.alerts]

    @property
    def held(self) -> dict[str, HoldProgress]:
        return {one.campaign_id: one.progress for one in self.records.holds("aurora")}

    def _write_down(self, hold: CampaignHold, act: BrakeAct, now: datetime) -> Callable[[ActionOutcome], None]:
        self.audit.append((hold.by, f"{act} {hold.campaign_id}", None))
        place = len(self.audit) - 1

        def complete(outcome: ActionOutcome) -> None:
            self.audit[place] = (*self.audit[place][:2], type(outcome).__name__)

        return complete
