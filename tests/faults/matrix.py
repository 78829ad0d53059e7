"""Crash points × faults × look-up lag on five platforms, and what became of each case.

`make bench FAULTS=1` prints the table and writes `.local/faults.json`."""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from functools import cache
from itertools import product

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from infra.assembly import ROOT
from portavoce.publishing.model import PublicationState
from tests.faults.accounts import FRONTS, TEXT, Front
from tests.faults.companions import TROUBLES, companies
from tests.faults.neighbours import KINDS, live_as_neighbours
from tests.faults.simulated import Life, lives

PROCESSES = 2
GAPS_SECONDS = (10, 20, 120)


@dataclass(frozen=True)
class Tally:
    """What became of some cases. A case ends settled alone, or a person was asked, or (never) in silence."""

    cases: int = 0
    duplicates: int = 0
    silent_ends: int = 0
    settled_alone: int = 0
    asked_a_person: int = 0
    told_wrong: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(**{name: count + asdict(other)[name] for name, count in asdict(self).items()})


@cache
def cases(platform: str, fault: str, part: int) -> tuple[Life, ...]:
    """The lives of one platform's publication: the fault strikes this part, and the process dies at each point once."""
    front = FRONTS[platform]
    before = front.before(fault)
    return tuple(lives(front.account, front.content, front.faults[fault], before=before, strikes_at=part))


def said(front: Front, life: Life) -> list[str]:
    """What the account has said for everybody to see: its posts and its own comments, in their order."""
    comments = [one.text for one in life.simulator.platform.comments.values() if one.author_id == front.ours]
    return [*(post.text for post in life.posts if post.published), *comments]


def judged(front: Front, life: Life) -> Tally:
    """One case."""
    twice = sum(count - 1 for count in Counter(said(front, life)).values())
    is_settled = life.ended.state is PublicationState.PUBLISHED and set(said(front, life)) == set(front.texts)
    is_asked = any(event.cause and event.next_step for event in life.world.asked)
    return Tally(
        1, twice, not (is_settled or is_asked), is_settled, is_asked and not is_settled, is_told_wrong(front, life)
    )


def is_told_wrong(front: Front, life: Life) -> bool:
    """Whether somebody was told that a part is not out which is, or that one is out which is not."""
    out, ended = len(said(front, life)), life.ended
    if ended.state is PublicationState.UNCERTAIN:
        return "may be out" not in (ended.next_step or "") or out < len(ended.sent)
    return out != len(ended.sent)


def tally(platform: str, fault: str, part: int) -> Tally:
    """The cases of one strike."""
    return sum((judged(FRONTS[platform], life) for life in cases(platform, fault, part)), Tally())


def judge_neighbours(platform: str) -> Tally:
    """Two posts with the same words, or none, and other pictures: each ends with a post of its own, or asked."""
    total = Tally()
    for text, kind, count, gap_seconds in product(("", TEXT), KINDS, (1, 2), GAPS_SECONDS):
        street, ends = live_as_neighbours(platform, text, kind, count, gap_seconds)
        posts = [one for one in street.simulator.platform.posts.values() if one.published and not one.deleted]
        known = [one for one in ends if one.state is PublicationState.PUBLISHED]
        shared = len(known) - len({one.remote_id for one in known} & {post.id for post in posts})
        asked = [one for one in ends if one.next_step]
        wrong = sum(one.state is not PublicationState.UNCERTAIN for one in asked) if len(posts) > len(known) else 0
        silent = len(ends) - len(known) - len(asked) + shared
        total += Tally(len(ends), max(0, len(posts) - len(ends)), silent, len(known) - shared, len(asked), wrong)
    return total


def judge_companions(platform: str, trouble: str | None) -> Tally:
    """Posts of one second in one message: the first call meets this trouble, the process dies at each point once."""
    total = Tally()
    for company in companies(platform, trouble):
        for ended in company.ends:
            out, is_settled = company.out(ended), ended.state is PublicationState.PUBLISHED
            is_asked = bool(ended.cause and ended.next_step)
            settled = is_settled and out > 0
            total += Tally(
                1, max(0, out - 1), not (settled or is_asked), settled, is_asked, company.is_told_wrong(ended)
            )
    return total


def _tallies() -> Iterator[tuple[str, Tally]]:
    strikes = [(name, *strike) for name, front in FRONTS.items() for strike in front.strikes]
    with Progress(console=Console(stderr=True), transient=True) as progress, ProcessPoolExecutor(PROCESSES) as pool:
        bar = progress.add_task("Cases", total=len(strikes))
        running = {pool.submit(tally, *strike): strike[0] for strike in strikes}
        for done in as_completed(running):
            progress.advance(bar)
            yield running[done], done.result()
    yield from ((name, judge_neighbours(name)) for name in FRONTS)
    yield from ((name, judge_companions(name, trouble)) for name, trouble in product(FRONTS, TROUBLES))


def main() -> None:
    """Runs the whole matrix, prints it and writes it down."""
    totals = dict.fromkeys(FRONTS, Tally())
    for platform, one in _tallies():
        totals[platform] += one
    table = Table("platform", "cases", "duplicates", "silent ends", "settled alone", "asked a person", "told wrong")
    for platform, one in totals.items():
        share = f"{one.settled_alone} ({100 * one.settled_alone / one.cases:.1f} %)"
        table.add_row(
            platform,
            str(one.cases),
            str(one.duplicates),
            str(one.silent_ends),
            share,
            str(one.asked_a_person),
            str(one.told_wrong),
        )
    Console().print(table)
    written = ROOT / ".local/faults.json"
    written.parent.mkdir(exist_ok=True)
    written.write_text(json.dumps({platform: asdict(one) for platform, one in totals.items()}, indent=2) + "\n")
    Console().print(f"Written to {written.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
