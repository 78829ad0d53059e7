"""Plan and apply over the real ledger: all or nothing, and a second time nothing."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from infra.local import seed
from portavoce.brands.brand_file import read_brand
from portavoce.brands.model import Brand
from portavoce.planning.calendar.file import read_calendar
from portavoce.planning.model import PlanRow
from portavoce.planning.service import Planner, PlanRefused
from portavoce.platforms import discovery
from portavoce.platforms.outcomes import Refused, Unclear
from portavoce.publishing.records import PublicationRecords
from portavoce.publishing.service.ledger import Ledger
from portavoce.publishing.states import claim_publication
from portavoce.table.table import Table
from tests.aurora import NOW
from tests.planning import desk_for, planner_over


@pytest.fixture
def ledger(table: Table) -> Ledger:
    return Ledger(PublicationRecords(table))


@pytest.fixture
def planner(ledger: Ledger) -> Planner:
    return planner_over(ledger)


@pytest.fixture(scope="module")
def brand() -> Brand:
    return read_brand(seed.BRAND_FILE.read_bytes(), "aurora.yaml", discovery.of_brands())


@pytest.fixture(scope="module")
def rows(brand: Brand) -> list[PlanRow]:
    found = desk_for(brand, seed.FOLDER).measure_calendar(read_calendar(seed.calendar(NOW, brand.zone).encode()))
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
        ledger.move(standing, claim_publication(standing, now))
        return ledger.plan(edited, now)

    edited_row = rows[0].model_copy(update={"text": "Buonasera! 🌙"})
    edited = planner.diff(brand, [edited_row], NOW).changed[0].publication
    late = replace(planner_over(ledger), plan=plan_too_late).apply(brand, [edited_row], NOW)  # type: ignore[arg-type]
    assert [str(one) for one in late.too_late] == [
        "row 2, buongiorno on facebook: it began to leave while the calendar was applied, as it stood before: "
        "this change was not made"
    ]
    standing = ledger.get("aurora.buongiorno.facebook")
    assert standing and standing.content.text == rows[0].text


def test_what_a_platform_itself_refuses_is_refused_with_its_reason_and_nothing_is_written(
    ledger: Ledger, brand: Brand, rows: list[PlanRow]
) -> None:
    named = f"aurora.{rows[0].post}.{rows[0].channel}"
    answers = {named: Refused(code="handle", reason="nobody is called @nobody.example")}
    with pytest.raises(PlanRefused, match="nobody is called @nobody") as refused:
        planner_over(ledger, answers).apply(brand, rows, NOW)
    assert [one.row for one in refused.value.diff.refused] == [rows[0].row]
    assert len(refused.value.diff.new) == len(rows) - 1
    assert ledger.get(named) is None


def test_a_platform_that_cannot_be_asked_stops_nothing_and_is_said(
    ledger: Ledger, brand: Brand, rows: list[PlanRow]
) -> None:
    named = f"aurora.{rows[0].post}.{rows[0].channel}"
    done = planner_over(ledger, {named: Unclear(reason="it did not answer in time")}).apply(brand, rows, NOW)
    assert "could not be asked about it: it did not answer in time" in str(done.diff.warnings)
    assert ledger.get(named) is not None


def test_the_same_words_on_the_same_channel_are_warned_about_in_one_calendar_and_across_two(
    ledger: Ledger, brand: Brand
) -> None:
    first = PlanRow(row=2, post="one", channel="facebook", when="2026-12-01 09:00", text="Ciao a tutti")
    again = first.model_copy(update={"row": 3, "post": "two", "when": "2026-12-05 09:00", "text": "ciao  a tutti"})
    elsewhere = first.model_copy(update={"row": 4, "post": "three", "channel": "x"})
    late = first.model_copy(update={"row": 5, "post": "four", "when": "2027-02-01 09:00"})
    planner = planner_over(ledger)
    warned = {one.row: one.message for one in planner.diff(brand, [first, again, elsewhere, late], NOW).warnings}
    assert set(warned) == {2, 3}
    assert "aurora.one.facebook says the same" in warned[3]
    planner.apply(brand, [first], NOW)
    (warning,) = planner.diff(brand, [again], NOW).warnings
    assert "aurora.one.facebook" in warning.message
    assert planner.diff(brand, [again.model_copy(update={"allow": ("duplicate",)})], NOW).warnings == ()


LONG = "Una lunga storia. " * 60


@pytest.mark.parametrize("channel", ["mastodon", "x"])
def test_a_text_longer_than_usual_is_planned_where_the_account_may_and_refused_where_nobody_says(
    planner: Planner, brand: Brand, channel: str
) -> None:
    rows = [PlanRow(row=2, post="story", channel=channel, when="2026-12-20 09:30", text=LONG.strip())]
    assert len(planner.diff(brand, rows, NOW).new) == 1
    unasked = replace(
        planner, check=lambda asked: {one.publication_id: Unclear(reason="it did not answer") for one in asked}
    )
    (remark,) = unasked.diff(brand, rows, NOW).refused
    assert "1079 of" in remark.message
    assert "whether this account may more could not be asked: it did not answer" in remark.message
    beyond = [rows[0].model_copy(update={"text": "a" * 100_000})]
    assert (len(planner.diff(brand, beyond, NOW).refused) == 1) == (channel == "x")


MANY = 120


@pytest.fixture
def many(brand: Brand) -> list[PlanRow]:
    """Text-only rows, an hour apart, on X."""
    times = [NOW + timedelta(hours=1 + number) for number in range(MANY)]
    written = [
        {"row": number, "post": f"p{number}", "channel": "x", "when": f"{at:%Y-%m-%d %H:%M}", "text": f"Post {number}"}
        for number, at in enumerate(times, start=1)
    ]
    return [PlanRow.model_validate(one | {"zone": "UTC"}) for one in written]


def test_many_rows_are_read_and_written_a_hundred_at_a_time(
    planner: Planner, table: Table, brand: Brand, many: list[PlanRow]
) -> None:
    calls: list[str] = []
    table.client.meta.events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    first = planner.apply(brand, many, NOW)
    assert len(first.diff.new) == MANY
    # The one query asks what the weeks around say.
    assert Counter(calls) == {"BatchGetItem": 2, "Query": 1, "TransactWriteItems": 2}
    calls.clear()
    assert planner.apply(brand, many, NOW).diff.nothing_to_do
    assert Counter(calls) == {"BatchGetItem": 2}


def test_one_that_was_planned_by_somebody_else_meanwhile_stops_none_of_its_neighbours(
    planner: Planner, ledger: Ledger, brand: Brand, many: list[PlanRow]
) -> None:
    found = planner.diff(brand, many, NOW)
    ledger.plan(found.new[7].publication, NOW)
    results = ledger.plan_new([one.publication for one in found.new], NOW)
    assert [number for number, result in enumerate(results) if result != "new"] == [7]
    assert results[7] == "unchanged"
    standing = planner.diff(brand, many, NOW)
    assert (len(standing.unchanged), standing.nothing_to_do) == (MANY, True)


def test_long_texts_are_written_in_pieces_that_a_transaction_holds(
    planner: Planner, ledger: Ledger, brand: Brand, many: list[PlanRow]
) -> None:
    found = planner.diff(brand, many[:20], NOW)
    long = [
        one.publication.model_copy(
            update={"content": one.publication.content.model_copy(update={"text": f"{one.row}" * 150_000})}
        )
        for one in found.new
    ]
    assert ledger.plan_new(long, NOW) == ["new"] * 20
    assert len(ledger.find(one.publication_id for one in long)) == 20
