"""How a plan looks to a person: what is refused first, then each post with its words."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from portavoce.cli.display import count_things, money, print_wrapped
from portavoce.cli.refusal import Refusal
from portavoce.contained_text import contain_line
from portavoce.platforms.titles import title_of

STYLES = {"new": "green", "changed": "yellow"}
SHOWN = 200
"""How many posts are shown; --week shows others, --json all."""

_INDENT, _LINES = 4, 2
"""A post's words are shown so far in, and on so many lines at most."""


def week_of(words: str) -> tuple[date, date]:
    """The first and the last day of the week that is named by its number or by one of its days. Raises Refusal."""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        raise Refusal(f"{words!r} is no week: write such as 2026-W49, or a day of it such as 2026-12-01.") from None
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def in_week(answer: dict[str, Any], days: tuple[date, date]) -> dict[str, Any]:
    """The answer with those posts alone whose planned day is one of these; what is refused stays in it."""
    kept = {
        kind: [one for one in answer[kind] if days[0] <= date.fromisoformat(one["wall_time"][:10]) <= days[1]]
        for kind in ("new", "changed", "unchanged")
    }
    rows = {one["row"] for entries in kept.values() for one in entries}
    return answer | kept | {"warnings": [one for one in answer["warnings"] if one["row"] in rows]}


def render_plan(console: Console, answer: dict[str, Any]) -> None:
    """Refused rows, each with what to do; new and changed posts day by day; the unchanged are counted."""
    stopped = [*answer["refused"], *answer["too_late"]]
    _render_stopped(console, stopped)
    warnings: dict[int, list[str]] = {}
    for one in answer["warnings"]:
        warnings.setdefault(one["row"], []).append(one["message"])
    entries = [one | {"is": kind} for kind in ("new", "changed") for one in answer[kind]]
    entries.sort(key=lambda one: (one["wall_time"], one["row"]))
    zones = {one["zone"] for one in entries}
    if entries:
        console.print(f"Brand {answer['brand_id']}, {_clocks(zones)}", style="bold", markup=False)
    for day, posts in groupby(entries[:SHOWN], key=lambda one: one["wall_time"][:10]):
        console.print(f"\n{date.fromisoformat(day):%a} {day}", style="bold")
        for one in posts:
            _render_post(console, one, warnings.pop(one["row"], []), name_zone=len(zones) > 1)
    if len(entries) > SHOWN:
        console.print(f"\n… and {len(entries) - SHOWN} more: --week shows one week, --json all.")
    refused = {one["row"] for one in stopped}
    for row in [row for row in warnings if row not in {one["row"] for one in entries}]:
        for message in warnings[row]:
            if row not in refused:
                console.print(Text(f"row {row}: {message}", "magenta"))
    console.print()
    for one in answer["fees"]:
        print_wrapped(console, _say_fees(one))
    console.print(_counts(answer))


def render_applied(console: Console, answer: dict[str, Any]) -> None:
    """What was written."""
    if not (answer["new"] or answer["changed"] or answer["too_late"]):
        console.print(f"Nothing to do: {_say_unchanged(len(answer['unchanged']))} as in the calendar.")
        return
    render_plan(console, answer)
    console.print(f"Written; {_say_media(answer['uploaded'])} uploaded.")


def _render_stopped(console: Console, stopped: list[dict[str, Any]]) -> None:
    for one in stopped:
        where = contain_line(f"row {one['row']} {one['post']} on {one['channel']}")
        console.print(Text(f"{where}: not possible", "red"), soft_wrap=True)
        print_wrapped(console, one["message"], _INDENT)
    if stopped:
        console.print()


def _render_post(console: Console, one: dict[str, Any], warnings: list[str], *, name_zone: bool) -> None:
    clock = f"{one['wall_time'][11:]} {one['zone']}" if name_zone else one["wall_time"][11:]
    changes = f" ({', '.join(one['changed'])})" if one["changed"] else ""
    line = Text.assemble(
        f"  {clock}  ",
        (f"{one['is']}{changes}", STYLES[one["is"]]),
        f"  {one['post']} on {one['channel']}  row {one['row']}",
    )
    console.print(line)
    words = Text(contain_line(one.get("text", "")))
    lines = words.wrap(console, max(20, console.width - _INDENT))
    for shown in lines[:_LINES]:
        console.print(Padding(shown, (0, 0, 0, _INDENT)))
    if more := _describe_rest(one, cut=len(lines) > _LINES):
        console.print(Padding(Text(more, "dim"), (0, 0, 0, _INDENT)))
    for message in warnings:
        console.print(Padding(Text(f"! {contain_line(message)}", "magenta"), (0, 0, 0, _INDENT)))


def _describe_rest(one: dict[str, Any], *, cut: bool) -> str:
    """What a post has beside the words that are shown."""
    parts = [f"… {len(one['text'])} letters"] if cut else []
    if one.get("kind", "post") != "post":
        parts.append(one["kind"])
    if one.get("posts", 1) > 1:
        parts.append(f"a thread of {one['posts']} posts")
    if one.get("media"):
        parts.append(_say_media(one["media"]))
    return ", ".join(parts)


def _say_media(count: int) -> str:
    return count_things(count, "image or video", "images or videos")


def _say_unchanged(count: int) -> str:
    return count_things(count, "publication stands", "publications stand")


def _say_fees(one: dict[str, Any]) -> str:
    cost = money(one["amount_minor"], one["decimals"], one["currency"])
    links = f", {one['posts_with_link']} with a link" if one["posts_with_link"] else ""
    posts = count_things(one["posts"], "post")
    return f"{title_of(one['platform'])} bills its API: {cost} for {posts}{links}, by the prices of {one['prices_of']}."


def _clocks(zones: set[str]) -> str:
    return f"times in {zones.pop()}" if len(zones) == 1 else "each time in its own zone"


def _counts(answer: dict[str, Any]) -> str:
    kinds = ("new", "changed", "unchanged", "refused")
    counts = ", ".join(f"{len(answer[kind])} {kind}" for kind in kinds)
    return f"{counts}. Nothing is written while a row is refused." if answer["refused"] else f"{counts}."
