"""The people who want to buy, newest first: whose each is, how it ended and what it is worth."""

from http import HTTPStatus
from typing import NamedTuple

from pydantic import ValidationError

from portavoce.brands.written_amount import AmountUnclear, read_amount, write_amount
from portavoce.community.leads.changes import is_of_seller
from portavoce.community.leads.model import LeadChange, LeadMoved
from portavoce.community.leads.service import NoLead
from portavoce.community.leads.sheet import write_leads
from portavoce.community.model import Lead, LeadOutcome
from portavoce.console.answer import PageAnswer
from portavoce.console.refusal import not_there
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.currency import count_digits, find_common_currency
from portavoce.people.model import Role
from portavoce.people.roles import Reach, Right
from portavoce.runtime.wiring.community import leads
from portavoce.runtime.wiring.people import users
from portavoce.table.cursor import BadCursor
from portavoce.visits.service.orders import OrderContested

page = PageRoutes("leads")
_ROWS = 25
OUTCOMES = {
    LeadOutcome.OPEN: mark("still open"),
    LeadOutcome.WON: mark("won"),
    LeadOutcome.LOST: mark("lost"),
}
_MOVED = mark("Nothing was kept: somebody changed this lead a moment ago. What you typed stands below.")
_NO_AMOUNT = mark("Nothing was kept: write the value as money, such as 1,250.00 or 1.250,00, with its currency.")


class Typed(NamedTuple):
    """What somebody has typed about a lead, as it stands in their form."""

    lead_id: str = ""
    outcome: str = LeadOutcome.OPEN
    value: str = ""
    currency: str = ""
    order: str = ""
    seller: str = ""


@page.get("", Right.READ_LEADS)
def show_leads(visit: Visit) -> PageAnswer:
    """A page of them. A seller sees their own, and those that nobody has taken yet."""
    return _show(visit)


@page.post("/outcome", Right.MAKE_LEADS)
def note_outcome(visit: Visit) -> PageAnswer:
    """Keeps how it ended, what it is worth and whose it is. A seller who says something of one that is nobody's takes
    it."""
    lead, typed = _find(visit), Typed(*(visit.form.one(name).strip() for name in _FIELDS))
    visit.facts |= {"lead": lead.lead_id, "outcome": typed.outcome}
    try:
        change = _read_change(visit, lead, typed)
        leads().change(visit.brand.id, lead.lead_id, change, visit.user.email, visit.now)
    except (AmountUnclear, ValidationError):
        return _show(visit, visit.say(_NO_AMOUNT), typed, HTTPStatus.UNPROCESSABLE_ENTITY)
    except (LeadMoved, OrderContested):
        return _show(visit, visit.say(_MOVED), typed, HTTPStatus.CONFLICT)
    except NoLead:
        raise not_there() from None
    return visit.go("leads", told=lead.lead_id, cursor=visit.form.one("cursor"))


@page.get("/file", Right.MAKE_REPORTS)
def export_leads(visit: Visit) -> PageAnswer:
    """All of them as CSV."""
    content = write_leads(leads().iterate(visit.brand.id)).encode()
    name = f"leads-{visit.brand.id}-{visit.now:%Y-%m-%d}.csv"
    headers = {"content-type": "text/csv; charset=utf-8", "content-disposition": f'attachment; filename="{name}"'}
    return PageAnswer(HTTPStatus.OK, content, headers)


_FIELDS = ("lead", "outcome", "value", "currency", "order", "seller")
_NO_ONE = Typed()


def _show(visit: Visit, error: str = "", typed: Typed = _NO_ONE, status: HTTPStatus = HTTPStatus.OK) -> PageAnswer:
    cursor = visit.query.one("cursor") or visit.form.one("cursor")
    try:
        found, following = leads().list_page(
            visit.brand.id, limit=_ROWS, cursor=cursor or None, is_wanted=lambda one: _sees(visit, one)
        )
    except BadCursor:
        raise not_there() from None
    reach = visit.reach(Right.MAKE_LEADS)
    return visit.show(
        "pages/leads.html",
        status=status,
        rows=[(one, typed if one.lead_id == typed.lead_id else _type_out(visit, one)) for one in found],
        cursor=cursor,
        following=following or "",
        error=error,
        wrong=typed.lead_id,
        told=visit.query.one("told"),
        outcomes=OUTCOMES,
        digits=count_digits,
        may_note=reach is not None,
        sellers=_list_sellers(visit) if reach is Reach.ALL else [],
        hands_on=reach is Reach.ALL,
        may_export=visit.may(Right.MAKE_REPORTS),
        reads_inbox=visit.may(Right.READ_INBOX),
    )


def _sees(visit: Visit, lead: Lead) -> bool:
    return visit.reach(Right.READ_LEADS) is Reach.ALL or is_of_seller(lead, visit.user.email)


def _find(visit: Visit) -> Lead:
    """That of the form, if the reader sees it: another seller's does not exist for them."""
    try:
        lead = leads().find(visit.brand.id, visit.form.one("lead"))
    except NoLead:
        raise not_there() from None
    if not _sees(visit, lead):
        raise not_there()
    return lead


def _type_out(visit: Visit, lead: Lead) -> Typed:
    """The form of a lead as it stands."""
    known = find_common_currency(one.currency for one in visit.brand.budgets) or ""
    value = write_amount(lead.value_minor, lead.currency) if lead.value_minor and lead.currency else ""
    return Typed(lead.lead_id, lead.outcome, value, lead.currency or known, lead.order or "", lead.seller or "")


def _read_change(visit: Visit, lead: Lead, typed: Typed) -> LeadChange:
    """Raises AmountUnclear, ValidationError."""
    currency = typed.currency.upper()
    amount = read_amount(typed.value, currency) if typed.value else None
    said: dict[str, object] = {"outcome": typed.outcome, "revision": visit.form.number("revision")}
    said |= {"value_minor": amount, "currency": currency if amount else None, "order": typed.order or None}
    if visit.reach(Right.MAKE_LEADS) is Reach.ALL:
        said["seller"] = typed.seller or None
    elif lead.seller is None:
        said["seller"] = visit.user.email
    return LeadChange.model_validate(said)


def _list_sellers(visit: Visit) -> list[str]:
    """Who sells for the brand and may come in, by address."""
    found = users().list_all()
    return [one.email for one in found if one.may_come_in and Role.SALES in one.roles_for(visit.brand.id)]
