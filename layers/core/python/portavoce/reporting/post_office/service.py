"""One mail to each of its people, once, whatever is wrong with another's address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portavoce.each_alone import EachAlone
from portavoce.reporting.compose import Composed
from portavoce.reporting.model import Mail, MailBusy, MailDelivery, MailPostponed, MailRefused, raise_mail_trouble
from portavoce.reporting.records import DeadAddresses, MailLedger


@dataclass(frozen=True)
class PostOffice:
    """Sends mails. `send` takes one and gives the mail service's message id; it raises MailPostponed, MailRefused."""

    mails: MailLedger
    dead_addresses: DeadAddresses
    send: Callable[[Mail], str]

    def send_to_each(self, key: str, to: Sequence[str], words: Composed, now: datetime) -> MailDelivery:
        """One mail to each, kept under `key`. Raises what `send_joint` raises."""
        return self.send_joint({key: words}, to, lambda one: one[0], now)

    def send_joint[T](
        self, subjects: Mapping[str, T], to: Sequence[str], compose: Callable[[Sequence[T]], Composed], now: datetime
    ) -> MailDelivery:
        """One mail to each about all `subjects` of which they have had none; `compose` words those that are left.

        The keys of `subjects` name what a person is told once. Raises MailPostponed, MailBusy, MailRefused when all
        addresses were tried; when the mail service takes nothing now, at once."""
        dead = self.dead_addresses.list_standing(now)
        outcomes, mails = set[MailDelivery](), EachAlone()
        for address in dict.fromkeys(one for one in to if one not in dead):
            with mails:
                outcomes.add(self._send_once(subjects, address, compose, now))
            if any(isinstance(error, MailPostponed) for error in mails.errors):
                break
        raise_mail_trouble(mails.errors)
        if MailDelivery.SENT in outcomes:
            return MailDelivery.SENT
        return outcomes.pop() if outcomes else MailDelivery.NOBODY

    def _send_once[T](
        self, subjects: Mapping[str, T], address: str, compose: Callable[[Sequence[T]], Composed], now: datetime
    ) -> MailDelivery:
        claimed = self._claim(subjects, address, now)
        if not claimed:
            return MailDelivery.ALREADY_SENT
        words = compose([subjects[key] for key in claimed])
        try:
            message_id = self.send(Mail(to=address, **words._asdict()))
        except (MailPostponed, MailRefused) as error:
            self._let_go(claimed, address, error)
            raise
        for key in claimed:
            self.mails.mark_sent(key, address, now, message_id)
        return MailDelivery.SENT

    def _claim[T](self, subjects: Mapping[str, T], address: str, now: datetime) -> list[str]:
        """The keys that are ours to send. Raises MailBusy, and then holds none."""
        claimed: list[str] = []
        try:
            claimed.extend(key for key in subjects if self.mails.claim(key, address, now))
        except MailBusy as error:
            self._let_go(claimed, address, error)
            raise
        return claimed

    def _let_go(self, claimed: Sequence[str], address: str, error: Exception) -> None:
        for key in claimed:
            self.mails.mark_failed(key, address, str(error))
