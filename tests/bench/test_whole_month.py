"""The bill of a month, from what this run has counted: named so that it comes last."""

from collections import defaultdict
from collections.abc import Callable, Mapping

import pytest
from rich.console import Console
from rich.table import Table as Grid

from infra.shapes import Every
from infra.topology import FUNCTIONS
from tests.bench.bill import Bill
from tests.bench.month import (
    ROUND_MINUTES,
    TICK_MINUTES,
    Acts,
    Agency,
    Bought,
    Units,
    buy_agency,
    buy_polling,
    buy_rest,
    price,
)
from tests.bench.prices import PRICES

COUNTED = {
    "comment": "a new comment that comes alone, counted, in the inbox and with its person",
    "hide": "hiding a comment, with the way back kept",
    "post": "a publication from planned to published, with an image",
    "snapshot": "a snapshot of a post's numbers",
    "minute": "the minute's tick with nothing due",
    "reconcile": "the five minutes' round with nothing overdue",
    "watch": "the watch over an inbox with nothing due",
    "reputation": "the watch over a reputation that is not out of the usual",
    "poll": "a poll of a channel with nothing new",
    "turn": "a channel whose turn it is not",
    "reread": "reading a channel again with nothing missing: 100 comments in the week",
    "metrics": "the metrics' tick with nothing due, one brand with 14 posts of the week",
    "metrics of a busy brand": "the metrics' tick with nothing due, one brand with 360 posts of the quarter",
    "metrics of young posts": "the same in the second half of an hour, when young posts alone are read",
    "beside": "what stands beside a channel's first numbers of a day, when nothing is new",
    "who follows": "the same once a week, when who follows is read",
    "spend": "the spend's tick when nothing has changed: one ad account",
}
"""Which line of the bill each act is."""


@pytest.fixture
def acts(bill: Bill) -> Acts:
    lines = {line.act: line for line in bill.lines}
    missing = set(COUNTED.values()) - lines.keys()
    if missing:
        pytest.skip(f"run the whole bench: not counted are {sorted(missing)}")
    return {name: Units(lines[act].read_units, lines[act].write_units) for name, act in COUNTED.items()}


@pytest.mark.parametrize(
    ("name", "buy", "most"),
    [
        ("at rest", lambda acts, _: buy_rest(acts), {"list": 1.20, "free": 0.30}),
        ("the agency of ten brands", buy_agency, {"list": 3.00, "free": 2.00}),
        ("what polling and reading again add to it", buy_polling, {"list": 0.50, "free": 0.50}),
    ],
)
def test_a_month_costs_no_more_than_it_should(
    acts: Acts, bill: Bill, name: str, buy: Callable[[Acts, Agency], Bought], most: Mapping[str, float]
) -> None:
    bought = buy(acts, Agency(snapshot_bytes=bill.item_bytes["snapshot"]))
    _show(name, bought)
    dear, cheap = (sum(price(bought, free=free).values()) for free in (False, True))
    held = [
        bill.hold(f"a month, {name}, at list price", "$", dear, most=most["list"]),
        bill.hold(f"a month, {name}, after what is free always", "$", cheap, most=most["free"]),
    ]
    assert all(held)


def test_the_metrics_are_collected_as_often_as_is_billed() -> None:
    (collector,) = (one for one in FUNCTIONS if one.name == "collect_metrics")
    assert collector.triggers == (Every(TICK_MINUTES),)


def test_inboxes_are_watched_and_channels_polled_as_often_as_is_billed() -> None:
    triggers = [one.triggers for one in FUNCTIONS if one.name in {"watch_inbox", "watch_reputation", "poll_channels"}]
    assert triggers == [(Every(ROUND_MINUTES),)] * 3


def test_every_price_is_dated() -> None:
    assert all("20" in one.source for one in PRICES.values())


def test_what_is_free_is_taken_off_and_never_gives_money_back() -> None:
    bought: Bought = defaultdict(float, {"KMS": 30_000, "SQS": 10})
    assert price(bought, free=False) == pytest.approx({"KMS": 0.09, "SQS": 0.000004})
    assert price(bought, free=True) == pytest.approx({"KMS": 0.03, "SQS": 0})


def _show(name: str, bought: Bought) -> None:
    grid = Grid(title=f"A month, {name}")
    grid.add_column("what")
    for title in ("how much", "unit", "at list price", "after what is free"):
        grid.add_column(title, justify="right")
    dear, cheap = price(bought, free=False), price(bought, free=True)
    for line, amount in sorted(bought.items()):
        grid.add_row(line, f"{amount:,.1f}", PRICES[line].unit, f"${dear[line]:.3f}", f"${cheap[line]:.3f}")
    grid.add_row("all", "", "", f"${sum(dear.values()):.2f}", f"${sum(cheap.values()):.2f}")
    Console(width=130).print(grid)
