"""How a plan looks to a person."""

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from portavoce.cli.display import moment, new_table

STYLES = {"new": "green", "changed": "yellow", "refused": "red", "too late": "red", "warning": "magenta"}


def render_plan(console: Console, answer: dict[str, Any]) -> None:
    """New, changed and refused rows with what to know about them; the unchanged ones are counted."""
    rows = [(kind, one) for kind in ("new", "changed") for one in answer[kind]]
    # A zone that all share stands once, so that a row stays on one line.
    zones = {one["zone"] for _, one in rows}
    planned = f"planned ({', '.join(zones)})" if len(zones) == 1 else "planned"
    whole, title = ("post", "channel"), f"Brand {answer['brand_id']}"
    table = new_table("row", "post", "channel", planned, "UTC", "", "", whole=whole, title=title)
    for kind, one in rows:
        wall_time = one["wall_time"] if len(zones) == 1 else f"{one['wall_time']} {one['zone']}"
        _add(table, one, (wall_time, moment(one["planned_at"])), kind, ", ".join(one["changed"]))
    for kind, remarks in (
        ("refused", answer["refused"]),
        ("too late", answer["too_late"]),
        ("warning", answer["warnings"]),
    ):
        for one in remarks:
            _add(table, one, ("", ""), kind, one["message"])
    if table.row_count:
        console.print(table)
    console.print(_counts(answer))


def render_applied(console: Console, answer: dict[str, Any]) -> None:
    """What was written."""
    if not (answer["new"] or answer["changed"] or answer["too_late"]):
        console.print(f"Nothing to do: {len(answer['unchanged'])} publications stand as in the calendar.")
        return
    render_plan(console, answer)
    console.print(f"Written; {answer['uploaded']} images and videos uploaded.")


def _add(table: Table, one: dict[str, Any], planned: tuple[str, str], kind: str, note: str) -> None:
    table.add_row(str(one["row"]), one["post"], one["channel"], *planned, Text(kind, STYLES[kind]), Text(note))


def _counts(answer: dict[str, Any]) -> str:
    kinds = ("new", "changed", "unchanged", "refused")
    counts = ", ".join(f"{len(answer[kind])} {kind}" for kind in kinds)
    return f"{counts}. Nothing is written while a row is refused." if answer["refused"] else f"{counts}."
