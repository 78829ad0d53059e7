"""What watching the money costs."""

from datetime import date, timedelta

from portavoce.advertising.records import SpendRecords
from portavoce.advertising.service import Budgets
from portavoce.table.table import Table
from tests.advertising import AURORA, Stage, always
from tests.aurora import NOW
from tests.bench.bill import Bill
from tests.bench.meter import Meter

CAMPAIGNS, DAYS = 5, 28


def with_campaigns(table: Table) -> Stage:
    """An ad account that spends on several campaigns each day."""
    stage = Stage(table)
    for campaign in range(CAMPAIGNS):
        for back in range(DAYS):
            day = date(2026, 11, 23) - timedelta(days=back)
            stage.platform.days[f"1202300000000{campaign:04}", day] = 300 + back
    return stage


def test_spend_that_has_not_changed_is_not_written_again(table: Table, meter: Meter, bill: Bill) -> None:
    stage = with_campaigns(table)
    with meter.counting() as first:
        assert stage.collector().collect(NOW, always).changed_days == CAMPAIGNS * DAYS
    bill.add(f"the first reading of an ad account: {CAMPAIGNS} campaigns, {DAYS} days", first)
    with meter.counting() as second:
        assert stage.collector().collect(NOW, always).changed_days == 0
    line = bill.add("the spend's tick when nothing has changed: one ad account", second)
    assert line.writes <= 2


def test_a_budget_is_looked_at_with_two_queries(table: Table, meter: Meter, bill: Bill) -> None:
    with_campaigns(table).collector().collect(NOW, always)
    with meter.counting() as spent:
        (status,) = Budgets(SpendRecords(table)).of(AURORA, NOW)
    assert status.spent_minor
    line = bill.add(f"how the budgets of a brand stand: {CAMPAIGNS} campaigns, {DAYS} days", spent)
    assert (line.requests, line.queries) == (2, 2)
