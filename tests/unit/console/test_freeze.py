"""The page that stops the publishing, and the one that lets it go on."""

import re
from datetime import timedelta

import pytest
import time_machine

from portavoce.brands.model import Brand
from portavoce.people.model import Role
from portavoce.publishing.model import PublicationState
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.ledger import freezes, ledger
from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.console import Browser, Shown, sign_in
from tests.faults.world import planned
from tests.stage import MORNING


@pytest.fixture
def owner(stage: Table) -> Browser:
    return sign_in(Role.OWNER)


def hidden(shown: Shown, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', shown.main)
    assert found, shown.main
    return found[1]


def stop(browser: Browser, **form: str) -> Shown:
    shown = browser.get("/aurora/freeze")
    return browser.post("/aurora/freeze/stop", {"freeze": hidden(shown, "freeze"), "reason": "a recall"} | form)


def test_a_brand_is_stopped_with_two_acts_and_every_page_says_so(owner: Browser) -> None:
    assert "/console/aurora/freeze" in owner.get("/aurora").text
    assert stop(owner, scope="brand").status == 303
    (standing,) = freezes().active()
    assert (standing.brand_id, standing.channel, standing.reason, standing.by) == (
        "aurora",
        None,
        "a recall",
        "ada@aurora.example",
    )
    assert "Publishing is stopped" in owner.get("/aurora").main


def test_the_same_form_twice_is_one_freeze(owner: Browser) -> None:
    form = {"freeze": "0123456789ab", "scope": "brand", "reason": "a recall"}
    for _ in range(2):
        owner.post("/aurora/freeze/stop", form)
    assert len(freezes().active()) == 1


def test_a_form_that_the_browser_has_kept_stops_what_is_chosen_now(owner: Browser) -> None:
    form = {"freeze": "0123456789ab", "reason": "a recall"}
    owner.post("/aurora/freeze/stop", form | {"scope": "channel:facebook"})
    owner.post("/aurora/freeze/stop", form | {"scope": "brand"})
    assert [one.channel for one in freezes().active()] == ["facebook", None]


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ({"scope": "channel:facebook"}, ("aurora", "facebook", None)),
        ({"scope": "campaign", "campaign": "Winter"}, ("aurora", None, "Winter")),
        ({"scope": "everything"}, (None, None, None)),
    ],
)
def test_a_part_or_everything_is_stopped(
    owner: Browser, form: dict[str, str], place: tuple[str | None, str | None, str | None]
) -> None:
    assert stop(owner, **form).status == 303
    (standing,) = freezes().active()
    assert (standing.brand_id, standing.channel, standing.campaign) == place


@pytest.mark.parametrize("form", [{"scope": "campaign"}, {"scope": "brand", "until": "2020-01-01T00:00"}])
def test_what_cannot_be_stopped_is_said_and_what_was_typed_stays(owner: Browser, form: dict[str, str]) -> None:
    refused = stop(owner, **form)
    assert (refused.status, 'value="a recall"' in refused.main, freezes().active()) == (422, True, [])


def test_an_end_is_a_moment_on_the_brands_clocks(owner: Browser) -> None:
    stop(owner, scope="brand", until="2027-03-10T12:30")
    (standing,) = freezes().active()
    assert standing.until == MORNING + timedelta(hours=2, minutes=30)


@pytest.mark.parametrize(
    ("typed", "hours"), [("2027-03-10T12:30+02:00", 1.5), ("2027-03-10 10:30Z", 1.5), ("2027-03-10T05:30-05:00", 1.5)]
)
def test_an_end_with_an_offset_is_that_moment(owner: Browser, typed: str, hours: float) -> None:
    assert stop(owner, scope="brand", until=typed).status == 303
    (standing,) = freezes().active()
    assert standing.until == MORNING + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2027-03-10T09:59", "is past"),
        ("2027-03-10T11:30+04:00", "is past"),
        ("domani", "is no moment"),
        ("9999-12-31T23:59-23:00", "is no moment"),
        ("<b>", "&lt;b&gt; is no moment"),
    ],
)
def test_an_end_that_is_past_or_none_is_told_apart_and_stops_nothing(owner: Browser, typed: str, why: str) -> None:
    refused = stop(owner, scope="brand", until=typed)
    assert (refused.status, why in refused.main, freezes().active()) == (422, True, [])


def test_everything_is_stopped_only_by_whoever_owns_every_brand(owner: Browser) -> None:
    channels = [{"id": "facebook", "platform": "facebook", "account_id": "61550000000000777"}]
    other = DOCUMENT | {"id": "borealis", "name": "Borealis", "channels": channels, "ad_accounts": [], "budgets": []}
    brands().put(Brand.model_validate(other), MORNING)
    assert "everything, of all brands" not in owner.get("/aurora/freeze").main
    assert stop(owner, scope="everything").status == 404
    assert freezes().active() == []


def test_what_was_held_up_goes_on_as_it_was_shown(owner: Browser) -> None:
    one = planned(planned_at=MORNING + timedelta(minutes=5))
    ledger().plan(one, MORNING)
    stop(owner, scope="brand")
    (freeze,) = freezes().active()
    with time_machine.travel(MORNING + timedelta(minutes=10), tick=False):
        shown = owner.get(f"/aurora/freeze/resume?freeze={freeze.freeze_id}&mode=shift&minutes=60")
        assert one.post_id in shown.main
        form = {name: hidden(shown, name) for name in ("freeze", "seen")} | {"mode": "shift", "minutes": "60"}
        assert owner.post("/aurora/freeze/resume", form).status == 303
    stands = ledger().get(one.publication_id)
    assert stands
    assert (freezes().active(), stands.planned_at, stands.state) == (
        [],
        one.planned_at + timedelta(hours=1),
        PublicationState.SCHEDULED,
    )


def test_a_plan_that_has_changed_is_shown_anew_and_nothing_is_done(owner: Browser) -> None:
    stop(owner, scope="brand")
    (freeze,) = freezes().active()
    form = {"freeze": freeze.freeze_id, "mode": "keep", "seen": "another"}
    changed = owner.post("/aurora/freeze/resume", form)
    assert (changed.status, len(freezes().active())) == (409, 1)


@pytest.mark.parametrize("minutes", ["", "many", "0", "99999"])
def test_minutes_that_are_none_are_said(owner: Browser, minutes: str) -> None:
    stop(owner, scope="brand")
    (freeze,) = freezes().active()
    shown = owner.get(f"/aurora/freeze/resume?freeze={freeze.freeze_id}&mode=spread&minutes={minutes}")
    assert shown.status == 422
