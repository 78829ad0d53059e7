"""Writing down what was decided about a publication in review."""

from dataclasses import dataclass
from datetime import datetime

from portavoce.publishing.approval import Decision, decided, waits_for_decision
from portavoce.publishing.model import Publication
from portavoce.publishing.service.ledger import Ledger


class NotInReview(Exception):
    """Nothing can be decided about the publication: it is not in review, or its time has come."""

    def __init__(self, publication: Publication) -> None:
        super().__init__(f"{publication.publication_id} does not wait for a decision: it is {publication.state}")
        self.publication = publication


@dataclass(frozen=True)
class Reviews:
    """The decisions of this stage."""

    ledger: Ledger

    def decide(
        self, publication: Publication, decision: Decision, *, by: str, comment: str | None, now: datetime
    ) -> Publication:
        """Writes a decision about the publication as it was read: its revision, and what was decided before.

        Raises NotInReview, and Moved when it stands otherwise by now: then what was looked at is not what there is."""
        if not waits_for_decision(publication, now):
            raise NotInReview(publication)
        return self.ledger.move(publication, decided(publication, decision, by, comment, now), "approval")
