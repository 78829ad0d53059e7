"""Whether a channel has said the same lately, asked of the claims that publications leave."""

from datetime import datetime, timedelta

from portavoce.publishing.duplicates import fingerprint, is_guarded, says
from portavoce.publishing.model import Publication
from portavoce.publishing.records import SaidRecords
from portavoce.publishing.service.ledger import Ledger


def find_repeat(ledger: Ledger, claims: SaidRecords, publication: Publication, now: datetime) -> str | None:
    """The id of the publication that has said the same on this channel lately. Claims it when there is none.

    Raises Moved when somebody else claims it at the same moment."""
    if not is_guarded(publication):
        return None
    said = fingerprint(publication.content)
    until = publication.planned_at + timedelta(days=publication.guard_days)
    owner = claims.claim(publication, said, until, now)
    if owner is None:
        return None
    other = ledger.get(owner)
    if other and says(other, said):
        return owner
    claims.take_over(publication, said, until, owner)
    return None
