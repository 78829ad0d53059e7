"""The people who want to buy, newest first."""

from portavoce.console.answer import PageAnswer
from portavoce.console.routes import PageRoutes
from portavoce.console.visit import Visit
from portavoce.people.roles import Right
from portavoce.runtime.wiring.community import community
from portavoce.table.cursor import BadCursor

page = PageRoutes("leads")
_ROWS = 25


@page.get("", Right.READ_LEADS)
def show_leads(visit: Visit) -> PageAnswer:
    """A page of them. Each seller sees all: nobody is named for a lead yet."""
    try:
        found, cursor = community().leads(visit.brand.id, limit=_ROWS, cursor=visit.query.one("cursor") or None)
    except BadCursor:
        found, cursor = community().leads(visit.brand.id, limit=_ROWS)
    return visit.show("pages/leads.html", leads=found, cursor=cursor or "", reads_inbox=visit.may(Right.READ_INBOX))
