"""Telling later what could not be told at once: kept in the table, tried again by the minute's tick, told once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from portavoce.reporting.model import MailBusy, MailPostponed, MailSnoozed, MailTrouble, Matter
from portavoce.reporting.records import Backlog

LONGEST_PAUSE = timedelta(hours=1)
GIVE_UP = timedelta(days=7)
"""How long a mail is tried for. Then it stays on its alert as `mail_failed`."""
LATER = "later"
QUIET = timedelta(seconds=5)
"""How long nothing more of a kind came before what came is told together."""
AT_LATEST = timedelta(minutes=1)
MOST_TOGETHER = 50

Tell = Callable[[Matter, datetime], str]


@dataclass(frozen=True)
class Retries:
    """Tells matters, and keeps those that the mail service does not take. `tell` says what came of one; the ledger of
    mails sees to it that an address which has had its mail gets no second one."""

    backlog: Backlog
    tell: Tell
    count_failure: Callable[[], None]
    pause: Callable[[float], None]

    def tell_with_others(self, matter: Matter, now: datetime) -> str:
        """Tells it together with what comes of its kind within moments. The last one tells of all; the minute's tick
        does it when they do not end, or when the one that was to tell has died. `tell` is to use `together`."""
        waiting = matter.model_copy(update={"due_at": now + AT_LATEST})
        self.backlog.keep(waiting)
        self.pause(QUIET.total_seconds())
        *_, last = matter.matter_id, *self.backlog.due_ids(now + LONGEST_PAUSE, matter.kind)
        if last != matter.matter_id:
            return LATER
        outcome = self.tell_or_keep(waiting, now + QUIET)
        if outcome != LATER:
            self.backlog.drop(matter.matter_id)
        return outcome

    def together(self, matter: Matter, now: datetime) -> list[Matter]:
        """The matter, and up to MOST_TOGETHER others of its kind that wait. Whoever has told them drops them."""
        waiting = self.backlog.due_ids(now + LONGEST_PAUSE, matter.kind)
        others = (self.backlog.get(one) for one in islice(waiting, MOST_TOGETHER) if one != matter.matter_id)
        return [matter, *(one for one in others if one)]

    def tell_or_keep(self, matter: Matter, now: datetime) -> str:
        """Tells it, or keeps it for later. Raises what `tell` raises besides MailTrouble."""
        try:
            return self.tell(matter, now)
        except MailTrouble as failure:
            self._keep(matter, failure, now)
            return LATER

    def retry(self, now: datetime, has_time: Callable[[], bool]) -> dict[str, str]:
        """Tries what is due, and gives what came of each. Ends early, for the next tick, when time runs out or the mail
        service takes nothing."""
        outcomes: dict[str, str] = {}
        for matter_id in list(self.backlog.due_ids(now)):
            if not has_time():
                break
            matter = self.backlog.get(matter_id)
            if matter is None or matter.due_at > now:
                continue  # the index is a moment behind
            try:
                outcomes[matter_id] = self.tell(matter, now)
                self.backlog.drop(matter_id)
            except MailTrouble as failure:
                outcomes[matter_id] = self._keep(matter, failure, now)
                if isinstance(failure, MailPostponed):
                    break
        return outcomes

    def _keep(self, matter: Matter, failure: MailTrouble, now: datetime) -> str:
        if isinstance(failure, MailSnoozed):
            self.backlog.keep(matter.model_copy(update={"due_at": failure.until, "kept_at": failure.until}))
            return LATER
        if not isinstance(failure, MailBusy):
            self.count_failure()
        if now >= matter.kept_at + GIVE_UP:
            self.backlog.drop(matter.matter_id)
            return "given_up"
        pause = min(timedelta(minutes=2 ** min(matter.tries, 10)), LONGEST_PAUSE)
        self.backlog.keep(matter.model_copy(update={"due_at": now + pause, "tries": matter.tries + 1}))
        return LATER
