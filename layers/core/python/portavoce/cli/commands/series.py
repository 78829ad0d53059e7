"""`portavoce series`: the same post again and again, after a rule; edited as one or as many."""

from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.client import Api
from portavoce.cli.frame import REFUSED, common, connect, show
from portavoce.cli.plan_view import render_applied, render_plan
from portavoce.cli.refusal import Refusal
from portavoce.cli.series_content import variants_from
from portavoce.cli.series_view import render_removed, render_series, render_series_list

app = typer.Typer(
    help="Recurring posts: after an RFC 5545 rule, planned for 90 days ahead, day by day.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(help="The series' id: its posts are named after it and their date.")]
_DATE_DIGITS = (8, 12)
RULE = "An RFC 5545 rule, such as FREQ=WEEKLY;BYDAY=MO,TH."
START = "The first wall time at which it may come, such as “2026-12-01 09:00”."
ZoneOption = Annotated[str | None, typer.Option("--zone", help="An IANA time zone; the brand's when left out.")]
Channels = Annotated[list[str] | None, typer.Option("--channel", help="A channel to post on; may be repeated.")]
TextOption = Annotated[str | None, typer.Option("--text", help="What to say, the same on each channel.")]
File = Annotated[
    Path | None, typer.Option("--from", help="A calendar file: its rows with this post id say it, one row a channel.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would happen and change nothing.")]


class _Task(NamedTuple):
    """Which series a command is about, and whether it is only asked what would happen."""

    context: typer.Context
    api: Api
    brand_id: str
    name: str
    dry_run: bool


@app.command()
@common
def add(
    context: typer.Context,
    *,
    name: Name,
    rule: Annotated[str, typer.Option("--rule", help=RULE)],
    start: Annotated[str, typer.Option("--start", help=START)],
    zone: ZoneOption = None,
    channel: Channels = None,
    text: TextOption = None,
    file: File = None,
    evergreen: Annotated[
        int | None,
        typer.Option("--evergreen", min=2, max=60, help="Say in turn so many posts that did better than the middle."),
    ] = None,
    brand: BrandName = None,
    dry_run: DryRunOption = False,
) -> None:
    """Write a new series and its posts of the next 90 days."""
    task = _task(context, brand, name, dry_run=dry_run)
    times = {"rule": rule, "start": start, "zone": zone}
    if evergreen is not None:
        _put(task, times | _draw_posts(task, channel, text, file, evergreen), etag='"0"')
        return
    variants = _read_variants(task, channel, text, file)
    if variants is None:
        raise Refusal("Say what the series says: --channel with --text, --from a calendar file, or --evergreen.")
    _put(task, times | {"variants": variants}, etag='"0"')


@app.command()
@common
def edit(
    context: typer.Context,
    *,
    name: Name,
    only: Annotated[
        str | None,
        typer.Option(
            "--only", help="One date alone, such as 2026-12-07, or one of several that day, 2026-12-07 09:30."
        ),
    ] = None,
    at: Annotated[str | None, typer.Option("--at", help="With --only: another time for it.")] = None,
    rule: Annotated[str | None, typer.Option("--rule", help=RULE)] = None,
    start: Annotated[str | None, typer.Option("--start", help=START)] = None,
    zone: ZoneOption = None,
    channel: Channels = None,
    text: TextOption = None,
    file: File = None,
    brand: BrandName = None,
    dry_run: DryRunOption = False,
) -> None:
    """Change a series with all its posts to come that still follow it, or (--only) one of them by itself."""
    task = _task(context, brand, name, dry_run=dry_run)
    reply = task.api.get("brands", task.brand_id, "series", name)
    if only is not None:
        if rule or start or zone or channel or file:
            raise Refusal("With --only, --at and --text can be changed: the rest belongs to the series as a whole.")
        _edit_one(task, reply.body, only, {"text": text, "when": at})
        return
    if at is not None:
        raise Refusal("--at needs --only: it moves one post. --start and --rule change the times of the series.")
    body = {field: reply.body["series"][field] for field in ("rule", "start", "zone", "variants", "turns")}
    if body["turns"] and (text is not None or channel or file):
        raise Refusal(f"{name} says several posts in turn: remove it, and add it anew with other words.")
    if text is not None and channel is None and file is None:
        variants: list[dict[str, Any]] | None = [one | {"text": text} for one in body["variants"]]
    else:
        variants = _read_variants(task, channel, text, file)
    given = {"rule": rule, "start": start, "zone": zone, "variants": variants}
    _put(task, body | {field: value for field, value in given.items() if value is not None}, etag=reply.etag)


@app.command("list")
@common
def list_series(context: typer.Context, brand: BrandName = None) -> None:
    """List the brand's series."""
    api = connect(context)
    show(context, api.get("brands", chosen_brand(api, brand), "series").body, render_series_list)


@app.command("show")
@common
def show_series(context: typer.Context, name: Name, brand: BrandName = None) -> None:
    """Show a series and its posts to come, in local time and in UTC."""
    api = connect(context)
    answer = api.get("brands", chosen_brand(api, brand), "series", name).body
    show(context, answer, render_series)
    if answer["refused"]:
        raise typer.Exit(REFUSED)


@app.command()
@common
def remove(context: typer.Context, name: Name, brand: BrandName = None, dry_run: DryRunOption = False) -> None:
    """Remove a series and cancel its posts to come that still follow it."""
    api = connect(context)
    answer = api.delete("brands", chosen_brand(api, brand), "series", name, query={"dry_run": dry_run}).body
    show(context, answer, render_removed)


def _task(context: typer.Context, brand: str | None, name: str, *, dry_run: bool) -> _Task:
    api = connect(context)
    return _Task(context, api, chosen_brand(api, brand), name, dry_run)


def _read_variants(
    task: _Task, channels: list[str] | None, text: str | None, file: Path | None
) -> list[dict[str, Any]] | None:
    """What the options say on each channel; None when they say nothing."""
    if file is not None:
        if text is not None or channels:
            raise Refusal("Give --channel and --text, or --from: the file has its own channels and texts.")
        return variants_from(task.context, task.api, task.brand_id, task.name, file, dry_run=task.dry_run)
    if text is None and not channels:
        return None
    if text is None or not channels:
        raise Refusal("Say both where and what: --channel, once for each, and --text.")
    return [{"channel": one, "text": text} for one in channels]


def _draw_posts(
    task: _Task, channels: list[str] | None, text: str | None, file: Path | None, most: int
) -> dict[str, Any]:
    """What an evergreen series says in turn. Raises Refusal."""
    if text is not None or file is not None or channels is None or len(channels) != 1:
        raise Refusal(
            "An evergreen series draws from the posts of one channel: give one --channel, no --text, no file."
        )
    place = ("brands", task.brand_id, "channels", channels[0], "evergreens")
    found = task.api.get(*place, query={"limit": most}).body["items"]
    if not found:
        raise Refusal(
            f"{channels[0]} has no post to say again: it needs 10 posts with reach, and one that beats their middle "
            "and was not said within the brand's duplicate_days."
        )
    first, *others = ([one["variant"]] for one in found)
    return {"variants": first, "turns": others}


def _put(task: _Task, body: Any, *, etag: str | None) -> None:
    query = {"dry_run": task.dry_run}
    answer = task.api.put("brands", task.brand_id, "series", task.name, body=body, query=query, etag=etag).body
    show(task.context, answer, render_series)


def _edit_one(task: _Task, found: Any, only: str, changes: dict[str, str | None]) -> None:
    """Plans one date as rows of their own, which no longer follow the series."""
    digits = "".join(mark for mark in only if mark in "0123456789")
    if len(digits) not in _DATE_DIGITS:
        raise Refusal(f"{only!r} is not a date: write it as 2026-12-07, or with its time as 2026-12-07 09:30.")
    name = "-".join(part for part in (task.name, digits[:8], digits[8:]) if part)
    changed = {field: value for field, value in changes.items() if value is not None}
    if not changed:
        raise Refusal("Say what to change of that date: --text, --at, or both.")
    said = {one["channel"]: one for one in found["series"]["variants"]}
    following = [one for one in found["coming"] if one["fate"] in ("new", "changed", "unchanged")]
    chosen = [one for one in following if one["post"].startswith(name)]
    if not chosen:
        raise Refusal(
            f"{task.name} has no post on {only} that follows it: `portavoce series show {task.name}` lists them."
        )
    rows = []
    for number, one in enumerate(chosen, 1):
        variant = said[one["channel"]]
        place = {"row": number, "post": one["post"], "when": one["wall_time"], "zone": one["zone"]}
        rows.append(variant | place | {"allow": sorted({"duplicate", *variant["allow"]})} | changed)
    answer = task.api.post("brands", task.brand_id, "plans", body={"rows": rows}, query={"dry_run": task.dry_run}).body
    show(task.context, answer | {"uploaded": 0}, render_plan if task.dry_run else render_applied)
    if answer["refused"]:
        raise typer.Exit(REFUSED)
