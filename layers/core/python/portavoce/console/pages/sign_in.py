"""Signing in and out. The password is asked for by Amazon Cognito, never here (OpenID Connect, code with PKCE)."""

import base64
import hashlib
import hmac
import re
import secrets
from http import HTTPStatus

from portavoce.audit.model import Act
from portavoce.console.answer import PageAnswer, see_other
from portavoce.console.cookies import (
    MOST_WANTED,
    SESSION,
    SIGN_IN,
    PendingSignIn,
    ended_cookie,
    read_sign_in,
    session_cookie,
    sign_in_cookie,
)
from portavoce.console.refusal import PageRefusal
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import LANGUAGES, mark
from portavoce.console.visit import Visit
from portavoce.people.id_token import TokenRefused, read_user_id
from portavoce.runtime import login
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.audit import audit
from portavoce.runtime.wiring.people import sessions, users

page = PageRoutes("sign_in", door="open")
_WANTED = re.compile(r"/[\w./-]*(\?[\w.%&=+:/-]*)?", re.ASCII)
_SECRET_BYTES = 32
NOT_SPOKEN = frozenset({"ar"})
"""Languages that the sign-in page of Amazon Cognito may not speak: the reader is told before."""


@page.get()
def invite_in(visit: Visit) -> PageAnswer:
    """The page with the one button that leads to the password."""
    wanted = _check_wanted(visit.query.one("wanted"))
    return visit.show(
        "pages/sign_in.html",
        wanted=wanted,
        sent=visit.query.one("sent"),
        all_languages=LANGUAGES,
        is_next_english=visit.language in NOT_SPOKEN,
    )


@page.get("/begin")
def begin(visit: Visit) -> PageAnswer:
    """Off to the sign-in page. Nothing is written, so that a stranger costs nothing."""
    verifier, state, nonce = (secrets.token_urlsafe(_SECRET_BYTES) for _ in range(3))
    pending = PendingSignIn(verifier, state, nonce, _check_wanted(visit.query.one("wanted")))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    address = login.sign_in_address(
        _return_address(visit), state=state, nonce=nonce, challenge=challenge, language=visit.language
    )
    return see_other(address, sign_in_cookie(pending))


@page.get("/return")
def come_back(visit: Visit) -> PageAnswer:
    """The way back from the sign-in page: the code is exchanged, and a session begins."""
    pending = read_sign_in(visit.request.cookies.get(SIGN_IN))
    if pending is None or not hmac.compare_digest(pending.state.encode(), visit.query.one("state").encode()):
        raise _not_finished()
    user_id = _find_user_id(visit, pending)
    user = users().find(user_id)
    if user is None or not user.may_come_in:
        logger.info("somebody without access signed in")
        raise PageRefusal(
            HTTPStatus.FORBIDDEN,
            mark("You have no access any more"),
            mark("Your password was right, but nobody has given you a role here, or it was taken back."),
        )
    opened = sessions().open(user, visit.now)
    facts = {"from": f"console {visit.request.source}"}
    act = Act(at=visit.now, by=user.email, act="sign in", subject="", facts=facts, status=HTTPStatus.SEE_OTHER)
    audit().begin(None, act, {}, secrets.token_hex(16))
    address = visit.links.path() + _check_wanted(pending.wanted)
    return see_other(address, session_cookie(opened.token), ended_cookie(SIGN_IN))


@page.post("/out", door="signed")
def sign_out(visit: Visit) -> PageAnswer:
    """Ends the session. Of the sign-in page's own one a link is given: a form may not lead to another host."""
    sessions().end(visit.request.cookies[SESSION])
    address = login.sign_out_address(visit.links.address("sign_in"))
    visit.presence = None
    found = visit.show("pages/signed_out.html", elsewhere=address)
    return PageAnswer(found.status, found.body, found.headers, (ended_cookie(SESSION),))


def _find_user_id(visit: Visit, pending: PendingSignIn) -> str:
    try:
        token = login.exchange_code(visit.query.one("code"), pending.verifier, _return_address(visit))
        return read_user_id(token, login.expected_token(pending.nonce), visit.now)
    except login.CodeRefused:
        raise _not_finished() from None
    except TokenRefused as refused:
        logger.warning("a token was refused", reason=str(refused))
        raise _not_finished() from None
    except login.LoginUnreachable:
        raise PageRefusal(
            HTTPStatus.SERVICE_UNAVAILABLE,
            mark("The sign-in does not answer"),
            mark("You are not signed in. Try again in a minute."),
        ) from None


def _return_address(visit: Visit) -> str:
    return visit.links.address("sign_in", "return")


def _check_wanted(wanted: str) -> str:
    """A path below the console, or nothing: no address that somebody else has chosen."""
    return wanted if len(wanted) <= MOST_WANTED and _WANTED.fullmatch(wanted) else ""


def _not_finished() -> PageRefusal:
    return PageRefusal(
        HTTPStatus.BAD_REQUEST,
        mark("The sign-in was not finished"),
        mark("You are not signed in. It took longer than ten minutes, or was begun in another window: begin again."),
    )
