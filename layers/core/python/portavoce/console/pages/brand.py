"""The brand's file as it stands. It shows: the file is changed by `portavoce brand apply`."""

from portavoce.console.answer import PageAnswer
from portavoce.console.goal_words import GOAL_NAMES
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.people.roles import Right

page = PageRoutes("brand")
APPROVALS = {
    "none": mark("nobody"),
    "internal": mark("the firm"),
    "client": mark("the client"),
}
SWITCHES = {
    "hide_abuse": mark("insults are hidden"),
    "hide_links": mark("links to other sites are hidden"),
    "sell_to_buyers": mark("who wants to buy becomes a lead"),
    "assign_questions": mark("questions are assigned"),
    "assign_complaints": mark("complaints are assigned"),
}
PEOPLE = {
    "alerts": mark("Alerts"),
    "sales": mark("Sales"),
    "approvers": mark("Who approves for the firm"),
    "clients": mark("Clients"),
}
KINDS = {
    "comment": mark("Comments"),
    "message": mark("Messages"),
    "review": mark("Reviews"),
    "mention": mark("Mentions"),
    "lead_form": mark("Forms"),
}


@page.get("", Right.READ_BRAND)
def show_brand(visit: Visit) -> PageAnswer:
    """Who speaks, to whom, how and where. Addresses of people are for whoever manages them."""
    found = visit.brand
    return visit.show(
        "pages/brand.html",
        approvals=APPROVALS,
        goals=GOAL_NAMES,
        switches=[(title, getattr(found.triage, name)) for name, title in SWITCHES.items()],
        people=[(title, getattr(found.people, name)) for name, title in PEOPLE.items()],
        answer_times=[
            (title, minutes) for name, title in KINDS.items() if (minutes := getattr(found.inbox.answer_within, name))
        ],
        sees_rules=visit.may(Right.SET_RULES),
        sees_people=visit.may(Right.MANAGE_PEOPLE),
    )
