"""`portavoce person`: everything that is held of somebody, and forgetting them."""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.client import Api
from portavoce.cli.display import count_things, moment, new_table, print_whole
from portavoce.cli.files import write_file
from portavoce.cli.frame import StagedConsole, common, connect, show
from portavoce.cli.refusal import Refusal

app = typer.Typer(
    help="Who signs in to the console; what is held of somebody who wrote to a brand, and forgetting them.",
    no_args_is_help=True,
)

PersonName = Annotated[
    str,
    typer.Argument(
        metavar="PLATFORM/ID", help="The platform and its id of the person; of a lead form, its e-mail address."
    ),
]
WAITED_SECONDS = 121
"""The API names the moment from which on nothing is on its way any more: two minutes from its answer."""
_OUT_OF_REACH = {
    "mails": "mails that were sent: ask those who have them to delete them",
    "platform": "the platform itself, and whoever copied it there: its own tools delete it",
    "others": "words of others that name the person: they are theirs, and go with their own time",
    "stream": "the table's stream of changes",
    "events": "the archive of events: ids, no words and no names",
    "backups": "the table's point-in-time backups",
    "exports": "files that somebody exported, of the table or of this person",
}


@app.command("export")
@common
def export_person(
    context: typer.Context,
    *,
    person: PersonName,
    brand: BrandName = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The file to write; stdout when left out.")] = None,
) -> None:
    """Write everything that a brand holds of a person, as JSON."""
    api = connect(context)
    found = api.get(*_path(api, brand, person)).body
    if not found["items"]:
        told = f"Nothing is held of {person}. Is that the platform's id? `portavoce comments show` names its author's."
        print_whole(StagedConsole(context, stderr=True), told)
    text = json.dumps(found, ensure_ascii=False, indent=2)
    if out is None:
        show(context, found, lambda console, _: print_whole(console, text))
        return
    write_file(out, f"{text}\n".encode(), replace=True)
    answer = {"items": len(found["items"]), "file": str(out)}
    show(
        context,
        answer,
        lambda console, _: print_whole(console, f"{count_things(len(found['items']), 'thing')} written to {out}."),
    )


@app.command()
@common
def erase(
    context: typer.Context,
    *,
    person: PersonName,
    brand: BrandName = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without it only what would go is shown.")] = False,
    wait: Annotated[
        bool, typer.Option(help="Wait two minutes and take what was on its way as well; --no-wait leaves that to you.")
    ] = True,
) -> None:
    """Forget a person for good: what they said, what was done about it, what came of it. It cannot be undone."""
    api = connect(context)
    path = _path(api, brand, person)
    found = api.delete(*path, query={"dry_run": not yes}).body
    if yes and wait:
        StagedConsole(context, stderr=True).print("Erased. In two minutes once more, for what was on its way …")
        time.sleep(WAITED_SECONDS)
        found = _add_pass(found, api.delete(*path, query={"dry_run": False}).body)
    show(context, found, _render)


def _path(api: Api, brand: str | None, person: str) -> tuple[str, ...]:
    platform, slash, author_id = person.partition("/")
    if not slash or not author_id:
        raise Refusal(f"{person} names nobody: write platform/id, as in facebook/7000000000000001.")
    return "brands", chosen_brand(api, brand), "persons", platform, author_id


def _add_pass(first: Any, second: Any) -> Any:
    one, two = first["erased"], second["erased"]
    total = {kind: one.get(kind, 0) + two.get(kind, 0) for kind in sorted({*one, *two})}
    return first | {"erased": total, "more_letters": second["more_letters"], "repeat_after": None}


def _render(console: Console, found: Any) -> None:
    if found["erased"]:
        console.print("Would go:" if found["is_dry"] else "Gone for good:")
        table = new_table("what", "how many")
        for kind, number in found["erased"].items():
            table.add_row(kind.replace("_", " "), str(number))
        console.print(table)
    else:
        console.print("Nothing is held of this person.")
    _render_remainders(console, found["remainders"], found["mails"])
    if found["more_letters"]:
        console.print("Not all parked letters were looked at: run the same command again.")
    if found["is_dry"]:
        console.print("Nothing was changed. With --yes it is.")
    elif found["repeat_after"]:
        console.print(f"Run it once more after {moment(found['repeat_after'])} UTC, for what was on its way.")


def _render_remainders(console: Console, remainders: Sequence[Any], mails: Sequence[Any]) -> None:
    console.print("What this command cannot reach:")
    for one in remainders:
        until = f", until {moment(one['until'])} UTC" if one["until"] else ""
        print_whole(console, f"  {_OUT_OF_REACH.get(one['where'], one['where'])}{until}")
    if mails:
        table = new_table("mail about", "to", "sent (UTC)", whole=("to",))
        for one in mails:
            table.add_row(one["about"], Text(one["to"]), moment(one["sent_at"]))
        console.print(table)
