"""What was raised and no other kind of need tells, on Today: each in the reader's language, a storm before all."""

from datetime import timedelta
from typing import Any

import pytest

from portavoce.people.model import Role
from portavoce.reporting.model import Alert, AlertKind
from portavoce.runtime.wiring.alerts import alerts
from portavoce.table.table import Table
from tests.console import sign_in
from tests.stage import MORNING
from tests.troubles import uncertain


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "the series tip cannot go on"), ("it", "la serie tip non può"), ("ar", "لا يمكن أن تستمر")],
)
def test_an_alert_is_told_in_the_readers_language(stage: Table, language: Any, says: str) -> None:
    told = Alert(
        alert_id="SERIES#aurora.tip#1",
        brand_id="aurora",
        kind=AlertKind.SERIES_STOPPED,
        facts={"series": "tip", "cause": "the channel is gone"},
        raised_at=MORNING,
    )
    assert alerts().raise_alert(told)
    assert says in sign_in(Role.OWNER, language=language).get("/aurora").main
    assert "tip" not in sign_in(Role.ANALYST, email="a@aurora.example").get("/aurora").main


@pytest.mark.parametrize("language", ["it", "ar"])
def test_our_own_reasons_are_in_the_readers_language_and_a_platforms_are_marked(stage: Table, language: Any) -> None:
    ours = "Unknown words of a platform."
    uncertain(cause=ours)
    text = sign_in(Role.OWNER, language=language).get("/aurora").main
    assert f'<bdi lang="en" dir="ltr">{ours}</bdi>' in text


def storm(kind: AlertKind, minutes: int) -> None:
    said = dict.fromkeys(("freeze_id", "comments", "cause", "hours", "share", "usual_share", "people", "known"), "1")
    facts = said | dict.fromkeys(("negative", "moods", "usual", "chart"), "2") | {"since_at": MORNING.isoformat()}
    at = MORNING - timedelta(minutes=60 - minutes)
    assert alerts().raise_alert(
        Alert(alert_id=f"CRISIS#{kind}", brand_id="aurora", kind=kind, facts=facts | {"crisis_id": "c"}, raised_at=at)
    )


def test_a_storm_stands_before_all_else_as_it_was_told_last_and_leads_to_the_freeze(stage: Table) -> None:
    uncertain(cause="no answer")
    storm(AlertKind.CRISIS_PROPOSED, 1)
    storm(AlertKind.CRISIS_GOES_ON, 31)
    main = sign_in(Role.OWNER).get("/aurora").main
    assert main.count("Crisis") == 1
    assert main.index("Crisis") < main.index("Post with no answer")
    assert "Stop the publishing, or look at what is stopped" in main
    assert "Crisis" not in sign_in(Role.ANALYST, email="a@aurora.example").get("/aurora").main
    storm(AlertKind.CRISIS_OVER, 50)
    over = sign_in(Role.OWNER).get("/aurora").main
    assert over.index("Post with no answer") < over.index("Alert")
    assert "Stop the publishing, or look at what is stopped" not in over


def test_an_alert_that_knows_no_cause_is_shown_as_well(stage: Table) -> None:
    facts = {"budget": "month", "ad_account": "meta", "budget_currency": "EUR", "account_currency": "USD"}
    alert = Alert(alert_id="b", brand_id="aurora", kind=AlertKind.BUDGET_CURRENCY, facts=facts, raised_at=MORNING)
    assert alerts().raise_alert(alert)
    found = sign_in(Role.OWNER).get("/aurora")
    assert (found.status, "month" in found.main) == (200, True)
