"""How a publication that needs somebody's yes moves on, or does not. Pure: each function gives it as it then stands."""

from datetime import datetime

from portavoce.publishing import states
from portavoce.publishing.model import Approval, Publication, PublicationState, ReviewDecision

_REVIEWERS = {"internal": "your own approvers", "client": "the client"}


def waits_for_decision(publication: Publication, now: datetime) -> bool:
    """Whether a decision can still do something: it is in review, and its time has not come."""
    return publication.state is PublicationState.IN_REVIEW and publication.planned_at > now


def record_decision(
    publication: Publication, decision: ReviewDecision, by: str, comment: str | None, now: datetime
) -> Publication:
    """Notes a decision about this very revision. Approved, it waits for its time; otherwise it waits for a change.

    Raises ValueError for one that needs no approval."""
    if publication.approval is None:
        raise ValueError(f"{publication.publication_id} needs nobody's approval")
    given = Approval(
        needed_from=publication.approval.needed_from, decision=decision, by=by, decided_at=now, comment=comment
    )
    if decision == "changes_requested":
        return publication.model_copy(update={"approval": given, "updated_at": now})
    scheduled = {"approval": given, "state": PublicationState.SCHEDULED, "watch_at": None, "updated_at": now}
    return publication.model_copy(update=scheduled)


def miss_unapproved(publication: Publication, now: datetime) -> Publication:
    """Ends it as missed: its time has come, and nobody has said yes."""
    approval = publication.approval
    who = _REVIEWERS[approval.needed_from] if approval else "anybody"
    if approval and approval.decision == "changes_requested":
        cause = f"{who.capitalize()} asked for changes to {publication.publication_id}, and its time came before them."
    else:
        cause = f"{publication.publication_id} was not approved by {who} before its time."
    step = (
        "Nothing was posted. Give it a new time in the calendar and apply it: then it is asked about again, "
        "and `portavoce review list` shows that it waits."
    )
    return states.miss_publication(publication, cause, step, now)
