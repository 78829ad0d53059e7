"""What needs a person, most urgent first, and what leaves next."""

from collections.abc import Iterable
from datetime import timedelta

from portavoce.advertising.model import BudgetStatus
from portavoce.community.desk.model import InboxEntry
from portavoce.community.model import Lead
from portavoce.connections.alerts import LOST
from portavoce.connections.model import Connection, Holder, holders
from portavoce.console.answer import PageAnswer
from portavoce.console.refusal import changed_meanwhile, not_there
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.console.waiting_posts import WaitingPosts
from portavoce.people.roles import Reach, Right
from portavoce.platforms.addresses import NoPostAddress
from portavoce.platforms.contract import Sent
from portavoce.publishing.model import NEEDS_PERSON, Publication, PublicationState
from portavoce.publishing.service.ledger import (
    ClaimedByAnother,
    Moved,
    NoPublication,
    NotAsked,
    RevisionMoved,
)
from portavoce.publishing.states import is_asked_about
from portavoce.runtime.wiring.access import connections
from portavoce.runtime.wiring.advertising import budgets
from portavoce.runtime.wiring.community import community, desk
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.settlement import find_sent

page = PageRoutes("")
BACK, AHEAD = timedelta(days=4), timedelta(days=3)
"""What is read of the calendar: of 2,000 posts a year some forty. Older ones and later ones are on their own pages."""
NEXT_COUNT = 6
COMMENT_COUNT = LEAD_COUNT = 5
_ENDS_SOON, _DUE_SOON, _LEAD_IS_NEW = timedelta(days=7), timedelta(hours=1), timedelta(days=1)
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
        troubles=[one for one in found if one.state in NEEDS_PERSON and one.next_step] if sees_all else [],
        comments=_find_urgent(visit) if visit.may(Right.READ_INBOX) else [],
        waiting=[one for one in WaitingPosts(visit).group(found) if one.may_be_approved],
        leads=_find_new_leads(visit) if visit.may(Right.READ_LEADS) else [],
        budgets=_find_overspent(visit) if visit.may(Right.READ_MONEY) else [],
        ending=list(_find_ending(visit)) if visit.may(Right.CONNECT) else [],
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


def _find_ending(visit: Visit) -> Iterable[tuple[Holder, Connection]]:
    """The accounts that do not work, or will not in a week."""
    known = connections().of_brand(visit.brand.id)
    for holder in holders(visit.brand):
        one = known.get(holder.owner)
        if one and (one.state in LOST or (one.ends_at and one.ends_at - visit.now < _ENDS_SOON)):
            yield holder, one


def _find_urgent(visit: Visit) -> list[InboxEntry]:
    """Comments that are late, or will be soon, the first first."""
    found = desk().list_most_urgent(visit.brand.id, COMMENT_COUNT)
    return [one for one in found if one.answer_by and one.answer_by - visit.now <= _DUE_SOON]


def _find_new_leads(visit: Visit) -> list[Lead]:
    """Whoever wants to buy since yesterday, the newest first."""
    found, _ = community().leads(visit.brand.id, limit=LEAD_COUNT)
    return [one for one in found if visit.now - one.created_at < _LEAD_IS_NEW]


def _find_overspent(visit: Visit) -> list[BudgetStatus]:
    """The budgets that are spent, or will be before the month ends."""
    if not visit.brand.budgets:
        return []
    found = budgets().of(visit.brand, visit.now)
    return [one for one in found if one.is_forecast_over or (one.spent_minor or 0) >= one.budget.amount_minor]
