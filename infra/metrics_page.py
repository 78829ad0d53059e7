"""Writes the figures of docs/metrics.md anew from their definitions: `python -m infra.metrics_page`."""

from pathlib import Path

from portavoce.measuring.definitions import DEFINITIONS

PAGE = Path(__file__).parents[1] / "docs" / "metrics.md"
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
    PAGE.write_text(replace_figures(PAGE.read_text()))
