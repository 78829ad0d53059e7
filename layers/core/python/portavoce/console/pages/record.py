"""Who did what for the brand, newest first, on the page and as a file."""

import csv
from http import HTTPStatus
from io import StringIO

from portavoce.console.act_names import ACTS, FACTS
from portavoce.console.answer import PageAnswer
from portavoce.console.refusal import not_there
from portavoce.console.routes import PageRoutes
from portavoce.console.visit import Visit
from portavoce.contained_text import contain_cell
from portavoce.people.roles import Right
from portavoce.runtime.wiring.audit import audit
from portavoce.table.cursor import BadCursor

page = PageRoutes("record")
ROWS, MOST_EXPORTED = 50, 5000


@page.get("", Right.MANAGE_PEOPLE)
def show_record(visit: Visit) -> PageAnswer:
    """A page of it."""
    try:
        acts, following = audit().list_page(visit.brand.id, visit.query.one("from") or None, ROWS)
    except BadCursor:
        raise not_there() from None
    return visit.show("pages/record.html", acts=acts, following=following, act_names=ACTS, fact_names=FACTS)


@page.get("/file", Right.MANAGE_PEOPLE)
def export_record(visit: Visit) -> PageAnswer:
    """All of it as CSV, at most 5,000 acts: what is older is read by `portavoce audit`."""
    rows, cursor = list[list[str]](), None
    while len(rows) < MOST_EXPORTED:
        acts, cursor = audit().list_page(visit.brand.id, cursor, ROWS)
        for one in acts:
            facts = "; ".join(f"{name}: {value}" for name, value in sorted(one.facts.items()))
            rows.append([one.at.isoformat(), one.by, one.act, one.subject, facts, str(one.status or "")])
        if cursor is None:
            break
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(["at", "by", "act", "of", "facts", "status"])
    writer.writerows([contain_cell(cell) for cell in row] for row in rows)
    name = f"record-{visit.brand.id}-{visit.now:%Y-%m-%d}.csv"
    headers = {"content-type": "text/csv; charset=utf-8", "content-disposition": f'attachment; filename="{name}"'}
    return PageAnswer(HTTPStatus.OK, written.getvalue().encode(), headers)
