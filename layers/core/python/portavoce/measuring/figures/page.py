"""The table of figures in docs/metrics.md, made of their definitions. Pure.

`python -m portavoce.measuring.figures.page < docs/metrics.md` prints the page as it should be."""

import sys

from portavoce.measuring.figures.definitions import DEFINITIONS

HEADING = "## Figures of the dashboard\n\n"
HEAD = "| Figure | Unit | What it is | Source |\n|---|---|---|---|\n"


def write_figures() -> str:
    """The table of all figures."""
    rows = (f"| `{one.name}` | {one.unit} | {one.says} | {one.source} |\n" for one in DEFINITIONS.values())
    return HEAD + "".join(rows)


def replace_figures(page: str) -> str:
    """The page with the table of now."""
    before, _, rest = page.partition(HEADING)
    _, _, after = rest.partition("\n\n")
    return f"{before}{HEADING}{write_figures()}\n{after}"


if __name__ == "__main__":
    sys.stdout.write(replace_figures(sys.stdin.read()))
