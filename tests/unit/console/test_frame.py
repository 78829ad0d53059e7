"""What holds for every page: who comes in, what a browser may do with it, what each role opens."""

import re
from urllib.parse import urlencode

import pytest

from portavoce.brands.model import Brand
from portavoce.console.app import every_route, find_routes
from portavoce.console.menu import MENU
from portavoce.console.routes import PageRoute
from portavoce.people.model import Role
from portavoce.people.roles import widest_reach
from portavoce.runtime.wiring.audit import audit
from portavoce.runtime.wiring.brands import brands
from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.console import Browser, Shown, sign_in
from tests.stage import MORNING


def other_brand() -> dict[str, object]:
    """A brand with accounts of its own."""
    channels = [{"id": "facebook", "platform": "facebook", "account_id": "61550000000000777"}]
    return DOCUMENT | {"id": "borealis", "name": "Borealis", "channels": channels, "ad_accounts": [], "budgets": []}


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_and_back(stage: Table) -> None:
    found = Browser().get("/aurora?x=1")
    assert found.status == 303
    assert found.headers["location"] == "/console/sign_in?wanted=%2Faurora%3Fx%3D1"


def test_today_is_shown_to_whoever_has_a_role(stage: Table) -> None:
    found = sign_in(Role.OWNER).get("/aurora")
    assert found.status == 200, found.text
    assert "Nothing needs you." in found.main


def test_a_page_carries_the_exact_policy(stage: Table) -> None:
    found = sign_in(Role.OWNER).get("/aurora")
    policy = found.headers["content-security-policy"]
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert policy == (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types htmx"
    )
    assert f'nonce="{nonce}"' in found.text
    assert found.headers["cache-control"] == "no-store"


ROUTES = [route for route in every_route() if route.door == "brand"]
each_route = pytest.mark.parametrize("route", ROUTES, ids=lambda one: f"{one.method} {one.path}")
NAMES = re.compile("{([a-z_]+)}")


def ask(browser: Browser, route: PageRoute, brand: str) -> Shown:
    path = NAMES.sub(lambda found: brand if found[1] == "brand" else "nothing", route.path)
    return browser.get(path) if route.method == "GET" else browser.post(path)


@each_route
def test_a_route_opens_to_the_roles_of_the_table_and_to_no_other(stage: Table, route: PageRoute) -> None:
    opens = {role for role in Role if widest_reach((role,), route.rights)}
    refused = {
        role for role in Role if ask(sign_in(role, email=f"{role}@aurora.example"), route, "aurora").status == 403
    }
    assert opens | refused == {*Role}
    assert opens & refused == set()


@each_route
def test_another_brand_is_not_there(stage: Table, route: PageRoute) -> None:
    brands().put(Brand.model_validate(other_brand()), MORNING)
    owner = sign_in(Role.OWNER)
    assert ask(owner, route, "borealis").status == 404
    assert ask(owner, route, "nobody").status == 404


@each_route
def test_nobody_comes_in_without_a_session(stage: Table, route: PageRoute) -> None:
    assert ask(Browser(), route, "aurora").headers["location"].startswith("/console/sign_in")


@pytest.mark.parametrize("route", [one for one in every_route() if one.method == "POST"], ids=lambda one: one.path)
def test_a_form_without_the_sessions_secret_does_nothing(stage: Table, route: PageRoute) -> None:
    browser = sign_in(Role.OWNER)
    browser.csrf = "guessed"
    assert ask(browser, route, "aurora").status == 403


@pytest.mark.parametrize("path", ["/aurora/inbox", "/sign_in", "/no/page"])
def test_a_stranger_who_sends_too_many_fields_is_refused_and_rings_no_alarm(
    stage: Table, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    many = {f"field{number}": "" for number in range(2001)}
    assert Browser().get(f"{path}?{urlencode(many)}").status == 400
    assert Browser().post(path, many).status == 400
    assert '"level":"ERROR"' not in capsys.readouterr().out


def test_who_is_refused_is_in_the_record_once_a_day_for_each_act_however_often_they_try(stage: Table) -> None:
    client = sign_in(Role.CLIENT, email="client@aurora.example")
    owner = sign_in(Role.OWNER)
    for _ in range(20):
        assert client.get("/aurora/people").status == 403
        assert client.post("/aurora/freeze/stop").status == 403
    client.csrf = "guessed"
    for _ in range(20):
        assert client.post("/aurora/approvals/approve").status == 403
    acts, _ = audit().list_page("aurora", None, 50)
    assert sorted((one.by, one.act, one.status) for one in acts) == [
        ("client@aurora.example", "approve posts", 403),
        ("client@aurora.example", "show people", 403),
        ("client@aurora.example", "stop publishing", 403),
    ]
    assert "Stop the publishing" in owner.get("/aurora/record").main


def test_each_page_of_the_menu_is_found_by_its_address() -> None:
    for entry in MENU:
        path = "/aurora" if entry.page == "today" else f"/aurora/{entry.page}"
        assert any(route.match(path) is not None for route in find_routes(path))
    assert list(find_routes("/aurora/nothing")) == []
