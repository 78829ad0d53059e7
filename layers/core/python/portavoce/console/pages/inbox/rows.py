"""The list: one for all platforms, newest first, and a look for what is new."""

from datetime import datetime
from typing import Any

from portavoce.community.desk.model import InboxPage
from portavoce.console.answer import PageAnswer
from portavoce.console.interaction_kinds import KINDS
from portavoce.console.pages.inbox.door import ACTIONS, LABELS, STATES, InboxList, name_of, page
from portavoce.console.visit import Visit
from portavoce.people.roles import Right
from portavoce.runtime.wiring.community import desk
from portavoce.table.cursor import BadCursor

ROWS, ROWS_BESIDE, ROWS_OF_NEWS = 40, 20, 10


@page.get("", Right.READ_INBOX)
def show_inbox(visit: Visit) -> PageAnswer:
    """The page of the list."""
    wanted = InboxList.read(visit.query)
    found = read_rows(visit, wanted, ROWS, visit.query.one("cursor") or None)
    return visit.show("pages/inbox/list.html", **describe_list(wanted, found))


@page.get("/news", Right.READ_INBOX)
def count_news(visit: Visit) -> PageAnswer:
    """How many have come since the newest that is shown. It is asked every half minute: it reads few."""
    wanted = InboxList.read(visit.query)
    newest = visit.query.one("newest")
    found = read_rows(visit, wanted, ROWS_OF_NEWS, None)
    count = sum(one.waits_since.isoformat() > newest for one in found.items)
    return visit.show("pages/inbox/news.html", wanted=wanted, newest=newest, count=count)


def read_rows(visit: Visit, wanted: InboxList, limit: int, cursor: str | None) -> InboxPage:
    """A part of the list; from its beginning where the cursor is none of ours."""
    names = visit.brand.id, wanted.status, wanted.filter_for(visit.user.email)
    try:
        return desk().list_page(*names, limit=limit, cursor=cursor)
    except BadCursor:
        return desk().list_page(*names, limit=limit)


def describe_list(wanted: InboxList, found: InboxPage) -> dict[str, Any]:
    """What the templates know of a list."""
    newest: datetime | None = max((one.waits_since for one in found.items), default=None)
    return {
        "wanted": wanted,
        "found": found,
        "newest": newest.isoformat() if newest else "",
        "states": STATES,
        "kinds": KINDS,
        "labels": LABELS,
        "actions": ACTIONS,
        "name_of": name_of,
    }
