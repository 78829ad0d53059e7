"""`portavoce crisis`: how a reputation stands, ending a crisis, and a recorded storm again."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.brands.inbox.model import CrisisPolicy
from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.display import count_things, moment, new_table
from portavoce.cli.files import read_text
from portavoce.cli.frame import common, connect, show
from portavoce.cli.refusal import Refusal

app = typer.Typer(help="Storms of negative comments: status, end, simulate.", no_args_is_help=True)

POLICIES = CrisisPolicy.__args__  # type: ignore[attr-defined]
OwnWords = Annotated[
    list[str] | None, typer.Option("--word", help="A word of alarm of the brand's own; may be repeated.")
]
_DOES = {
    "watch": "look at it",
    "flood": "a mail: by few or by strangers, nothing is stopped",
    "proposed": "a mail that proposes a freeze",
    "frozen": "the publishing is frozen, and a mail",
    "goes_on": "a mail that it goes on",
    "over": "a mail that it is over; the freeze stays until it is resumed",
}


@app.command("status")
@common
def show_status(context: typer.Context, brand: BrandName = None) -> None:
    """Show how a brand's reputation stands, and how it stood."""
    api = connect(context)
    show(context, api.get("brands", chosen_brand(api, brand), "crisis").body, _render_status)


@app.command("end")
@common
def end_crisis(context: typer.Context, brand: BrandName = None) -> None:
    """End a watch or a crisis that was looked at; a freeze stays until `portavoce resume`."""
    api = connect(context)
    answer = api.post("brands", chosen_brand(api, brand), "crisis", "end", body={}).body
    show(context, answer, _render_ended)


@app.command("simulate")
@common
def simulate_storm(
    context: typer.Context,
    *,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Lines of JSON: at, author, text, and if known channel, language.")
    ],
    policy: Annotated[str, typer.Option("--policy", help="What the brand wants: off, propose or apply.")] = "propose",
    word: OwnWords = None,
) -> None:
    """Replay a recorded storm on this machine: when a watch or a crisis would have come, and what would be done.

    What comes first in the file is what is usual; it takes four weeks until something is."""
    # What reads words is loaded by this command alone.
    from portavoce.community.crisis.replay import BadRecording, read_recording, replay  # noqa: PLC0415

    if policy not in POLICIES:
        raise Refusal(f"{policy} is none of {', '.join(POLICIES)}.")
    try:
        comments = read_recording(read_text(file).splitlines())
    except BadRecording as bad:
        raise Refusal(f"{file}: {bad}.") from None
    told = replay(comments, policy, tuple(word or ())) if policy != "off" else []  # type: ignore[arg-type]
    answer = {
        "comments": len(comments),
        "items": [
            {
                "at": one.at.isoformat(),
                "word": one.word,
                "because": one.standing.latest.because,
                "does": _DOES[one.word],
            }
            for one in told
        ],
    }
    show(context, answer, _render_told)


def _render_status(console: Console, answer: Any) -> None:
    stands = answer["standing"]
    if stands is None:
        console.print(f"{answer['brand_id']} stands calm; in a crisis: {answer['policy']}.", markup=False)
    else:
        since = moment(stands["since"])
        console.print(f"{answer['brand_id']}: {stands['stage']} since {since} (UTC). ", style="bold", markup=False)
        console.print(stands["latest"]["because"], markup=False)
        if stands["freeze_id"]:
            console.print(f"Frozen: see `portavoce resume {stands['freeze_id']} --dry-run`.", markup=False)
    if answer["history"]:
        table = new_table("since (UTC)", "came to", "ended", "by", "at its height")
        for one in answer["history"]:
            because = Text(one["peak"]["because"])
            came_to = "crisis" if one["crisis_at"] else one["stage"]
            ended, by = moment(one["ended_at"]), Text(one["ended_by"] or "")
            table.add_row(moment(one["since"]), came_to, ended, by, because)
        console.print(table)


def _render_ended(console: Console, answer: Any) -> None:
    until = moment(answer["quiet_until"])
    console.print(f"Ended: {answer['crisis_id']}. Nothing begins anew before {until} (UTC).", markup=False)
    if answer["freeze_id"]:
        console.print(f"Its freeze stands: see `portavoce resume {answer['freeze_id']} --dry-run`.", markup=False)


def _render_told(console: Console, answer: Any) -> None:
    if not answer["items"]:
        console.print(f"Nothing would have been told of {count_things(answer['comments'], 'comment')}.", markup=False)
        return
    table = new_table("when (UTC)", "what", "because", "would do")
    for one in answer["items"]:
        at = f"{datetime.fromisoformat(one['at']):%Y-%m-%d %H:%M}"
        table.add_row(at, one["word"], Text(one["because"]), Text(one["does"]))
    console.print(table)
