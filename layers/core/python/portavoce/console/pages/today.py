"""What needs a person, most urgent first, and what leaves next."""

from datetime import timedelta

from portavoce.console.answer import PageAnswer
from portavoce.console.refusal import changed_meanwhile, not_there
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.people.roles import Reach, Right
from portavoce.platforms.addresses import NoPostAddress
from portavoce.platforms.contract import Sent
from portavoce.publishing.model import Publication, PublicationState
from portavoce.publishing.service.ledger import (
    ClaimedByAnother,
    Moved,
    NoPublication,
    NotAsked,
    RevisionMoved,
)
from portavoce.publishing.states import is_asked_about
from portavoce.publishing.summary import find_troubles
from portavoce.runtime.wiring.attention import find_ending, find_new_leads, find_overspent, find_urgent
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.settlement import find_sent

page = PageRoutes("")
BACK, AHEAD = timedelta(days=4), timedelta(days=3)
"""What is read of the calendar: of 2,000 posts a year some forty. Older ones and later ones are on their own pages."""
NEXT_COUNT = 6
_KINDS = {
    PublicationState.UNCERTAIN: mark("Post with no answer"),
    PublicationState.FAILED: mark("Post that failed"),
    PublicationState.MISSED: mark("Post that missed its time"),
    PublicationState.FROZEN: mark("Post that a freeze held back"),
}


@page.get("", Right.SEE)
def show_today(visit: Visit) -> PageAnswer:
    """The page. Whoever sees only their own sees only the posts that ask for their yes."""
    return _show(visit)


def _show(visit: Visit, error: str = "") -> PageAnswer:
    found = list(ledger().between(visit.brand.id, visit.now - BACK, visit.now + AHEAD))
    sees_all = visit.reach(Right.SEE) is Reach.ALL
    leaving = [one for one in found if one.state is PublicationState.SCHEDULED and one.planned_at >= visit.now]
    return visit.show(
        "pages/today.html",
        troubles=find_troubles(found) if sees_all else [],
        comments=find_urgent(visit.brand, visit.now) if visit.may(Right.READ_INBOX) else [],
        waiting=[one for one in found if _waits_for_reader(visit, one)],
        leads=find_new_leads(visit.brand, visit.now) if visit.may(Right.READ_LEADS) else [],
        budgets=find_overspent(visit.brand, visit.now) if visit.may(Right.READ_MONEY) else [],
        ending=list(find_ending(visit.brand, visit.now)) if visit.may(Right.CONNECT) else [],
        leaving=leaving[:NEXT_COUNT] if sees_all else [],
        kinds=_KINDS,
        is_asked_about=is_asked_about,
        may_settle=visit.may(Right.SETTLE),
        error=error,
    )


@page.post("/today/settle", Right.SETTLE)
def settle_publication(visit: Visit) -> PageAnswer:
    """What a person found out about a post without an answer: it is out at this address, or it is not and leaves."""
    publication = _own_publication(visit)
    is_out = visit.form.one("answer") == "out"
    visit.facts |= {"publication": publication.publication_id, "answer": "out" if is_out else "not out"}
    try:
        sent: Sent | None = find_sent(publication, visit.form.one("url").strip()) if is_out else None
        ledger().settle(publication.publication_id, sent, visit.now, visit.form.number("revision") or 0)
    except NoPostAddress:
        return _show(visit, visit.say(mark("This is no address of a post: open the post and copy its address.")))
    except ClaimedByAnother:
        return _show(visit, visit.say(mark("Another post of yours has this address: look which of them it is.")))
    except (RevisionMoved, NotAsked, NoPublication, Moved):
        raise changed_meanwhile() from None
    return visit.go()


def _own_publication(visit: Visit) -> Publication:
    """That of the form, if it is the brand's."""
    found = ledger().get(visit.form.one("publication"))
    if found is None or found.brand_id != visit.brand.id:
        raise not_there()
    return found


def _waits_for_reader(visit: Visit, one: Publication) -> bool:
    if one.state is not PublicationState.IN_REVIEW or one.approval is None or one.approval.decision is not None:
        return False
    right = Right.APPROVE_CLIENT if one.approval.needed_from == "client" else Right.APPROVE_INTERNAL
    return visit.may(right)
