"""Telling whoever is to answer something: once for each assignment, the many of an hour in one mail.

What a rule escalates has a mail of its own: the first of a conversation and day, the rest in the hour's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from portavoce.brands.model import Brand
from portavoce.community.model import Action, StoredInteraction
from portavoce.platforms.titles import title_of_channel
from portavoce.reporting.compose import ASSIGNED, ASSIGNED_DIGEST, ESCALATED, compose
from portavoce.reporting.digests.service import Digests, Share, show_lines
from portavoce.reporting.model import MailDelivery, SubjectMissing
from portavoce.reporting.post_office.service import PostOffice
from portavoce.reporting.service import speaker_of

ALONE = 5


@dataclass(frozen=True)
class Assignments:
    """Writes to those who are to answer. `brand` and `find` (platform, interaction id) give None for what is not
    there."""

    office: PostOffice
    digests: Digests
    brand: Callable[[str], Brand | None]
    find: Callable[[str, str], StoredInteraction | None]
    stage: str | None = None

    def tell(self, platform: str, interaction_id: str, assigned_at: datetime, now: datetime) -> MailDelivery:
        """Mails one assignment to the one who was named, once; nobody when it is no longer theirs to answer.

        Raises SubjectMissing, MailBusy, MailPostponed, MailRefused."""
        row = self.find(platform, interaction_id)
        if row is None or row.assignee is None or row.assigned_at != assigned_at or not row.status.awaits_us:
            return MailDelivery.NOBODY
        brand, said = self._brand(row.brand_id), row.interaction
        # A share is named in logs, where no address belongs.
        mark = sha256(row.assignee.encode()).hexdigest()[:8]
        name = f"{said.platform}/{said.interaction_id}"
        is_escalated = row.decision.escalated and row.assignee == brand.people.alerts[0]
        kind, conversation = (ESCALATED, name_conversation(row)) if is_escalated else (ASSIGNED, None)
        share = Share(f"{kind}-{mark}", ASSIGNED_DIGEST, ALONE, to=row.assignee)
        if self.digests.join(share, brand.id, name, author=conversation, now=now):
            return MailDelivery.IN_DIGEST
        facts = {
            "channel": title_of_channel(row.channel_id.removeprefix(f"{brand.id}."), said.platform),
            "author_name": said.author_name or "",
            "permalink": said.permalink or "",
            "created_at": said.occurred_at.isoformat(),
            "comment": name,
            "rule": ", ".join(one.rule for one in row.decision.matches if Action.ASSIGN in one.asks),
        }
        words = compose(kind, facts, speaker_of(brand, self.stage), quote=said.text)
        return self.office.send_to_each(f"ASSIGNED#{name}#{assigned_at.isoformat()}", [row.assignee], words, now)

    def digest_due(self, brand_id: str, digest: str, to: str, now: datetime) -> MailDelivery:
        """Mails what was put into one digest and is still this one's to answer, once.

        Raises SubjectMissing, MailBusy, MailPostponed, MailRefused."""
        brand = self._brand(brand_id)
        members = [one for one in self.digests.members(brand_id, digest) if self._is_theirs(one, to)]
        lines = show_lines(members, self._line_of)
        if not lines:
            return MailDelivery.NOBODY
        facts = {"count": str(len(members)), "assignee": to}
        words = compose(ASSIGNED_DIGEST, facts, speaker_of(brand, self.stage), quote="\n".join(lines))
        return self.office.send_to_each(f"DIGEST#{brand_id}#{digest}", [to], words, now)

    def _is_theirs(self, name: str, to: str) -> bool:
        row = self._row(name)
        return row is not None and row.assignee == to and row.status.awaits_us

    def _line_of(self, name: str) -> str | None:
        row = self._row(name)
        return f"{name}: {row.interaction.author_name or '?'}: {(row.interaction.text or '')[:200]}" if row else None

    def _row(self, name: str) -> StoredInteraction | None:
        platform, _, interaction_id = name.partition("/")
        return self.find(platform, interaction_id)

    def _brand(self, brand_id: str) -> Brand:
        brand = self.brand(brand_id)
        if brand is None:
            raise SubjectMissing(f"brand {brand_id} is not in the table")
        return brand


def name_conversation(row: StoredInteraction) -> str:
    """The conversation that something is said in: the one that the platform names, or else what it answers."""
    said = row.interaction
    return f"{said.platform}/{said.thread_id or said.parent_id or said.interaction_id}"
