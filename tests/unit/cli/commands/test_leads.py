"""Leads from the command line."""

from collections.abc import Iterator

import pytest
import time_machine

from portavoce.runtime import aws
from portavoce.runtime.wiring.audit import audit
from tests.leads import add_lead
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


def test_an_outcome_with_its_value_is_stored_and_written_down(aurora: Shell) -> None:
    lead = add_lead(aws.table())
    ran = aurora.run("leads", "outcome", lead.lead_id, "won", "--value", "1.250,00")
    assert (ran.code, ran.out) == (0, f"{lead.lead_id}: won, 1250.00 EUR\n")
    assert "won, 1250.00 EUR" in aurora.run("leads").out
    acts, _ = audit().list_page("aurora", None, 9)
    [act] = [one for one in acts if one.act == "change lead"]
    assert (act.status, act.facts["outcome"], act.facts["value_minor"]) == (200, "won", "125000")


def test_an_amount_that_may_mean_two_things_changes_nothing(aurora: Shell) -> None:
    lead = add_lead(aws.table())
    ran = aurora.run("leads", "outcome", lead.lead_id, "won", "--value", "1.250")
    assert (ran.code, "may be thousands or decimals" in ran.err) == (1, True)
    assert "won" not in aurora.run("leads").out


def test_whoever_saw_an_older_one_is_told_and_an_unknown_lead_too(aurora: Shell) -> None:
    lead = add_lead(aws.table())
    aurora.run("leads", "hand", lead.lead_id, "--to", "gio@aurora.example")
    late = aurora.run("leads", "outcome", lead.lead_id, "lost", "--revision", "1")
    assert "handed it to gio@aurora.example" in late.err
    assert "There is no lead 0123 of brand aurora" in aurora.run("leads", "outcome", "0123", "lost").err


def test_all_leads_are_written_to_a_file(aurora: Shell) -> None:
    lead = add_lead(aws.table())
    aurora.run("leads", "outcome", lead.lead_id, "won", "--value", "99", "--currency", "jpy")
    out = aurora.folder / "leads.csv"
    assert "1 row written" in aurora.run("leads", "export", "--out", str(out)).out
    assert "won,99,JPY" in out.read_text(encoding="utf-8-sig")
