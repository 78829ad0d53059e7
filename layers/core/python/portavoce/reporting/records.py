"""Alerts, the ledger of mails and what waits to be told, in the table.

ALERT#<alert id> / ALERT, listed newest first under ALERTS#<brand>; SNOOZE#<subject> / SNOOZE;
MAIL#<mail key> / TO#<address>; MATTER#<matter id> / MATTER, in the due index;
MAIL_SHARE#<brand> / <share>#<day or hour>; DEAD_ADDRESSES / <address>."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portavoce.reporting.model import Alert, DeadAddress, MailBusy, Matter
from portavoce.table.item_value import read_value, read_values
from portavoce.table.layout import DUE_INDEX, EXPIRES, LISTING_INDEX, PERSON_INDEX
from portavoce.table.table import ConditionFailed, Key, Table

LEASE = timedelta(seconds=75)
"""How long one worker holds a mail: longer than the function may run, so that a lease ends only after a death."""


@dataclass(frozen=True)
class Alerts:
    """The alerts that were raised."""

    table: Table

    def raise_alert(self, alert: Alert, *, about: str | None = None, keep_until: datetime | None = None) -> bool:
        """Writes the alert; False when it already stood, and then nothing changes. One that names somebody's words is
        found under `about` in the index `person`, and goes with them."""
        item = alert.model_dump(mode="json", exclude_none=True) | _alert_key(alert.alert_id)._asdict()
        _, partition, sort = LISTING_INDEX
        item |= {"type": "alert", partition: f"ALERTS#{alert.brand_id}"}
        item |= {sort: f"{item['raised_at']}#{alert.alert_id}"}
        item |= {PERSON_INDEX[1]: about, PERSON_INDEX[2]: item["raised_at"]} if about else {}
        item |= {EXPIRES: int(keep_until.timestamp())} if keep_until else {}
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

    def acknowledge(self, alert_id: str, by: str, now: datetime) -> None:
        """Notes who has seen an alert that stands; whoever was first stays."""
        self.table.update(
            _alert_key(alert_id),
            "SET acknowledged_by = if_not_exists(acknowledged_by, :by),"
            " acknowledged_at = if_not_exists(acknowledged_at, :now)",
            values={":by": by, ":now": now.isoformat()},
        )

    def snooze(self, alert: Alert, until: datetime, by: str) -> None:
        """Notes until when nobody is to be told of an alert that stands, nor of the others of its subject."""
        values = {":by": by, ":until": until.isoformat()}
        snooze = _snooze_key(alert.subject)._asdict() | {"type": "snooze", "until": until.isoformat()}
        self.table.put(snooze | {EXPIRES: int(until.timestamp())})
        self.table.update(_alert_key(alert.alert_id), "SET snoozed_by = :by, snoozed_until = :until", values=values)

    def snoozed_until(self, subject: str, now: datetime) -> datetime | None:
        """Until when nobody is to be told of a subject; None when anybody may be."""
        item = self.table.get(_snooze_key(subject), consistent=True)
        until = datetime.fromisoformat(item["until"]) if item else now
        return until if until > now else None

    def note_mail(self, alert_id: str, outcome: str, reason: str = "") -> None:
        """Notes on the alert what became of its mail: a MailDelivery, or `mail_failed` with the reason."""
        self.table.update(
            _alert_key(alert_id),
            "SET mail = :outcome, mail_reason = :reason",
            condition="attribute_exists(pk)",
            values={":outcome": outcome, ":reason": reason},
        )


@dataclass(frozen=True)
class MailLedger:
    """Which mails were sent. A mail is claimed before it is sent and marked after.

    Each address has an entry of its own. A worker that dies between the two leaves a claim that ends; the mail is then
    sent again, and may have been sent before. That is the only way to a second copy: a mail lost would be worse than a
    mail twice."""

    table: Table

    def claim(self, key: str, address: str, now: datetime) -> bool:
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
                _mail_key(key, address),
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

    def mark_sent(self, key: str, address: str, now: datetime, message_id: str) -> None:
        """Marks the mail as sent: it will never be sent again."""
        self.table.update(
            _mail_key(key, address),
            "SET #state = :state, message_id = :message_id, sent_at = :now",
            names={"#state": "state"},
            values={":state": "sent", ":message_id": message_id, ":now": now.isoformat()},
        )

    def list_sent(self, key: str) -> list[tuple[str, datetime]]:
        """To which addresses the mail went, and when."""
        found = self.table.query_all("pk = :pk", {":pk": _mail_key(key, "").pk})
        return [
            (item["sk"].partition("#")[2], datetime.fromisoformat(item["sent_at"]))
            for item in found
            if item.get("state") == "sent"
        ]

    def mark_failed(self, key: str, address: str, reason: str) -> None:
        """Marks the attempt as failed and lets the mail go, so that the next attempt may begin at once."""
        self.table.update(
            _mail_key(key, address),
            "SET #state = :state, reason = :reason, claimed_until = :ended",
            names={"#state": "state"},
            values={":state": "failed", ":reason": reason, ":ended": 0},
        )


@dataclass(frozen=True)
class Backlog:
    """What waits to be told: because the mail service did not take it, or because a digest will tell it."""

    table: Table

    def keep(self, matter: Matter) -> None:
        """Writes it, over an earlier try of the same matter."""
        _, partition, sort = DUE_INDEX
        item = matter.model_dump(mode="json") | _matter_key(matter.matter_id)._asdict()
        item |= {"type": "matter", "detail": json.dumps(matter.detail, ensure_ascii=False)}
        item |= {partition: _WAITING, sort: f"{_instant(matter.due_at)}#{matter.matter_id}"}
        self.table.put(item)

    def get(self, matter_id: str) -> Matter | None:
        """The matter as it stands, or None when it is done."""
        item = self.table.get(_matter_key(matter_id), consistent=True)
        return read_value(Matter, item | {"detail": json.loads(item["detail"])}) if item else None

    def due_ids(self, until: datetime, kind: str = "") -> Iterator[str]:
        """Ids of what is to be tried by `until`, longest due first; with a `kind`, those that begin with it."""
        index, partition, sort = DUE_INDEX
        condition = f"{partition} = :waiting AND {sort} < :until"
        for item in self.table.query_all(condition, {":waiting": _WAITING, ":until": _instant(until)}, index=index):
            matter_id = item[sort].partition("#")[2]
            if matter_id.startswith(kind):
                yield matter_id

    def drop(self, matter_id: str) -> None:
        """Forgets it: it is told, or nobody can be told any more."""
        self.table.delete(_matter_key(matter_id))


@dataclass(frozen=True)
class Shares:
    """How many mails of one kind a brand has had: what strangers cause is bounded, and takes nothing from the rest."""

    table: Table

    def take(self, brand_id: str, share: str, member: str, *, author: str | None, most: int, now: datetime) -> bool:
        """Whether `member` may have a mail of its own: one of the first `most` of the UTC day, and the first of its
        `author`. Asked again for the same member, the answer is the same."""
        values = {":members": {member}, ":member": member, ":most": most, ":expires": _expires(now), ":type": "share"}
        update, condition = "ADD members :members", "(attribute_not_exists(members) OR size(members) < :most)"
        if author:
            values |= {":authors": {author}, ":author": author}
            update, condition = f"{update}, authors :authors", f"{condition} AND NOT contains(authors, :author)"
        try:
            self.table.update(
                Key(f"MAIL_SHARE#{brand_id}", f"{share}#{now.astimezone(UTC):%Y-%m-%d}"),
                f"SET {EXPIRES} = :expires, #type = :type {update}",
                condition=f"{condition} AND NOT contains(members, :member)",
                names={"#type": "type"},
                values=values,
            )
        except ConditionFailed as refused:
            return member in (refused.item or {}).get("members", ())
        return True

    def defer(self, brand_id: str, digest: str, member: str, *, most: int, now: datetime) -> None:
        """Adds the member to a digest; of more than `most` the digest only knows that there are more."""
        values = {":members": {member}, ":most": most, ":expires": _expires(now), ":type": "digest"}
        try:
            self.table.update(
                Key(f"MAIL_SHARE#{brand_id}", digest),
                f"SET {EXPIRES} = :expires, #type = :type ADD members :members",
                condition="attribute_not_exists(members) OR size(members) < :most",
                names={"#type": "type"},
                values=values,
            )
        except ConditionFailed:
            return

    def forget_author(self, brand_id: str, author: str) -> int:
        """Takes an author's id out of the counts that hold it, and says how many did."""
        held = [
            Key(item["pk"], item["sk"])
            for item in self.table.query_all("pk = :pk", {":pk": f"MAIL_SHARE#{brand_id}"})
            if author in item.get("authors", ())
        ]
        for key in held:
            self.table.update(key, "DELETE authors :authors", values={":authors": {author}})
        return len(held)

    def members(self, brand_id: str, digest: str) -> list[str]:
        """Whom or what a digest tells of."""
        item = self.table.get(Key(f"MAIL_SHARE#{brand_id}", digest), consistent=True) or {}
        return sorted(item.get("members", ()))


@dataclass(frozen=True)
class DeadAddresses:
    """The addresses that mail does not reach."""

    table: Table

    def add(self, dead: DeadAddress) -> None:
        """Writes it, over what stood of the same address."""
        item = dead.model_dump(mode="json") | {"pk": _DEAD, "sk": dead.address, "type": "dead_address"}
        self.table.put(item | {EXPIRES: int(dead.until.timestamp())})

    def list_standing(self, now: datetime) -> dict[str, DeadAddress]:
        """All of them by address."""
        found = (read_value(DeadAddress, item) for item in self.table.query_all("pk = :dead", {":dead": _DEAD}))
        return {one.address: one for one in found if one.until > now}


_WAITING, _DEAD = "MATTERS", "DEAD_ADDRESSES"
_SHARES_KEPT = timedelta(days=3)


def _expires(now: datetime) -> int:
    return int((now + _SHARES_KEPT).timestamp())


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _matter_key(matter_id: str) -> Key:
    return Key(f"MATTER#{matter_id}", "MATTER")


def _alert_key(alert_id: str) -> Key:
    return Key(f"ALERT#{alert_id}", "ALERT")


def _snooze_key(subject: str) -> Key:
    return Key(f"SNOOZE#{subject}", "SNOOZE")


def _mail_key(key: str, address: str) -> Key:
    return Key(f"MAIL#{key}", f"TO#{address}")
