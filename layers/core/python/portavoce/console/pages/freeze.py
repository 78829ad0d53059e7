"""Stopping the publishing, and letting it go on: what would happen is shown before it does."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from portavoce.console.answer import PageAnswer
from portavoce.console.refusal import changed_meanwhile, not_there
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.people.model import Role
from portavoce.people.roles import Right
from portavoce.publishing.model import Freeze, PublicationState
from portavoce.publishing.resume_plan import How, ResumePlan, WindowTooShort
from portavoce.publishing.service.freezes import NoFreeze, PlanMoved, TooManyFreezes
from portavoce.publishing.service.ledger import Moved
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.ledger import freezes, ledger

page = PageRoutes("freeze")
_SHOWN_AHEAD = timedelta(days=1)
_LONGEST = timedelta(days=3660)
_ID_BYTES, _MOST_LETTERS = 6, 500
MODES = {
    "keep": mark("Keep the times: what is too late is missed"),
    "shift": mark("Shift all by the same time"),
    "spread": mark("Spread over a time, in the same order"),
    "drop": mark("Drop what was held up"),
}
FATES = {
    "moves": mark("leaves later"),
    "missed": mark("is missed"),
    "dropped": mark("is dropped"),
    "stays": mark("stays held by the cap on fees"),
}


class EndUnclear(ValueError):
    """The end of a freeze is no moment ahead. `text` of the catalogues says which of the two is wrong."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Wish(NamedTuple):
    """What somebody wants to stop, as they typed it."""

    scope: str = "brand"
    campaign: str = ""
    reason: str = ""
    until: str = ""


@page.get("", Right.FREEZE, Right.RESUME)
def show_freeze(visit: Visit) -> PageAnswer:
    """The page: what stands still, and the form that stops more."""
    return _show(visit, Wish())


@page.post("/stop", Right.FREEZE)
def stop_publishing(visit: Visit) -> PageAnswer:
    """Stops it: nothing that it covers starts to leave after the answer. The same form twice is one freeze."""
    wish = Wish(*(visit.form.one(name).strip() for name in Wish._fields))
    try:
        freezes().freeze(
            **_read_scope(visit, wish),
            reason=wish.reason[:_MOST_LETTERS] or visit.say(mark("no reason given")),
            by=visit.user.email,
            now=visit.now,
            until=_read_moment(visit, wish.until),
            freeze_id=visit.form.one("freeze")[: 2 * _ID_BYTES] or None,
        )
    except EndUnclear as unclear:
        wrong = visit.say(unclear.text, until=wish.until)
        return _show(visit, wish, wrong, HTTPStatus.UNPROCESSABLE_ENTITY)
    except ValueError:
        wrong = visit.say(mark("Nothing was stopped: the campaign has no name."))
        return _show(visit, wish, wrong, HTTPStatus.UNPROCESSABLE_ENTITY)
    except (TooManyFreezes, Moved):
        many = visit.say(mark("Nothing was stopped: too much changes at this moment, or too many freezes stand."))
        return _show(visit, wish, many, HTTPStatus.CONFLICT)
    visit.facts["scope"] = wish.scope
    return visit.go("freeze")


@page.get("/resume", Right.RESUME)
def show_resume(visit: Visit) -> PageAnswer:
    """What going on would do to each post. Nothing is done."""
    freeze = _find(visit, visit.query.one("freeze"))
    mode = visit.query.one("mode", "spread")
    return _show_plan(visit, freeze, mode, visit.query.one("minutes", "180"))


@page.post("/resume", Right.RESUME)
def resume_publishing(visit: Visit) -> PageAnswer:
    """Does what was shown, or nothing."""
    freeze = _find(visit, visit.form.one("freeze"))
    mode, minutes = visit.form.one("mode"), visit.form.one("minutes")
    visit.facts |= {"freeze": freeze.freeze_id, "mode": mode}
    try:
        how = _read_how(mode, minutes)
        seen = visit.form.one("seen")
        freezes().resume(freeze.freeze_id, how, by=visit.user.email, now=visit.now, if_plan=seen)
    except PlanMoved:
        moved = visit.say(mark("Nothing was done: posts have changed since the plan was shown. This is the new one."))
        return _show_plan(visit, freeze, mode, minutes, error=moved, status=HTTPStatus.CONFLICT)
    except (ValueError, WindowTooShort):
        return _show_plan(visit, freeze, mode, minutes)
    except (NoFreeze, Moved):
        raise changed_meanwhile() from None
    return visit.go("freeze")


def _show(visit: Visit, wish: Wish, error: str = "", status: HTTPStatus = HTTPStatus.OK) -> PageAnswer:
    soon = ledger().between(visit.brand.id, visit.now, visit.now + _SHOWN_AHEAD)
    return visit.show(
        "pages/freeze.html",
        status=status,
        standing=list(_list_standing(visit)),
        wish=wish,
        error=error,
        coming=sum(one.state is PublicationState.SCHEDULED for one in soon),
        may_stop=visit.may(Right.FREEZE),
        may_resume=visit.may(Right.RESUME),
        may_stop_all=_owns_every_brand(visit),
        freeze_id=secrets.token_hex(_ID_BYTES),
    )


def _show_plan(
    visit: Visit, freeze: Freeze, mode: str, minutes: str, *, error: str = "", status: HTTPStatus = HTTPStatus.OK
) -> PageAnswer:
    plan: ResumePlan | None = None
    try:
        plan = freezes().plan_resume(freeze.freeze_id, _read_how(mode, minutes), visit.now)
    except NoFreeze:
        raise changed_meanwhile() from None
    except ValueError:
        error = error or visit.say(mark("Say in how many minutes, as a number from 1 to 10080."))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    except WindowTooShort:
        error = error or visit.say(mark("The posts do not fit into that time: allow more minutes."))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    names = {"freeze": freeze, "mode": mode, "minutes": minutes, "modes": MODES, "fates": FATES}
    return visit.show("pages/resume.html", status=status, plan=plan, error=error, **names)


def _list_standing(visit: Visit) -> Iterator[Freeze]:
    return (one for one in freezes().active() if one.brand_id in (None, visit.brand.id))


def _find(visit: Visit, freeze_id: str) -> Freeze:
    """That of the brand; one over everything belongs to whoever owns everything."""
    for one in _list_standing(visit):
        if one.freeze_id == freeze_id and (one.brand_id or _owns_every_brand(visit)):
            return one
    raise not_there()


def _read_scope(visit: Visit, wish: Wish) -> dict[str, Any]:
    """Raises ValueError for a campaign without a name."""
    kind, _, channel = wish.scope.partition(":")
    if kind == "everything":
        if not _owns_every_brand(visit):
            raise not_there()
        return {"brand_id": None}
    if kind == "channel":
        if visit.brand.channel(channel) is None:
            raise not_there()
        return {"brand_id": visit.brand.id, "channel": channel}
    if kind == "campaign" and not wish.campaign:
        raise ValueError("a campaign has a name")
    return {"brand_id": visit.brand.id, "campaign": wish.campaign if kind == "campaign" else None}


def _read_moment(visit: Visit, text: str) -> datetime | None:
    """A moment ahead; None without one. Its own offset counts where it has one, or else the brand's clocks. Raises
    EndUnclear."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(visit.brand.zone))).astimezone(UTC)
        is_near = moment < visit.now + _LONGEST
    except (ValueError, OverflowError):
        is_near = False
    if not is_near:
        text = mark("Nothing was stopped: %(until)s is no moment. Write it such as 2026-12-05 18:00.")
        raise EndUnclear(text)
    if moment <= visit.now:
        raise EndUnclear(mark("Nothing was stopped: %(until)s is past. Choose an end ahead, or none."))
    return moment


def _read_how(mode: str, minutes: str) -> How:
    """Raises ValueError."""
    takes_time = mode in ("shift", "spread")
    try:
        return How.model_validate({"mode": mode, "minutes": minutes if takes_time else None})
    except ValidationError:
        raise ValueError(mode) from None


def _owns_every_brand(visit: Visit) -> bool:
    found = brands().list_page()
    every = [one.brand.id for one in found.brands]
    return found.cursor is None and all(Role.OWNER in visit.user.roles_for(one) for one in every)
