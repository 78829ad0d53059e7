"""Whether a message or an answer still concerns a publication as it stands by now. Pure."""

from datetime import datetime

from portavoce.publishing.delays import is_look_due
from portavoce.publishing.model import Publication, PublicationState, PublishingStep


def waits(publication: Publication) -> bool:
    """Whether it waits for its time, and no mark says that its message is on the queue."""
    return publication.state is PublicationState.SCHEDULED and publication.dispatched_at is None


def waits_for(step: PublishingStep, publication: Publication, now: datetime) -> bool:
    """Whether it waits for this step. A look that comes before its time is another delivery of the one that was just
    taken."""
    if step == "look_up":
        return publication.state is PublicationState.UNCERTAIN and is_look_due(publication, now)
    return publication.state is PublicationState.SCHEDULED


def is_same_call(standing: Publication, claimed: Publication) -> bool:
    """Whether no other call was made since, and this one was not settled: the same part is still to come."""
    unsettled = standing.state in (PublicationState.UNCERTAIN, PublicationState.SCHEDULED)
    marks = [(one.revision, one.attempts, len(one.sent)) for one in (standing, claimed)]
    return unsettled and marks[0] == marks[1]
