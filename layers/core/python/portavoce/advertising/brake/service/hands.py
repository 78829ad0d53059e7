"""Pausing one campaign, and letting one run again: written down, called, read back.

A call whose answer is lost is never made again before the campaign was looked at: what it shows, and when it says that
it was changed, tells whether the call took effect, never did, or was overtaken by a person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from portavoce.advertising.brake.judgement import Ruling, judge_pause, judge_restart
from portavoce.advertising.brake.model import (
    CALL_TAKES,
    BrakeAct,
    CampaignHold,
    HoldProgress,
)
from portavoce.advertising.brake.records import BrakeRecords, WrittenMeanwhile
from portavoce.platforms.ad_spend import CampaignStand
from portavoce.platforms.campaign_switch import CampaignSwitch
from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.outcomes import ActionOutcome, AuthFailed, Done, Refused, Throttled, Unknown
from portavoce.platforms.readings import AccessRefused

WriteDown = Callable[[CampaignHold, BrakeAct, datetime], Callable[[ActionOutcome], None]]
"""Writes into the record that a call begins; what it gives writes down how it was answered."""


class Step(NamedTuple):
    """How far one campaign has come: `is_open`, it is to be looked at again; not `goes_on`, the others would fare the
    same for now. `reason` is why it stays open; None while somebody is just working on it."""

    is_open: bool = False
    goes_on: bool = True
    reason: str | None = None


class Way(NamedTuple):
    """One of the two acts: what is written before its call, and after a `not now` and a no."""

    act: BrakeAct
    during: HoldProgress
    not_now: HoldProgress
    refused: HoldProgress
    judge: Callable[[CampaignHold, CampaignStand, str], Ruling]


PAUSE = Way("pause", HoldProgress.PAUSING, HoldProgress.WAITING, HoldProgress.REFUSED, judge_pause)
RESTART = Way("restart", HoldProgress.RESTARTING, HoldProgress.PAUSED, HoldProgress.PAUSED, judge_restart)


@dataclass(frozen=True)
class BrakeHands:
    """Works on one campaign at a time. `clock` is asked beside each call, for a pass over many takes a while."""

    records: BrakeRecords
    clock: Callable[[], datetime]
    write_down: WriteDown

    def pause(self, client: CampaignSwitch, account_id: str, hold: CampaignHold) -> Step:
        """Brings a campaign one step towards being paused by us; `hold` may be of a campaign that was never held."""
        return self._work(PAUSE, client, account_id, hold)

    def settle(self, client: CampaignSwitch, account_id: str, hold: CampaignHold) -> Step:
        """Finds out what became of a pausing that nobody has read back, and calls nothing."""
        settled = self._settle(client, account_id, hold)
        return settled if isinstance(settled, Step) else Step()

    def restart(self, client: CampaignSwitch, account_id: str, hold: CampaignHold) -> Step:
        """Lets a campaign run again, if it stands as we have left it."""
        if hold.progress is not HoldProgress.PAUSING:
            return self._work(RESTART, client, account_id, hold)
        settled = self._settle(client, account_id, hold)
        if isinstance(settled, Step):
            return settled
        return self._work(RESTART, client, account_id, settled)

    def _settle(self, client: CampaignSwitch, account_id: str, hold: CampaignHold) -> CampaignHold | Step:
        """What became of a pausing that nobody has read back; a Step where that is all there is to it."""
        seen = self._look(client, hold)
        if isinstance(seen, Step):
            return seen
        ruling = judge_pause(hold, seen, account_id)
        if ruling.step == "call":
            ruling = Ruling("note", HoldProgress.LEFT, "it was not paused")
        try:
            after = self._note(hold, seen, ruling)
        except WrittenMeanwhile:
            return Step(is_open=True)
        return after if after.progress is HoldProgress.PAUSED else Step()

    def _work(self, way: Way, client: CampaignSwitch, account_id: str, hold: CampaignHold) -> Step:
        seen = self._look(client, hold)
        if isinstance(seen, Step):
            return seen
        ruling = way.judge(hold, seen, account_id)
        try:
            if ruling.step == "call":
                return self._call(way, client, account_id, (hold, seen))
            if ruling.step == "note":
                self._note(hold, seen, ruling)
        except WrittenMeanwhile:
            return Step(is_open=True)
        return Step()

    def _look(self, client: CampaignSwitch, hold: CampaignHold) -> CampaignStand | Step:
        is_new_call = hold.progress in {HoldProgress.PAUSING, HoldProgress.RESTARTING}
        if is_new_call and self.clock() - hold.asked_at < CALL_TAKES:
            return Step(is_open=True)
        try:
            return client.campaign(hold.campaign_id)
        except AccessRefused as refused:
            return Step(is_open=True, goes_on=False, reason=str(refused))
        except ReadFailed as failed:
            return Step(is_open=True, reason=str(failed))
        except ReadRefused as refused:
            try:
                self._keep(hold, HoldProgress.LEFT, str(refused))
            except WrittenMeanwhile:
                return Step(is_open=True)
            return Step()

    def _call(self, way: Way, client: CampaignSwitch, account_id: str, of: tuple[CampaignHold, CampaignStand]) -> Step:
        hold, seen = of
        now = self.clock()
        begun = {"progress": way.during, "asked_at": now, "changed_at": seen.changed_at, "reason": None}
        hold = self.records.keep_hold(hold.model_copy(update=begun))
        complete = self.write_down(hold, way.act, now)
        call = client.pause_campaign if way.act == "pause" else client.restart_campaign
        outcome = call(hold.campaign_id)
        complete(outcome)
        match outcome:
            case Done() | Unknown():
                return self._read_back(way, client, account_id, hold)
            case Throttled(reason=reason):
                self._keep(hold, way.not_now, reason)
                return Step(is_open=True, goes_on=False, reason=reason)
            case AuthFailed(reason=reason, next_step=step) | Refused(reason=reason, next_step=step):
                self._keep(hold, way.refused, " ".join(filter(None, (f"{reason.rstrip('.')}.", step))))
                return Step(goes_on=not isinstance(outcome, AuthFailed))

    def _read_back(self, way: Way, client: CampaignSwitch, account_id: str, hold: CampaignHold) -> Step:
        try:
            seen = client.campaign(hold.campaign_id)
        except (ReadFailed, ReadRefused) as failed:
            return Step(is_open=True, reason=str(failed))
        ruling = way.judge(hold, seen, account_id)
        if ruling.step == "call":
            return Step(is_open=True, reason="the platform does not show it yet")
        self._note(hold, seen, ruling)
        return Step()

    def _note(self, hold: CampaignHold, seen: CampaignStand, ruling: Ruling) -> CampaignHold:
        noted = hold.model_copy(update={"changed_at": seen.changed_at})
        return self._keep(noted, ruling.progress or hold.progress, ruling.reason)

    def _keep(self, hold: CampaignHold, progress: HoldProgress, reason: str | None) -> CampaignHold:
        return self.records.keep_hold(hold.model_copy(update={"progress": progress, "reason": reason}))
