"""The console's door: who asks, whether they may, and which page answers."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus
from importlib import import_module
from itertools import chain
from traceback import extract_tb
from typing import Any
from uuid import uuid4

from portavoce.audit.model import Act
from portavoce.console import refusal
from portavoce.console.answer import HTML, PageAnswer, see_other, write_answer
from portavoce.console.assets import YEAR, find_asset
from portavoce.console.cookies import MOST_WANTED, SESSION
from portavoce.console.links import PageLinks
from portavoce.console.menu import EVERY_PAGE, find_page
from portavoce.console.refusal import PageRefusal
from portavoce.console.request import FormTooLarge, read_request
from portavoce.console.routes import PageRoute
from portavoce.console.security import is_our_form, security_headers
from portavoce.console.texts import choose_language
from portavoce.console.visit import Visit
from portavoce.people.roles import widest_reach
from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.audit import audit
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.people import sessions

_NONCE_BYTES = 16


def answer(event: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one HTTP API event (payload version 2.0)."""
    try:
        request = read_request(event)
    except FormTooLarge:
        # Anybody can send one: it is no failure of ours, and nothing is looked up for it.
        return write_answer(PageAnswer(HTTPStatus.BAD_REQUEST), security_headers(None), accepts_gzip=False)
    nonce = secrets.token_urlsafe(_NONCE_BYTES)
    links = PageLinks(settings().need("api_url"))
    visit = Visit(
        request, utc_now(), links, nonce, choose_language((request.query.one("language"), *request.languages))
    )
    answered = _answer_asset(request.path) or _answer_page(visit)
    is_page = answered.headers.get("content-type") == HTML
    return write_answer(
        answered, security_headers(nonce if is_page else None, answered.media), accepts_gzip=request.accepts_gzip
    )


def find_routes(path: str) -> Iterable[PageRoute]:
    """The routes of the page that a path below the console belongs to; none for a page that there is not."""
    page = find_page(path)
    return _routes_of(page) if page else ()


def every_route() -> Iterable[PageRoute]:
    """All of them, each once."""
    return chain.from_iterable(map(_routes_of, EVERY_PAGE))


def _routes_of(page: str) -> Iterable[PageRoute]:
    routes: Iterable[PageRoute] = import_module(f"{__package__}.pages.{page}").page
    return routes


def _answer_asset(path: str) -> PageAnswer | None:
    found = find_asset(path.removeprefix("/"))
    if found is None:
        return None
    headers = {"content-type": found.kind, "cache-control": YEAR}
    return PageAnswer(HTTPStatus.OK, found.squeezed, headers, is_squeezed=True)


def _answer_page(visit: Visit) -> PageAnswer:
    try:
        route, names = _find(visit)
        visit.names, visit.rights = names, route.rights
        if route.door != "open" and not _recognise(visit):
            return _ask_to_sign_in(visit)
        if route.door == "brand":
            _enter_brand(visit, route)
        return _act(visit, route) if route.method == "POST" else route.handle(visit)
    except PageRefusal as refused:
        return _refuse(visit, refused)
    except Exception as error:  # noqa: BLE001 - whoever waits is told something, and the log what
        frames = extract_tb(error.__traceback__)
        places = [f"{frame.filename}:{frame.lineno}" for frame in frames if "/portavoce/" in frame.filename]
        logger.error("a page failed", extra={"error": type(error).__name__, "places": places})
        return _refuse(visit, refusal.went_wrong())


def _find(visit: Visit) -> tuple[PageRoute, Mapping[str, str]]:
    request = visit.request
    for route in find_routes(request.path):
        names = route.match(request.path)
        if names is not None and route.method == request.method:
            return route, names
    # Whoever has lost their way is told so in their own language; a stranger has no cookie, and costs nothing.
    _recognise(visit)
    raise refusal.not_there()


def _recognise(visit: Visit) -> bool:
    """Finds out who asks: False for somebody who is not signed in."""
    token = visit.request.cookies.get(SESSION)
    visit.presence = sessions().find(token, visit.now) if token else None
    if visit.presence is None:
        return False
    visit.language = visit.user.language
    return True


def _enter_brand(visit: Visit, route: PageRoute) -> None:
    """Another brand does not exist for whoever has no role for it."""
    roles = visit.user.roles_for(visit.names["brand"])
    visit.found_brand = brands().brand_of(visit.names["brand"]) if roles else None
    if visit.found_brand is None:
        raise refusal.not_there()
    if widest_reach(roles, route.rights) is None:
        _note_refusal(visit, route)
        raise refusal.not_allowed()


def _act(visit: Visit, route: PageRoute) -> PageAnswer:
    """Does what a form asks for, written down before it is done and completed after."""
    if route.door == "open":
        return route.handle(visit)
    if not is_our_form(visit.session.csrf, visit.form.one("csrf")):
        _note_refusal(visit, route)
        raise refusal.not_our_form()
    act = _describe(visit, route)
    facts = act.facts
    key = audit().begin(visit.names.get("brand"), act, {}, uuid4().hex)
    try:
        answered = route.handle(visit)
    except PageRefusal as refused:
        audit().complete(key, refused.status, {**facts, **visit.facts})
        raise
    audit().complete(key, answered.status, {**facts, **visit.facts})
    return answered


def _describe(visit: Visit, route: PageRoute) -> Act:
    facts = {"from": f"console {visit.request.source}"}
    return Act(at=visit.now, by=visit.user.email, act=route.act, subject="/".join(visit.names.values()), facts=facts)


def _note_refusal(visit: Visit, route: PageRoute) -> None:
    act = _describe(visit, route).model_copy(update={"status": HTTPStatus.FORBIDDEN})
    audit().note_refusal(visit.names.get("brand"), act, uuid4().hex)


def _ask_to_sign_in(visit: Visit) -> PageAnswer:
    """Then back to the page that was wanted, or to that on which something was typed: a script keeps the words there.
    Without one they are lost, and the page of the sign-in says so."""
    request = visit.request
    is_sent = request.method == "POST"
    if is_sent:
        asked = visit.links.below(request.came_from)
    else:
        asked = f"{request.path}?{request.raw_query}" if request.raw_query else request.path
    sent = ("kept" if request.is_partial else "lost") if is_sent else ""
    address = visit.links.path("sign_in", wanted=asked if len(asked) <= MOST_WANTED else "", sent=sent)
    if visit.request.is_partial:
        # A part of a page cannot become the sign-in page: the browser is told to go there.
        return PageAnswer(HTTPStatus.OK, headers={"hx-redirect": address})
    return see_other(address)


def _refuse(visit: Visit, refused: PageRefusal) -> PageAnswer:
    number = visit.request.request_id if refused.status is HTTPStatus.INTERNAL_SERVER_ERROR else ""
    found = visit.show(
        "problem.html", status=refused.status, title=visit.say(refused.title), why=visit.say(refused.why), number=number
    )
    return replace(found, status=refused.status)
