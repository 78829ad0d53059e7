"""How far the forecast of a month's end is from the truth, on generated Novembers (generated_months.py)."""

import json
from statistics import mean

import pytest
from rich.console import Console
from rich.table import Table

from infra.assembly import ROOT
from tests.bench.figures import Figure
from tests.bench.generated_months import KNOWN_BEFORE, SHAPES, ShapeResult, measure_shape

MOST_ERROR_PERCENT = {"weekdays": 4, "weekend": 6, "spike": 10, "growth": 15, "doubled": 18, "noise": 8}
MOST_FALSE_ALARMS = 1
WARNED_DAYS_BEFORE = 10
COVERAGE_PERCENT = (85, 97)
PUBLISHED = (
    "mean_error_percent",
    "worst_error_percent",
    "false_alarms",
    "warned_days_before",
    "interval_coverage_percent",
)

pytestmark = pytest.mark.takes_long("30 months of six shapes, asked 26 times each")


def measure(known_before: int) -> dict[str, ShapeResult]:
    found = {shape: measure_shape(shape, known_before=known_before) for shape in SHAPES}
    grid = Table(title=f"Forecast of the month's end, {known_before} days known before the month")
    for column in (
        "shape",
        "asks",
        "mean error %",
        "worst %",
        "false alarms",
        "warned days before",
        "interval holds %",
    ):
        grid.add_column(column)
    for shape, one in found.items():
        grid.add_row(shape, str(one.asks), *(f"{getattr(one, name)}" for name in PUBLISHED))
    Console(width=120).print(grid)
    page = (ROOT / "docs/metrics.md").read_text(encoding="utf-8")
    for shape, one in found.items():
        row = " | ".join(str(getattr(one, name)) for name in PUBLISHED)
        assert f"| {shape} | {row} |" in page, "docs/metrics.md shows other figures"
    return found


def test_the_forecast_of_a_months_end_is_as_near_as_promised(figures: list[Figure]) -> None:
    found = measure(KNOWN_BEFORE)
    published = {shape: {name: getattr(one, name) for name in PUBLISHED} for shape, one in found.items()}
    (ROOT / ".local/forecast.json").write_text(json.dumps(published, indent=1) + "\n", encoding="utf-8")
    for shape, most in MOST_ERROR_PERCENT.items():
        figures.append(Figure.at_most(f"forecast, {shape}", "%", most, found[shape].mean_error_percent))
        assert found[shape].mean_error_percent <= most, shape
        assert found[shape].warned_days_before >= WARNED_DAYS_BEFORE, shape
    for shape in ("weekdays", "weekend"):
        assert found[shape].false_alarms <= MOST_FALSE_ALARMS, shape
    pooled = mean(one.interval_coverage_percent for shape, one in found.items() if shape != "doubled")
    least, most = COVERAGE_PERCENT
    assert least <= pooled <= most


def test_without_a_known_month_before_the_forecast_is_silent_for_a_week_and_then_near() -> None:
    found = measure(known_before=0)
    for shape in ("weekdays", "weekend", "spike", "noise"):
        assert found[shape].mean_error_percent <= MOST_ERROR_PERCENT[shape], shape
        assert found[shape].asks < 30 * 26, shape
