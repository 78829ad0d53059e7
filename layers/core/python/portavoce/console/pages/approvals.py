"""The posts that wait for the reader's yes: approve one or many, or ask for changes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import groupby
from typing import NamedTuple

from portavoce.console.answer import PageAnswer
from portavoce.console.moments import read_moment
from portavoce.console.refusal import not_there
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.people.roles import Right
from portavoce.publishing.approval import waits_for_decision
from portavoce.publishing.model import Publication, ReviewDecision
from portavoce.publishing.service.ledger import Moved
from portavoce.publishing.service.reviews import NotInReview
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.review import reviews

page = PageRoutes("approvals")
_AHEAD = timedelta(days=10)
"""As far as a brand of 2,000 posts a year is read for less than twelve units."""
_MOST_LETTERS = 2000
_RIGHTS = {"client": Right.APPROVE_CLIENT, "internal": Right.APPROVE_INTERNAL}
_MOVED = mark("Some have changed since you saw them, and were left alone: look at them again.")


class WaitingPost(NamedTuple):
    """A post that waits, on the channels on which the reader may say yes."""

    post_id: str
    publications: tuple[Publication, ...]

    @property
    def leaves_at(self) -> datetime:
        """When the first of them would leave; unapproved they do not."""
        return min(one.planned_at for one in self.publications)

    @property
    def names(self) -> str:
        """Its publications with their revisions, as a form carries them: a yes is for what was seen."""
        return " ".join(f"{one.publication_id}@{one.revision}" for one in self.publications)


@page.get("", Right.APPROVE_INTERNAL, Right.APPROVE_CLIENT)
def show_approvals(visit: Visit) -> PageAnswer:
    """What waits in the next days, or in those from the moment that the address names."""
    return _show(visit)


@page.post("/approve", Right.APPROVE_INTERNAL, Right.APPROVE_CLIENT)
def approve_posts(visit: Visit) -> PageAnswer:
    """Says yes to what was chosen, each as it was seen."""
    names = [name for chosen in visit.form.many("chosen") for name in chosen.split()]
    if not names:
        return _show(visit, visit.say(mark("Choose at least one post: nothing was approved.")))
    return _decide(visit, names, "approved", None)


@page.post("/changes", Right.APPROVE_INTERNAL, Right.APPROVE_CLIENT)
def ask_for_changes(visit: Visit) -> PageAnswer:
    """Says what should change: the post stays until it is edited."""
    comment = visit.form.one("comment").strip()[:_MOST_LETTERS]
    if not comment:
        return _show(visit, visit.say(mark("Say what should change: nothing was sent.")))
    return _decide(visit, visit.form.one("post").split(), "changes_requested", comment)


def _show(visit: Visit, error: str = "", status: HTTPStatus | None = None) -> PageAnswer:
    since = max(read_moment(visit.query.one("since"), visit.now), visit.now)
    found = ledger().between(visit.brand.id, since, since + _AHEAD)
    return visit.show(
        "pages/approvals.html",
        status=status or (HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK),
        posts=list(group_waiting(visit, found)),
        until=since + _AHEAD,
        told=visit.query.one("told") == "yes",
        error=error,
    )


def group_waiting(visit: Visit, found: Iterable[Publication]) -> Iterable[WaitingPost]:
    """Those of them that wait for this reader, by post, soonest first."""
    mine = sorted((one for one in found if _may_decide(visit, one)), key=lambda one: one.post_id)
    posts = [WaitingPost(name, tuple(some)) for name, some in groupby(mine, key=lambda one: one.post_id)]
    return sorted(posts, key=lambda one: one.leaves_at)


def _may_decide(visit: Visit, one: Publication) -> bool:
    if one.approval is None or one.approval.decision is not None or not waits_for_decision(one, visit.now):
        return False
    return visit.may(_RIGHTS[one.approval.needed_from])


def _decide(visit: Visit, names: Iterable[str], decision: ReviewDecision, comment: str | None) -> PageAnswer:
    left = 0
    for name in names:
        publication_id, _, revision = name.rpartition("@")
        one = ledger().get(publication_id)
        if one is None or one.brand_id != visit.brand.id:
            raise not_there()
        if str(one.revision) != revision or not _may_decide(visit, one):
            left += 1
            continue
        try:
            reviews().decide(one, decision, by=visit.user.email, comment=comment, now=visit.now)
        except (Moved, NotInReview):
            left += 1
    visit.facts |= {"decision": decision, "posts": " ".join(names)}
    return _show(visit, visit.say(_MOVED), HTTPStatus.CONFLICT) if left else visit.go("approvals", told="yes")
