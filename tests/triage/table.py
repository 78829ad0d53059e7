"""What the built-in rules make of sentences: `make bench TRIAGE=<file>` prints it and writes `.local/triage.json`."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from infra.assembly import ROOT
from portavoce.brands.model import Triage
from portavoce.community.model import Action
from portavoce.community.triage.decision import decide
from tests.triage.sentences import KINDS, Sentence, read_lines

COUNTED = {"hidden": Action.HIDE, "lead": Action.LEAD, "assigned": Action.ASSIGN}
GOALS = {
    ("innocent", "hidden"): (0, 2),
    ("complaint", "hidden"): (0, 2),
    ("complaint", "assigned"): (80, 100),
    ("insult", "hidden"): (75, 100),
    ("purchase", "lead"): (80, 100),
    ("question", "assigned"): (80, 100),
    ("innocent", "lead"): (0, 3),
}
"""Of each kind, how many in a hundred may be dealt with so: at least and at most."""
NEW_BRAND = Triage(assign_to="care@brand.example")
"""What a new brand has: no words of its own, and somebody who is assigned what needs an answer."""

Counts = dict[str, dict[str, dict[str, int]]]


def count_decisions(sentences: Iterable[Sentence]) -> Counts:
    """By language and kind: how many there are, and how many are hidden, made a lead, assigned."""
    tally: dict[tuple[str, str], Counter[str]] = {}
    for one in sentences:
        actions = decide(one.text, NEW_BRAND).actions
        counter = tally.setdefault((one.language, one.kind), Counter(total=0, **dict.fromkeys(COUNTED, 0)))
        counter.update({"total": 1, **{name: action in actions for name, action in COUNTED.items()}})
    languages = dict.fromkeys(language for language, _ in tally)
    return {
        language: {kind: dict(tally[language, kind]) for kind in KINDS if (language, kind) in tally}
        for language in languages
    }


def find_misses(counts: Counts) -> list[str]:
    """Each goal that is not held, in words."""
    return [
        f"{language}: {kind} {name} {share(of_kind[kind], name):.1f} %, not {least} to {most} %"
        for language, of_kind in counts.items()
        for (kind, name), (least, most) in GOALS.items()
        if kind in of_kind and not least <= share(of_kind[kind], name) <= most
    ]


def share(counted: dict[str, int], name: str) -> float:
    """Of these, how many in a hundred."""
    return 100 * counted[name] / counted["total"]


def print_table(counts: Counts) -> None:
    """Shows the counts, each share beside its goal."""
    grid = Table(title="What triage does")
    for column in ("language", "kind", "sentences", *COUNTED):
        grid.add_column(column)
    for language, of_kind in counts.items():
        for kind, counted in of_kind.items():
            cells = [_describe(kind, name, share(counted, name)) for name in COUNTED]
            grid.add_row(language, kind, str(counted["total"]), *cells)
    Console(width=120).print(grid)


def _describe(kind: str, name: str, found: float) -> str:
    if (kind, name) not in GOALS:
        return f"{found:.1f} %"
    least, most = GOALS[kind, name]
    goal = f"at least {least}" if most == 100 else f"at most {most}"
    return f"{found:.1f} % ({goal}{'' if least <= found <= most else ', MISSED'})"


def main(path: str) -> None:
    """Reads lines of JSON, prints what becomes of them and writes it down."""
    try:
        counts = count_decisions(read_lines(Path(path).read_text(encoding="utf-8").splitlines()))
    except (OSError, ValueError) as cause:
        raise SystemExit(f"{path} could not be read: {cause}") from None
    print_table(counts)
    written = ROOT / ".local/triage.json"
    written.parent.mkdir(exist_ok=True)
    written.write_text(json.dumps(counts, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
