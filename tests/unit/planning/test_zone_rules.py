"""A country changes its clocks after a post was planned: the post keeps its time of day, and somebody is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from portavoce.planning.diff import Context, diff
from portavoce.planning.model import PlanRow
from portavoce.planning.zone_rules import AT_ONCE, clocks_alert, find_displaced
from portavoce.platforms import discovery
from portavoce.publishing import states
from portavoce.publishing.model import Approval, Publication, PublicationState
from portavoce.runtime.wiring.alerts import alerts
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.planning import follow_clocks
from portavoce.table.table import Table
from tests.aurora import AURORA
from tests.stage import stage_in_memory

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROW = PlanRow.model_validate(
    {"row": 2, "post": "spring", "channel": "facebook", "text": "Ciao ☕️ مرحبا", "when": "2026-07-01 09:30"}
)
YES = Approval(needed_from="client", decision="approved", by="client link", decided_at=NOW)
MANIFESTS = {one.platform: discovery.manifest(one.platform) for one in AURORA.channels}


@pytest.fixture
def stage(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    yield from stage_in_memory(table, monkeypatch)


def plan(standing: Publication | None = None) -> Publication:
    """What the row asks for by today's rules."""
    here = {standing.publication_id: standing} if standing else {}
    found = diff(Context(AURORA, MANIFESTS, here, NOW), [ROW])
    return (found.new or found.changed or found.unchanged)[0].publication


def stale(**changes: object) -> Publication:
    """The row as rules without summer time had placed it."""
    right = plan()
    moved = {"planned_at": right.planned_at + HOUR, "late_after": right.late_after + HOUR}
    return right.model_copy(update=moved | changes)


def test_an_apply_moves_it_and_says_why() -> None:
    found = diff(Context(AURORA, MANIFESTS, {stale().publication_id: stale()}, NOW), [ROW])
    (changed,) = found.changed
    assert changed.changed == ("time",)
    assert changed.publication.planned_at == datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
    assert "is 2026-07-01 07:30 UTC, and no longer 2026-07-01 08:30 UTC" in found.warnings[0].message


@pytest.mark.parametrize(
    "standing",
    [
        stale(is_moved=True),
        stale(dispatched_at=NOW),
        stale(state=PublicationState.FROZEN),
        stale(state=PublicationState.PUBLISHED),
    ],
    ids=["moved by a person", "on its way", "frozen", "out"],
)
def test_what_a_person_moved_and_what_is_on_its_way_frozen_or_out_stays(standing: Publication) -> None:
    found = diff(Context(AURORA, MANIFESTS, {standing.publication_id: standing}, NOW), [ROW])
    assert [one.publication for one in found.unchanged] == [standing]
    assert list(find_displaced([standing], NOW)) == []


def test_a_resume_and_a_person_mark_what_they_move() -> None:
    assert states.reschedule_publication(plan(), NOW + HOUR, NOW).is_moved
    assert not states.replan_publication(plan(), 1, NOW).is_moved


def test_what_would_leave_at_once_by_the_old_or_by_the_new_rules_stays() -> None:
    right = plan().planned_at
    assert list(find_displaced([stale()], right - AT_ONCE)) == []
    assert len(list(find_displaced([stale()], right - AT_ONCE - HOUR))) == 1


def test_the_daily_check_moves_it_once_keeps_its_approval_and_tells_its_people(stage: Table) -> None:
    brands().put(AURORA, NOW)
    ledger().plan(stale(approval=YES), NOW)
    assert [follow_clocks(NOW) for _ in range(2)] == [1, 0]
    standing = ledger().get(stale().publication_id)
    assert standing
    assert (standing.planned_at, standing.approval) == (plan().planned_at, YES)
    assert standing.state is PublicationState.SCHEDULED
    (alert,), _ = alerts().list_page("aurora")
    assert alert.facts == {
        "count": "1",
        "cause": "aurora.spring.facebook: 2026-07-01 09:30 Europe/Rome, 08:30 → 07:30 UTC",
    }


def test_a_mail_lists_twenty_and_says_that_there_are_more() -> None:
    (one,) = find_displaced([stale()], NOW)
    alert = clocks_alert("aurora", [one] * 50, NOW)
    assert alert.facts["count"] == "50"
    assert len(alert.facts["cause"].splitlines()) == 21
