"""Plan and apply over the real ledger: all or nothing, and a second time nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from infra.local import seed
from portavoce.brands.brand_file import read_brand
from portavoce.brands.model import Brand
from portavoce.planning.calendar_file import read_calendar
from portavoce.planning.media_file import measured
from portavoce.planning.model import PlanRow
from portavoce.planning.service import Planner, PlanRefused
from portavoce.platforms import discovery
from portavoce.publishing.ledger import Ledger
from portavoce.publishing.records import PublicationRecords
from portavoce.publishing.states import claimed
from portavoce.table.table import Table

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def ledger(table: Table) -> Ledger:
    return Ledger(PublicationRecords(table))


@pytest.fixture
def planner(ledger: Ledger) -> Planner:
    return Planner(ledger.of_post, ledger.plan, discovery.manifest)


@pytest.fixture(scope="module")
def brand() -> Brand:
    return read_brand(seed.BRAND_FILE.read_bytes(), "aurora.yaml", discovery.names())


@pytest.fixture(scope="module")
def rows(brand: Brand) -> list[PlanRow]:
    found = measured(read_calendar(seed.calendar(NOW, brand.zone).encode()), seed.FOLDER)
    assert not found.refused
    return found.rows


def test_applying_a_calendar_twice_writes_it_once(
    planner: Planner, ledger: Ledger, table: Table, brand: Brand, rows: list[PlanRow]
) -> None:
    first = planner.apply(brand, rows, NOW)
    assert len(first.diff.new) == len(rows)
    written = table.consumed.write_units
    again = planner.apply(brand, rows, NOW + timedelta(hours=1))
    assert again.diff.nothing_to_do
    assert len(again.diff.unchanged) == len(rows)
    assert table.consumed.write_units == written
    standing = ledger.get("aurora.arabic-coffee.x")
    assert standing and "قهوة عربية بالهيل" in standing.content.text
    assert standing.planned_at == NOW + timedelta(seconds=26)


def test_with_one_row_refused_nothing_is_written_at_all(
    planner: Planner, ledger: Ledger, table: Table, brand: Brand, rows: list[PlanRow]
) -> None:
    wrong = rows[-1].model_copy(update={"channel": "myspace"})
    with pytest.raises(PlanRefused, match="has no channel 'myspace'") as refused:
        planner.apply(brand, [*rows[:-1], wrong], NOW)
    assert table.consumed.write_units == 0
    assert len(refused.value.diff.new) == len(rows) - 1
    assert ledger.of_post("aurora", rows[0].post) == []


def test_a_diff_writes_nothing(planner: Planner, table: Table, brand: Brand, rows: list[PlanRow]) -> None:
    assert len(planner.diff(brand, rows, NOW).new) == len(rows)
    assert table.consumed.write_units == 0


def test_a_changed_row_becomes_a_new_revision_of_the_same_publication(
    planner: Planner, ledger: Ledger, brand: Brand, rows: list[PlanRow]
) -> None:
    planner.apply(brand, rows, NOW)
    edited = [rows[0].model_copy(update={"text": "Buonasera! 🌙"}), *rows[1:]]
    found = planner.apply(brand, edited, NOW)
    assert [one.changed for one in found.diff.changed] == [("text",)]
    assert len(found.diff.unchanged) == len(rows) - 1
    standing = ledger.get("aurora.buongiorno.facebook")
    assert standing and (standing.revision, standing.content.text) == (2, "Buonasera! 🌙")


def test_an_apply_that_died_half_way_is_completed_by_the_next(
    planner: Planner, brand: Brand, rows: list[PlanRow]
) -> None:
    planner.apply(brand, rows[:5], NOW)
    found = planner.apply(brand, rows, NOW)
    assert (len(found.diff.unchanged), len(found.diff.new)) == (5, len(rows) - 5)


def test_a_post_that_begins_to_leave_while_the_calendar_is_applied_is_told_and_left_alone(
    planner: Planner, ledger: Ledger, brand: Brand, rows: list[PlanRow]
) -> None:
    planner.apply(brand, rows[:1], NOW)

    def plan_too_late(publication: object, now: datetime) -> str:
        standing = ledger.get("aurora.buongiorno.facebook")
        assert standing
        ledger.move(standing, claimed(standing, now))
        return ledger.plan(edited, now)

    edited_row = rows[0].model_copy(update={"text": "Buonasera! 🌙"})
    edited = planner.diff(brand, [edited_row], NOW).changed[0].publication
    late = Planner(ledger.of_post, plan_too_late, discovery.manifest).apply(brand, [edited_row], NOW)  # type: ignore[arg-type]
    assert [str(one) for one in late.too_late] == [
        "row 2, buongiorno on facebook: it began to leave while the calendar was applied, as it stood before: "
        "this change was not made"
    ]
    standing = ledger.get("aurora.buongiorno.facebook")
    assert standing and standing.content.text == rows[0].text
