"""`portavoce freeze` and `portavoce resume`: the brake."""

import re
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.cli.brand_choice import chosen_brand
from portavoce.cli.client import Api
from portavoce.cli.display import count_things, describe_scope, moment, new_table, print_whole
from portavoce.cli.frame import StagedConsole, common, connect, show
from portavoce.cli.refusal import Refusal
from portavoce.cli.terminal import at_a_terminal

_DURATION = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,5})m)?")
Except = Annotated[
    list[str] | None,
    typer.Option("--except", metavar="POST", help="A post that goes out all the same, as brand.post; may be repeated."),
]


@common
def freeze(
    context: typer.Context,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why; it is shown to everybody who asks.")],
    brand: Annotated[str | None, typer.Option("--brand", help="Only this brand; everything when left out.")] = None,
    channel: Annotated[str | None, typer.Option("--channel", help="Only this channel, as brand.channel.")] = None,
    campaign: Annotated[str | None, typer.Option("--campaign", help="Only posts of this campaign of a brand.")] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            "--until",
            metavar="INSTANT",
            formats=["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"],
            help="An instant, such as 2026-11-24T09:00+01:00.",
        ),
    ] = None,
    exempt: Except = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be stopped and stop nothing.")] = False,
) -> None:
    """Stop the publishing: nothing starts after this has answered."""
    api = connect(context)
    brand_id, channel_id = _place(api, brand, channel, campaign)
    body = {
        "brand_id": brand_id,
        "channel": channel_id,
        "campaign": campaign,
        "exempt": [_post_name(name, brand_id) for name in exempt or ()],
        "reason": reason,
        "until": until.isoformat() if until else None,
    }
    answer = api.post("freezes", body=body, query={"dry_run": dry_run}).body
    show(context, answer, _render_dry_run if dry_run else _render_frozen)


@common
def resume(
    context: typer.Context,
    *,
    freeze_id: Annotated[str, typer.Argument(help="The freeze, as `portavoce status` shows it.")],
    keep: Annotated[bool, typer.Option("--keep", help="What is in time leaves, the rest is missed (default).")] = False,
    shift: Annotated[
        str | None, typer.Option("--shift", help="All that was held up moves by this, as 2h or 90m.")
    ] = None,
    spread: Annotated[str | None, typer.Option("--spread", help="All leave evenly over this time, as 3h.")] = None,
    drop: Annotated[bool, typer.Option("--drop", help="What was held up is cancelled.")] = False,
    gap: Annotated[str, typer.Option("--gap", help="The least time between two posts of one channel.")] = "12m",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before it is done.")] = False,
) -> None:
    """Lift a freeze by a plan: it is shown, and on a terminal asked about, before it is applied."""
    given = [mode for mode, wanted in (("keep", keep), ("shift", shift), ("spread", spread), ("drop", drop)) if wanted]
    if len(given) > 1:
        raise Refusal(f"Resume in one way: --{' or --'.join(given)}. Nothing was done.")
    time = shift or spread
    how = {"mode": (given or ["keep"])[0], "minutes": _minutes(time) if time else None, "gap_minutes": _minutes(gap)}
    api = connect(context)
    planned = api.post("freezes", freeze_id, "resume", body=how, query={"dry_run": True})
    if dry_run:
        show(context, planned.body, _render_plan)
        return
    if not yes and at_a_terminal():
        _render_plan(StagedConsole(context, stderr=True), planned.body)
        typer.confirm("Resume like this?", abort=True, err=True)
    answer = api.post("freezes", freeze_id, "resume", body=how, etag=planned.etag).body
    show(context, answer, _render_plan)


def _place(api: Api, brand: str | None, channel: str | None, campaign: str | None) -> tuple[str | None, str | None]:
    """The ids of brand and channel that are meant. Raises Refusal."""
    if channel is None:
        return (chosen_brand(api, brand) if campaign else brand), None
    brand_of_channel, dot, channel_id = channel.rpartition(".")
    if brand and dot and brand != brand_of_channel:
        raise Refusal(f"{channel} is no channel of {brand}: name one of the two. Nothing was frozen.")
    return brand_of_channel or chosen_brand(api, brand), channel_id


def _post_name(name: str, brand_id: str | None) -> str:
    if "." in name:
        return name
    if brand_id is None:
        raise Refusal(f"{name} could be a post of any brand: write brand.{name}. Nothing was frozen.")
    return f"{brand_id}.{name}"


def _minutes(duration: str) -> int:
    """The minutes of 2h, 90m or 1h30m. Raises Refusal."""
    found = _DURATION.fullmatch(duration)
    minutes = int(found[1] or 0) * 60 + int(found[2] or 0) if found else 0
    if minutes == 0:
        raise Refusal(f"{duration} is no duration: write 2h, 90m or 1h30m.")
    return minutes


def _render_frozen(console: Console, answer: Any) -> None:
    until = f" until {answer['until']}" if answer["until"] else ""
    print_whole(
        console, f"Frozen: {describe_scope(answer)}{until}. Lift it with `portavoce resume {answer['freeze_id']}`."
    )


def _render_dry_run(console: Console, answer: Any) -> None:
    if answer["would_stop"]:
        table = new_table(
            "planned (UTC)",
            "publication",
            whole=("publication",),
            title=f"A freeze of {describe_scope(answer)} would stop",
        )
        for one in answer["would_stop"]:
            table.add_row(moment(one["planned_at"]), one["publication_id"])
        console.print(table)
    count = len(answer["would_stop"])
    console.print(
        f"Nothing was frozen (--dry-run): {count_things(count, 'publication')} of {describe_scope(answer)} would stop.",
        markup=False,
    )


def _render_plan(console: Console, answer: Any) -> None:
    if answer["steps"]:
        table = new_table(
            "planned (UTC)", "publication", "becomes (UTC)", "because", whole=("publication",), title=_title(answer)
        )
        for one in answer["steps"]:
            becomes = moment(one["new_time"]) or one["fate"]
            table.add_row(moment(one["planned_at"]), one["publication_id"], becomes, Text(one["why"]))
        console.print(table)
    else:
        console.print("It holds nothing up.")
    if answer["dry_run"]:
        console.print(f"The freeze {answer['freeze_id']} still stands.", markup=False)
    else:
        console.print(f"Lifted: freeze {answer['freeze_id']}.", markup=False)


def _title(answer: Any) -> str:
    return f"{answer['mode'].capitalize()}: at least {answer['gap_minutes']} min between two posts of one channel"
