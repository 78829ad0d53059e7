"""Signing in and out, against a sign-in service that answers and refuses as Amazon Cognito does.

The requests are those of docs.aws.amazon.com/cognito/latest/developerguide: "Authorize endpoint" and "Token endpoint"
(an error is 400 with `{"error": "invalid_grant"}`)."""

import base64
import hashlib
import io
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import Message
from typing import Any
from urllib.parse import parse_qs

import pytest
import time_machine

from portavoce.console.pages import sign_in as sign_in_page
from portavoce.people.model import Role
from portavoce.runtime.wiring.audit import audit
from portavoce.runtime.wiring.people import users
from portavoce.table.table import Table
from tests.console import LOGIN_URL, Browser, id_token, query_of, sign_in
from tests.stage import MORNING

POOL = "https://cognito-idp.eu-south-1.amazonaws.com/eu-south-1_Aurora001"
RETURN = "https://api.test/console/sign_in/return"


@dataclass
class Provider:
    """The token endpoint: a code is for one exchange, with the verifier whose challenge was sent."""

    user_id: str = "user-of-ada@aurora.example"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    broken: Exception | None = None

    def give_code(self, address: str) -> str:
        """What a right password leads to."""
        asked = query_of(address)
        assert address.startswith(f"{LOGIN_URL}/oauth2/authorize?")
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        assert asked["redirect_uri"] == RETURN
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"/sign_in/return?code={code}&state={asked['state']}"

    def exchange(self, request: urllib.request.Request, timeout: float) -> Any:
        """As urllib opens it."""
        assert (request.full_url, timeout) == (f"{LOGIN_URL}/oauth2/token", 5)
        if self.broken:
            raise self.broken
        form = {name: values[0] for name, values in parse_qs(bytes(request.data or b"").decode()).items()}  # type: ignore[arg-type]
        asked = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if not asked or asked["code_challenge"] != challenge or asked["redirect_uri"] != form["redirect_uri"]:
            body = io.BytesIO(b'{"error":"invalid_grant"}')
            raise urllib.error.HTTPError(request.full_url, 400, "Bad Request", Message(), body)
        claims = {
            "iss": POOL,
            "aud": "client-of-console",
            "exp": int((MORNING + timedelta(minutes=5)).timestamp()),
            "nonce": asked["nonce"],
            "token_use": "id",
            "sub": self.user_id,
        }
        return io.BytesIO(json.dumps({"id_token": id_token(**(claims | self.claims))}).encode())


@pytest.fixture
def provider(stage: Table, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """A service that Ada has a password at, who owns Aurora."""
    sign_in(Role.OWNER)
    made = Provider()
    monkeypatch.setattr(urllib.request, "urlopen", made.exchange)
    return made


def begin(browser: Browser, wanted: str = "") -> str:
    return browser.get(f"/sign_in/begin?wanted={wanted}").headers["location"]


def test_a_right_password_opens_a_session_and_leads_to_the_page_that_was_wanted(provider: Provider) -> None:
    browser = Browser()
    back = browser.get(provider.give_code(begin(browser, "/aurora?x=1")))
    assert (back.status, back.headers["location"]) == (303, "/console/aurora?x=1")
    session, ended = back.cookies
    assert session.startswith("__Host-session=")
    assert session.endswith("; Path=/; Max-Age=1209600; Secure; HttpOnly; SameSite=Lax")
    assert ended.startswith("__Host-signin=; Path=/; Max-Age=0")
    assert browser.get("/aurora").status == 200


def test_neither_the_sessions_token_nor_a_token_of_the_service_is_in_the_table(
    provider: Provider, stage: Table
) -> None:
    browser = Browser()
    browser.get(provider.give_code(begin(browser)))
    held = str(stage.client.scan(TableName=stage.name)["Items"])
    assert hashlib.sha256(browser.cookies["__Host-session"].encode()).hexdigest() in held
    assert browser.cookies["__Host-session"] not in held
    assert "c2lnbmF0dXJl" not in held


def test_a_stranger_who_begins_a_sign_in_writes_nothing(provider: Provider, stage: Table) -> None:
    before = stage.client.scan(TableName=stage.name)["Count"]
    begin(Browser())
    assert stage.client.scan(TableName=stage.name)["Count"] == before


def forge_state(browser: Browser, back: str) -> str:
    return back + "x"


def drop_cookie(browser: Browser, back: str) -> str:
    browser.cookies.clear()
    return back


def use_twice(browser: Browser, back: str) -> str:
    pending = browser.cookies["__Host-signin"]
    browser.get(back)
    browser.cookies = {"__Host-signin": pending}
    return back


def another_verifier(browser: Browser, back: str) -> str:
    first, rest = browser.cookies["__Host-signin"].split(".", 1)
    browser.cookies["__Host-signin"] = f"{first[:-1]}_.{rest}" if first[-1] != "_" else f"{first[:-1]}-.{rest}"
    return back


def another_code(browser: Browser, back: str) -> str:
    return back.replace("code-0", "code-9")


@pytest.mark.parametrize("spoil", [forge_state, drop_cookie, use_twice, another_verifier, another_code])
def test_a_return_that_is_not_the_end_of_this_browsers_own_sign_in_opens_nothing(
    provider: Provider, spoil: Callable[[Browser, str], str]
) -> None:
    browser = Browser()
    found = browser.get(spoil(browser, provider.give_code(begin(browser))))
    assert (found.status, "__Host-session" in browser.cookies) == (400, False)
    assert "The sign-in was not finished" in found.main


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": POOL + "x"},
        {"aud": "another-client"},
        {"nonce": "another"},
        {"token_use": "access"},
        {"exp": int(MORNING.timestamp())},
        {"exp": "soon"},
        {"sub": ""},
    ],
    ids=str,
)
def test_a_token_that_says_something_else_opens_nothing(provider: Provider, claims: dict[str, Any]) -> None:
    provider.claims, browser = claims, Browser()
    assert browser.get(provider.give_code(begin(browser))).status == 400
    assert "__Host-session" not in browser.cookies


@pytest.mark.parametrize("broken", [TimeoutError(), urllib.error.HTTPError("", 503, "", Message(), None)], ids=repr)
def test_a_service_that_does_not_answer_is_told_as_such(provider: Provider, broken: Exception) -> None:
    provider.broken, browser = broken, Browser()
    found = browser.get(provider.give_code(begin(browser)))
    assert found.status == 503
    assert "The sign-in does not answer" in found.main


def test_whoever_was_never_invited_here_does_not_come_in_with_a_right_password(provider: Provider) -> None:
    provider.user_id, browser = "somebody-else", Browser()
    assert browser.get(provider.give_code(begin(browser))).status == 403
    assert "__Host-session" not in browser.cookies


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/a\\b", "/a b", "javascript:alert(1)"])
def test_nobody_is_led_to_an_address_that_somebody_else_has_chosen(provider: Provider, wanted: str) -> None:
    browser = Browser()
    back = browser.get(provider.give_code(begin(browser, urllib.request.quote(wanted))))  # type: ignore[attr-defined]
    assert back.headers["location"].startswith("/console")


def test_who_is_disabled_is_out_at_the_next_click_and_does_not_come_back(provider: Provider) -> None:
    browser = sign_in(Role.OWNER)
    users().records.replace(users().need("user-of-ada@aurora.example").model_copy(update={"disabled_at": MORNING}))
    assert browser.get("/aurora").headers["location"].startswith("/console/sign_in")
    again = Browser()
    assert again.get(provider.give_code(begin(again))).status == 403


def test_a_role_that_was_taken_counts_at_the_next_click(stage: Table) -> None:
    browser = sign_in(Role.OWNER)
    users().give_roles(users().need("user-of-ada@aurora.example"), "aurora", ())
    assert browser.get("/aurora").status == 404


def test_a_session_ends_after_twelve_hours_without_a_click_and_after_fourteen_days_in_all(stage: Table) -> None:
    idle, busy = sign_in(Role.OWNER), sign_in(Role.OWNER)
    for hours in range(0, 14 * 24, 11):
        with time_machine.travel(MORNING + timedelta(hours=hours), tick=False):
            assert busy.get("/aurora").status == 200, hours
    with time_machine.travel(MORNING + timedelta(hours=12), tick=False):
        assert idle.get("/aurora").status == 303
    with time_machine.travel(MORNING + timedelta(days=14), tick=False):
        assert busy.get("/aurora").status == 303


def test_signing_out_ends_the_session_and_offers_to_end_the_services_own(stage: Table) -> None:
    browser = sign_in(Role.OWNER)
    kept = dict(browser.cookies)
    found = browser.post("/sign_in/out")
    assert found.status == 200
    assert (
        f"{LOGIN_URL}/logout?client_id=client-of-console&amp;logout_uri=https%3A%2F%2Fapi.test%2Fconsole%2Fsign_in"
        in (found.main)
    )
    assert browser.cookies == {}
    assert Browser(cookies=kept).get("/aurora").status == 303


def test_signing_in_is_in_the_record_with_who_and_from_where(provider: Provider) -> None:
    browser = Browser()
    browser.get(provider.give_code(begin(browser)))
    ((act,), _) = audit().list_page(None, None, 10)
    assert (act.by, act.act, act.status) == ("ada@aurora.example", "sign in", 303)
    assert act.facts == {"from": "console 198.51.100.7"}


def test_the_sign_in_page_speaks_the_browsers_language_and_says_what_the_next_may_not(stage: Table) -> None:
    assert "تسجيل الدخول" in Browser(accepts="ar-EG,en;q=0.5").get("/sign_in").main
    assert "قد تكون الصفحة التالية بالإنجليزية" in Browser(accepts="ar").get("/sign_in").main
    assert {"ar"} == sign_in_page.NOT_SPOKEN
    assert "Accedi" in Browser(accepts="de,it;q=0.8").get("/sign_in").main


def test_a_part_of_a_page_without_a_session_leads_the_whole_page_to_the_sign_in(stage: Table) -> None:
    found = Browser().get("/aurora", partial=True)
    assert (found.status, found.headers["hx-redirect"]) == (200, "/console/sign_in?wanted=%2Faurora")
