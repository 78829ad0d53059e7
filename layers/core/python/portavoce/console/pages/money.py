"""How the month's budgets stand, what was told of them and what their brakes have done, what listening and drafts cost;
alerts are put off here."""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus

from portavoce.advertising.brake.model import BrakeAct
from portavoce.advertising.brake.service.desk import BrakeOff, NothingHeld, OrderMoved, SpendUnread
from portavoce.console.answer import PageAnswer
from portavoce.console.refusal import PageRefusal, changed_meanwhile, not_there
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.measuring.post_results import Counting
from portavoce.people.roles import Right
from portavoce.reporting.compose import Speaker, write_words
from portavoce.reporting.model import Alert
from portavoce.reporting.phrases import translate
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.advertising import budgets
from portavoce.runtime.wiring.alerts import alert_handling, alerts
from portavoce.runtime.wiring.brake_desk import brake_desk
from portavoce.runtime.wiring.drafts import drafts
from portavoce.runtime.wiring.listening_cost import listening_keeper
from portavoce.runtime.wiring.measuring import boosts

page = PageRoutes("money")
_ALERTS_READ, _SHOWN_FOR = 25, timedelta(days=35)
SNOOZE_DAYS = (1, 3, 7)
COUNTED: Mapping[Counting, str] = {
    "conversions": mark("Counted are visits to your site that became something."),
    "clicks": mark("Counted are people's clicks on links: of too few posts it is known what visits became."),
    "interactions": mark("Counted are interactions: of too few posts visits or clicks on links are known."),
}


@page.get("", Right.READ_MONEY)
def show_money(visit: Visit) -> PageAnswer:
    """Each budget as its ad account was last read, what was told and nobody has seen yet, each platform that bills what
    it tells, drafts of answers, and on demand which posts may be worth an ad."""
    return visit.show(
        "pages/money.html",
        budgets=budgets().of(visit.brand, visit.now) if visit.brand.budgets else [],
        alerts=[(one, _say(visit, one)) for one in _list_open(visit)],
        snooze_days=SNOOZE_DAYS,
        brakes={one.budget_id: one for one in brake_desk().of_brand(visit.brand)} if visit.brand.budgets else {},
        may_steer=visit.may(Right.STEER_MONEY),
        listening=listening_keeper().records.of_brand(visit.brand.id).values(),
        drafts=drafts().month_of(visit.brand, visit.now),
        tell=lambda text: translate(text, visit.language),
        # Three months of posts are read for it: only when somebody asks.
        advice=boosts().advise(visit.brand, visit.now) if visit.query.one("boosts") else None,
        counted=COUNTED,
    )


@page.post("/seen", Right.STEER_MONEY)
def acknowledge_alert(visit: Visit) -> PageAnswer:
    """Nobody is mailed about it any more."""
    alert = _find(visit)
    alert_handling().acknowledge(alert.alert_id, visit.user.email, visit.now)
    return visit.go("money")


@page.post("/later", Right.STEER_MONEY)
def snooze_alert(visit: Visit) -> PageAnswer:
    """What is told of its budget or ad account waits."""
    alert, days = _find(visit), visit.form.one("days")
    if days not in map(str, SNOOZE_DAYS):
        raise not_there()
    alert_handling().snooze(alert.alert_id, visit.now + timedelta(days=int(days)), visit.user.email, visit.now)
    visit.facts["days"] = days
    return visit.go("money")


def _list_open(visit: Visit) -> list[Alert]:
    found, _cursor = alerts().list_page(visit.brand.id, limit=_ALERTS_READ)
    return [
        one
        for one in found
        if one.can_be_handled and not one.quiet and not one.acknowledged_by and visit.now - one.raised_at < _SHOWN_FOR
    ]


def _find(visit: Visit) -> Alert:
    alert = alerts().get(visit.form.one("alert"))
    if alert is None or alert.brand_id != visit.brand.id or not alert.can_be_handled:
        raise not_there()
    visit.facts["alert"] = alert.alert_id
    return alert


def _say(visit: Visit, alert: Alert) -> str:
    brand = visit.brand
    speaker = Speaker(brand.id, brand.name, visit.language, brand.zone, settings().stage)
    return write_words(alert.kind, alert.facts, speaker).happened


@page.post("/pause", Right.STEER_MONEY)
def pause_ads(visit: Visit) -> PageAnswer:
    """Orders that the budget's campaigns be paused."""
    return _order(visit, "pause")


@page.post("/resume", Right.STEER_MONEY)
def resume_ads(visit: Visit) -> PageAnswer:
    """Orders that those campaigns run again that we have paused."""
    return _order(visit, "restart")


def _order(visit: Visit, act: BrakeAct) -> PageAnswer:
    name = visit.form.one("budget")
    budget = next((one for one in visit.brand.budgets if one.id == name), None)
    if budget is None:
        raise not_there()
    visit.facts["budget"] = budget.id
    try:
        brake_desk().order(visit.brand, budget, act, visit.user.email, visit.now)
    except BrakeOff:
        raise PageRefusal(
            HTTPStatus.CONFLICT,
            mark("The brake of this budget is off"),
            mark("Nothing was ordered. Switch it on in the brand's file, or switch the campaigns in the ad account."),
        ) from None
    except (NothingHeld, SpendUnread, OrderMoved):
        raise changed_meanwhile() from None
    return visit.go("money")
