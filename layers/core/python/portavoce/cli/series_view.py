"""How series and slots look to a person."""

from itertools import groupby
from typing import Any

from rich.console import Console
from rich.text import Text

from portavoce.cli.display import count_things, moment, new_table

SHOWN = 12
"""How many dates are shown; --json has them all."""

_STYLES = {"new": "green", "changed": "yellow", "left_out": "red", "skipped": "magenta", "apart": "magenta"}


def render_series(console: Console, answer: dict[str, Any]) -> None:
    """A series, its next posts, and what is to be said of them."""
    series = answer["series"]
    zone = f" in {series['zone']}" if series["zone"] else ""
    turns = f", {1 + len(series['turns'])} posts in turn" if series["turns"] else ""
    console.print(f"{series['series_id']}: {series['rule']}, from {series['start']}{zone}{turns}", markup=False)
    _render_coming(console, answer["coming"])
    for warning in answer["warnings"]:
        console.print(Text(f"Warning: {warning}", "magenta"))
    for reason in answer["refused"]:
        console.print(Text(f"No more posts are planned: {reason}", "red"))
    console.print("Nothing was written (--dry-run)." if answer["dry_run"] else f"Version {answer['version']}.")


def render_removed(console: Console, answer: dict[str, Any]) -> None:
    """What removing a series cancels."""
    _render_coming(console, answer["coming"])
    if answer["dry_run"]:
        console.print("Nothing was removed (--dry-run).")
    else:
        console.print(
            f"Removed: {answer['series']['series_id']}; {count_things(len(answer['coming']), 'post')} cancelled."
        )


def render_series_list(console: Console, answer: dict[str, Any]) -> None:
    """One line for each series."""
    table = new_table("series", "rule", "from", "zone", "channels", whole=("series",))
    for one in answer["items"]:
        channels = ", ".join(variant["channel"] for variant in one["variants"])
        table.add_row(one["series_id"], one["rule"], one["start"], one["zone"] or "the brand's", channels)
    console.print(table if answer["items"] else "There is no series: `portavoce series add` writes one.")


def render_slots(console: Console, answer: dict[str, Any]) -> None:
    """The free slots, soonest first."""
    table = new_table("free slot", "zone", "UTC")
    for one in answer["items"]:
        table.add_row(one["wall_time"], one["zone"], moment(one["planned_at"]))
    console.print(
        table if answer["items"] else "No slot is free within a year: give the channel `slots` in the brand's file."
    )


def _render_coming(console: Console, coming: list[dict[str, Any]]) -> None:
    zones = {one["zone"] for one in coming}
    alone = len(zones) == 1
    planned = f"planned ({', '.join(zones)})" if alone else "planned"
    table = new_table("post", planned, "UTC", "channels", "", "", whole=("post",))
    posts = [list(group) for _, group in groupby(coming, key=_same)]
    for group in posts[:SHOWN]:
        one = group[0]
        channels = ", ".join(each["channel"] for each in group)
        fate = Text(one["fate"].replace("_", " "), _STYLES.get(one["fate"], ""))
        at = one["wall_time"] if alone else f"{one['wall_time']} {one['zone']}"
        table.add_row(one["post"], at, moment(one["planned_at"]), channels, fate, Text(one["note"] or ""))
    if posts:
        console.print(table)
    if len(posts) > SHOWN:
        console.print(f"… and {count_things(len(posts) - SHOWN, 'more date')} within 90 days (--json shows them all).")


def _same(one: dict[str, Any]) -> tuple[str, ...]:
    return one["post"], one["planned_at"], one["fate"], one["note"] or ""
