"""What the ledger answers to what it will not do: each says where the publication stands and what to do."""

from portavoce.publishing import states
from portavoce.publishing.model import Publication


class NoPublication(Exception):
    """There is no publication of this id."""

    def __init__(self, publication_id: str) -> None:
        super().__init__(f"there is no publication {publication_id}: `portavoce status` lists those there are")
        self.publication_id = publication_id


class RevisionMoved(Exception):
    """The publication is not at the revision that the caller has read. Read it again, then decide."""

    def __init__(self, publication: Publication) -> None:
        super().__init__(
            f"{publication.publication_id} is at revision {publication.revision} by now: read it again and repeat"
        )
        self.publication = publication


class TooLate(Exception):
    """The publication is leaving or has left, so it can no longer be changed; `publication` says where it stands."""

    def __init__(self, publication: Publication) -> None:
        settle = f"portavoce post settle {publication.publication_id}"
        remedy = f": say what became of it with `{settle}`" if states.is_asked_about(publication) else ""
        super().__init__(f"{publication.publication_id} is {publication.state}, it can no longer be changed{remedy}")
        self.publication = publication


class NotAsked(Exception):
    """The publication is not one that a person was asked about; `publication` says where it stands."""

    def __init__(self, publication: Publication) -> None:
        super().__init__(f"{publication.publication_id} is {publication.state}: nobody was asked what became of it")
        self.publication = publication


class ClaimedByAnother(Exception):
    """The post that a person has seen is known to be another publication's."""

    def __init__(self, owner: Publication) -> None:
        super().__init__(f"the post at this address is {owner.publication_id}: look for the other one")


class NotApproved(Exception):
    """The publication needs somebody's yes before it may leave at that time; `publication` says where it stands."""

    def __init__(self, publication: Publication) -> None:
        name = publication.publication_id
        if publication.may_leave:
            why = (
                f"{name} is approved for {publication.local_time} {publication.zone}, and what is approved may leave "
                "later, not earlier: give it an earlier time in the calendar, and it is asked about again"
            )
        else:
            why = (
                f"{name} is not approved: `portavoce review list` shows what waits for a decision, and a new time in "
                "the calendar asks again"
            )
        super().__init__(why)
        self.publication = publication


class SaidAlready(Exception):
    """The channel has said the same lately, as the publication `said_by`. `publication` names it too."""

    def __init__(self, publication: Publication, said_by: str) -> None:
        name, days = publication.publication_id, publication.guard_days
        super().__init__(
            f"{publication.channel_id} has said the same within {days} day{'s' * (days != 1)}, as {said_by}. Change "
            f"the text of {name} and apply the plan again, or send it all the same with "
            f"`portavoce post now {name} --allow duplicate`"
        )
        self.publication = publication.model_copy(update={"said_by": said_by})


class OverFeeCap(Exception):
    """The publication is held back by the brand's cap on fees, and nobody has set that aside for it."""

    def __init__(self, publication: Publication) -> None:
        name = publication.publication_id
        super().__init__(
            f"{name} is held back by the brand's cap on fees. Raise the cap in the brand's file, and it leaves within "
            f"minutes, or send it all the same with `portavoce post now {name} --allow fee_cap`"
        )
        self.publication = publication


class IllegalMove(Exception):
    """An error of ours: the code asked for a step that no publication may take."""
