"""What the command line says and does about money: a month for the accounts, alerts that are seen or put off."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from portavoce.advertising.model import SpendDay
from portavoce.advertising.records import SpendRecords
from portavoce.reporting.model import Alert, AlertKind
from portavoce.reporting.records import Alerts
from portavoce.runtime import aws
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell


def test_a_month_is_written_for_whoever_keeps_the_accounts(aurora: Shell, tmp_path: Path) -> None:
    records = SpendRecords(aws.table())
    day = SpendDay(
        brand_id="aurora", ad_account="meta", campaign_id="23", day=MORNING.date(), currency="EUR", spend_minor=1_250
    )
    records.keep_days([day])
    records.keep_names("aurora", "meta", {"23": "=Autunno"})
    out = tmp_path / "march.csv"
    with time_machine.travel(MORNING):
        ran = aurora.run("export", "accounting", "--month", "2027-03", "--out", str(out))
    assert (ran.code, "12.50 EUR" in ran.out) == (0, True), ran.err
    assert ran.err == "2027-03 is not over: these are its days so far.\n"
    written = out.read_text(encoding="utf-8-sig")
    assert ",'=Autunno,EUR,12.50," in written
    assert "fee,x,," in written
    with time_machine.travel(MORNING):
        ran = aurora.run("export", "accounting", "--month", "2027-02")
    assert (ran.out.count("campaign"), ran.err) == (2, ""), "its head alone"
    assert aurora.run("export", "accounting", "--month", "2027-13").code != 0


@pytest.mark.parametrize("command", [("metrics",), ("export", "accounting"), ("analytics", "show")])
def test_a_month_that_has_not_begun_on_the_brands_calendar_is_refused_in_a_line_and_one_that_runs_says_so(
    aurora: Shell, command: tuple[str, ...]
) -> None:
    """Aurora is in Rome: there April begins at 22:00 UTC of the day before."""
    asked = (*command, "--month", "2027-04")
    with time_machine.travel(datetime(2027, 3, 31, 21, 59, tzinfo=UTC), tick=False):
        ran = aurora.run(*asked)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "2027-04 has not begun in Europe/Rome: nothing is known of it yet.\n"
    with time_machine.travel(datetime(2027, 3, 31, 22, 1, tzinfo=UTC), tick=False):
        ran = aurora.run(*asked)
    assert ran.code == 0
    assert ("2027-04 is not over" in ran.err) is (command != ("analytics", "show"))


def test_an_alert_about_money_is_seen_or_put_off_and_one_about_a_post_is_not(aurora: Shell) -> None:
    alerts = Alerts(aws.table())
    budget, post = "BUDGET#aurora.month#2027-03#80", "PUBLICATION#aurora.spring.x#failed#e1"
    for name, kind in ((budget, AlertKind.BUDGET_THRESHOLD), (post, AlertKind.PUBLICATION_FAILED)):
        alerts.raise_alert(
            Alert(alert_id=name, brand_id="aurora", kind=kind, facts={"budget": "Month"}, raised_at=MORNING)
        )
    assert budget in aurora.run("alerts").out
    ran = aurora.run("alerts", "snooze", budget, "--days", "3")
    assert (ran.code, "Put off until" in ran.out) == (0, True)
    listed = aurora.run("alerts").out
    assert "a part of a budget is spent" in " ".join(listed.split())
    assert "budget_threshold" not in listed
    assert "Not seen yet" not in listed
    assert listed.index("Put off (UTC)") < listed.index(f"  {budget}  Month, until 20")
    with time_machine.travel(MORNING + timedelta(days=4)):
        listed = aurora.run("alerts").out
        assert listed.index("Not seen yet") < listed.index(f"  {budget}")
        assert "Put off" not in listed
    assert aurora.run("alerts", "acknowledge", budget).code == 0
    shown = aurora.run("alerts").out
    assert "seen by" in " ".join(shown.split())
    assert f"  {budget}" not in shown
    assert aurora.run("alerts", "acknowledge", post).code != 0
    assert aurora.run("alerts", "acknowledge", "BUDGET#other.month#2027-03#80").code != 0
    assert aurora.run("alerts", "snooze", budget, "--days", "32").code != 0
