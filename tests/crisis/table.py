"""Storms and ordinary weeks through the watch over reputations: `make bench CRISIS=1` prints what it would have told,
beside the field's default, and writes `.local/crisis.json`.

SEEDS were looked at while the watch was made; HELD_BACK only when it was mended on 2026-11-29, and are printed by
themselves."""

import json
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from infra.assembly import ROOT
from portavoce.community.crisis.model import CrisisNews
from portavoce.community.crisis.replay import Said, replay
from tests.crisis.field import find_field_alarms
from tests.crisis.scenarios import HISTORY_WEEKS, THIRTIETH, Scenario, make_scenarios
from tests.crisis.weeks import SIZES, make_weeks

SEEDS, HELD_BACK = (1, 2), (1001, 1002)
WEEKS = 26
_LEARNING_WEEKS = 5
LATEST = timedelta(minutes=10)
"""How soon after its thirtieth negative comment a storm is to be found."""


class Row(NamedTuple):
    """What came of one scenario. Delays are from its thirtieth negative comment (of a story with fewer: its last), in
    minutes, below none before it; None where nothing was told."""

    name: str
    is_storm: bool
    watch: float | None
    flood: bool
    proposed: float | None
    field: float | None

    @property
    def is_held(self) -> bool:
        """Whether it is as it should be: a storm found in time (a slow one at all), nothing proposed else."""
        if not self.is_storm:
            return self.proposed is None
        if self.name == "slow burn":
            return self.watch is not None
        return self.proposed is not None and self.proposed <= LATEST.total_seconds() / 60


class Quiet(NamedTuple):
    """What was told in ordinary weeks in which nothing was to be."""

    size: str
    comments: int
    proposed: int
    floods: int
    watches: int
    field: int


def tell_scenario(story: Scenario) -> Row:
    """What both would have told of a scenario, from its beginning on."""
    told = [one for one in replay(story.comments) if one.at >= story.begins]
    marks = story.negative[THIRTIETH - 1 : THIRTIETH] or story.negative[-1:] or [story.begins]
    field = find_field_alarms(story.comments, story.begins)
    return Row(
        story.name,
        story.is_storm,
        _delay(told, (CrisisNews.WATCH, CrisisNews.PROPOSED), marks[0]),
        any(one.word is CrisisNews.FLOOD for one in told),
        _delay(told, (CrisisNews.PROPOSED,), marks[0]),
        _minutes(field[0], marks[0]) if field else None,
    )


def tell_ordinary(seed: int) -> list[Quiet]:
    """False alarms of 26 weeks of each size, after five weeks of listening."""
    rows = []
    for size in SIZES:
        comments = make_weeks(size, WEEKS + _LEARNING_WEEKS, seed)
        begins = comments[0].at + timedelta(weeks=_LEARNING_WEEKS)
        told = [one for one in replay(comments) if one.at >= begins]
        counted = [
            sum(one.word is word for one in told) for word in (CrisisNews.PROPOSED, CrisisNews.FLOOD, CrisisNews.WATCH)
        ]
        field = find_field_alarms(comments, begins)
        rows.append(Quiet(size.name, len(comments), counted[0], counted[1], counted[2], len(field)))
    return rows


def print_all(console: Console) -> dict[str, Any]:
    """Prints the tables of both sets of seeds; the same as plain data."""
    found: dict[str, Any] = {}
    for title, seeds in (("looked at", SEEDS), ("held back", HELD_BACK)):
        for seed in seeds:
            rows, quiet = [tell_scenario(one) for one in make_scenarios(seed)], tell_ordinary(seed)
            console.print(_table(f"Seed {seed}, {title}: minutes after the 30th negative comment", rows))
            console.print(_quiet_table(f"Seed {seed}, {title}: told in {WEEKS} ordinary weeks", quiet))
            found[str(seed)] = {
                "set": title,
                "scenarios": [row._asdict() | {"held": row.is_held} for row in rows],
                "ordinary": [one._asdict() for one in quiet],
            }
    return found


def _table(title: str, rows: Iterable[Row]) -> Table:
    table = Table("scenario", "a storm", "watch", "flood", "proposed", "field's default", "as it should", title=title)
    for row in rows:
        cells = ["yes" if row.is_storm else "no", _shown(row.watch), "yes" if row.flood else "-", _shown(row.proposed)]
        table.add_row(row.name, *cells, _shown(row.field), "yes" if row.is_held else "NO")
    return table


def _quiet_table(title: str, rows: Iterable[Quiet]) -> Table:
    table = Table("brand", "comments", "freezes proposed", "floods", "watches", "field's default", title=title)
    for row in rows:
        table.add_row(*(str(one) for one in row))
    return table


def _delay(told: Sequence[Said], words: tuple[CrisisNews, ...], mark: datetime) -> float | None:
    first = next((one.at for one in told if one.word in words), None)
    return _minutes(first, mark) if first else None


def _minutes(at: datetime, mark: datetime) -> float:
    return round((at - mark).total_seconds() / 60, 1)


def _shown(minutes: float | None) -> str:
    return "-" if minutes is None else f"{minutes:+.0f}"


def main() -> None:
    """Prints the tables and writes the file."""
    begun, console = time.monotonic(), Console(width=120)
    found = print_all(console)
    (ROOT / ".local").mkdir(exist_ok=True)
    (ROOT / ".local" / "crisis.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    console.print(f"{HISTORY_WEEKS} ordinary weeks before each scenario. {time.monotonic() - begun:.0f} s.")


if __name__ == "__main__":
    main()
