"""Alerts and the ledger of mails in the table.

ALERT#<alert id> / ALERT, listed newest first under ALERTS#<brand>; MAIL#<mail key> / MAIL."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portavoce.reporting.model import Alert, MailBusy
from portavoce.table.item_value import read_value, read_values
from portavoce.table.layout import LISTING_INDEX
from portavoce.table.table import ConditionFailed, Key, Table

LEASE = timedelta(seconds=75)
"""How long one worker holds a mail: longer than the function may run, so that a lease ends only after a death."""


@dataclass(frozen=True)
class Alerts:
    """The alerts that were raised."""

    table: Table

    def raise_alert(self, alert: Alert) -> bool:
        """Writes the alert; False when it already stood, and then nothing changes."""
        item = alert.model_dump(mode="json") | _alert_key(alert.alert_id)._asdict()
        _, partition, sort = LISTING_INDEX
        item |= {"type": "alert", partition: f"ALERTS#{alert.brand_id}"}
        item |= {sort: f"{item['raised_at']}#{alert.alert_id}"}
        try:
            self.table.put(item, condition="attribute_not_exists(pk)")
        except ConditionFailed:
            return False
        return True

    def get(self, alert_id: str) -> Alert | None:
        """The alert as it stands now, or None."""
        item = self.table.get(_alert_key(alert_id), consistent=True)
        return read_value(Alert, item) if item else None

    def list_page(self, brand_id: str, cursor: str | None = None, limit: int = 50) -> tuple[list[Alert], str | None]:
        """One page of a brand's alerts, newest first, quiet ones too, and the cursor of the next. Raises BadCursor."""
        page = self.table.query(
            "list_pk = :brand",
            {":brand": f"ALERTS#{brand_id}"},
            index="listing",
            newest_first=True,
            limit=limit,
            cursor=cursor,
        )
        return list(read_values(Alert, page.items)), page.cursor

    def note_mail(self, alert_id: str, outcome: str, reason: str = "") -> None:
        """Notes on the alert what became of its mail: `sent`, or `mail_failed` with the reason."""
        self.table.update(
            _alert_key(alert_id),
            "SET mail = :outcome, mail_reason = :reason",
            condition="attribute_exists(pk)",
            values={":outcome": outcome, ":reason": reason},
        )


@dataclass(frozen=True)
class MailLedger:
    """Which mails were sent. A mail is claimed before it is sent and marked after.

    A worker that dies between the two leaves a claim that ends; the mail is then sent again, and may have been sent
    before. That is the only way to a second copy: a mail lost would be worse than a mail twice."""

    table: Table

    def claim(self, key: str, now: datetime) -> bool:
        """True when the caller holds the mail and must send it; False when it was sent. Raises MailBusy."""
        values = {
            ":type": "mail",
            ":sending": "sending",
            ":sent": "sent",
            ":now": int(now.timestamp()),
            ":until": int((now + LEASE).timestamp()),
            ":one": 1,
            ":none": 0,
        }
        try:
            self.table.update(
                _mail_key(key),
                "SET #type = :type, #state = :sending, claimed_until = :until,"
                " attempts = if_not_exists(attempts, :none) + :one",
                condition="attribute_not_exists(pk) OR (#state <> :sent AND claimed_until <= :now)",
                names={"#state": "state", "#type": "type"},
                values=values,
            )
        except ConditionFailed as refused:
            if (refused.item or {}).get("state") == "sent":
                return False
            raise MailBusy(f"mail {key} is being sent by another worker") from None
        return True

    def mark_sent(self, key: str, now: datetime, message_id: str) -> None:
        """Marks the mail as sent: it will never be sent again."""
        self.table.update(
            _mail_key(key),
            "SET #state = :state, message_id = :message_id, sent_at = :now",
            names={"#state": "state"},
            values={":state": "sent", ":message_id": message_id, ":now": now.isoformat()},
        )

    def mark_failed(self, key: str, reason: str) -> None:
        """Marks the attempt as failed and lets the mail go, so that the next attempt may begin at once."""
        self.table.update(
            _mail_key(key),
            "SET #state = :state, reason = :reason, claimed_until = :ended",
            names={"#state": "state"},
            values={":state": "failed", ":reason": reason, ":ended": 0},
        )


def _alert_key(alert_id: str) -> Key:
    return Key(f"ALERT#{alert_id}", "ALERT")


def _mail_key(key: str) -> Key:
    return Key(f"MAIL#{key}", "MAIL")
