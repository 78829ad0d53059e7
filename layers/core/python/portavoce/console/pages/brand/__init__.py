"""The brand's file as it stands. It shows: the file is changed by `portavoce brand apply`."""

from collections.abc import Mapping

from portavoce.brands.budget import Brake, Curve
from portavoce.brands.inbox.model import CrisisPolicy
from portavoce.brands.model import WEEKDAYS
from portavoce.console.answer import PageAnswer
from portavoce.console.figure_names import GOAL_NAMES, choose_goals, write_figure
from portavoce.console.pages.brand.rule_lines import tell_rule
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.measuring.goal_progress import AT_MOST
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
CRISES: Mapping[CrisisPolicy, str] = {
    "off": mark("none is looked for"),
    "propose": mark("a mail proposes to stop the publishing"),
    "apply": mark("the publishing is stopped, and a mail says so"),
}
BRAKES: Mapping[Brake, str] = {
    "off": mark("nothing is done"),
    "propose": mark("a mail proposes to pause its campaigns"),
    "apply": mark("its campaigns are paused"),
}
CURVES: Mapping[Curve, str] = {
    "even": mark("the same each day"),
    "weekdays": mark("on Mondays to Fridays"),
    "front": mark("most of it at first"),
}
COSTS = {"labour": mark("labour"), "fees": mark("fees")}


@page.get("", Right.READ_BRAND)
def show_brand(visit: Visit) -> PageAnswer:
    """Who speaks, to whom, how and where. Addresses of people are for whoever manages them, money for who reads it."""
    found, sees_people, sees_money = visit.brand, visit.may(Right.MANAGE_PEOPLE), visit.may(Right.READ_MONEY)
    return visit.show(
        "pages/brand/page.html",
        approvals=APPROVALS,
        goals=choose_goals(found, reads_money=sees_money),
        goal_names=GOAL_NAMES,
        at_most=AT_MOST,
        write_target=lambda goal: write_figure(goal.metric, goal.target, found, visit.words),
        weekdays=WEEKDAYS,
        switches=[(title, getattr(found.triage, name)) for name, title in SWITCHES.items()],
        rules=[tell_rule(one, visit.say, visit.words, names_people=sees_people) for one in found.rules],
        crises=CRISES,
        brakes=BRAKES,
        curves=CURVES,
        cost_kinds=COSTS,
        utm=list(found.links.utm),
        people=[(title, getattr(found.people, name)) for name, title in PEOPLE.items()],
        answer_times=[
            (title, minutes) for name, title in KINDS.items() if (minutes := getattr(found.inbox.answer_within, name))
        ],
        sees_rules=visit.may(Right.SET_RULES),
        sees_money=sees_money,
        sees_people=sees_people,
    )
