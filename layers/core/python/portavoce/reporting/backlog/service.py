"""Telling later what could not be told at once: kept in the table, tried again by the minute's tick, told once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portavoce.reporting.model import MailBusy, MailPostponed, MailTrouble, Matter
from portavoce.reporting.records import Backlog

LONGEST_PAUSE = timedelta(hours=1)
GIVE_UP = timedelta(days=7)
"""How long a mail is tried for. Then it stays on its alert as `mail_failed`."""
LATER = "later"

Tell = Callable[[Matter, datetime], str]


@dataclass(frozen=True)
class Retries:
    """Tells matters, and keeps those that the mail service does not take. `tell` says what came of one; the ledger of
    mails sees to it that an address which has had its mail gets no second one."""

    backlog: Backlog
    tell: Tell
    count_failure: Callable[[], None]

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
        if not isinstance(failure, MailBusy):
            self.count_failure()
        if now >= matter.kept_at + GIVE_UP:
            self.backlog.drop(matter.matter_id)
            return "given_up"
        pause = min(timedelta(minutes=2 ** min(matter.tries, 10)), LONGEST_PAUSE)
        self.backlog.keep(matter.model_copy(update={"due_at": now + pause, "tries": matter.tries + 1}))
        return LATER
