"""`portavoce brand`: the brand's file becomes the brand."""

import shlex
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.brands.keys import BRAND_KEYS
from portavoce.brands.page import brand_page
from portavoce.cli.brand_files import read_brand_file
from portavoce.cli.display import new_table, print_wrapped
from portavoce.cli.frame import StagedConsole, common, connect, show
from portavoce.cli.refusal import Refusal
from portavoce.cli.terminal import at_a_terminal

app = typer.Typer(help="Who speaks: the brand, from one YAML file.", no_args_is_help=True)


@app.command()
@common
def apply(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The brand's YAML file.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before something is taken away or moved.")] = False,
) -> None:
    """Write the brand as its file says; a second time there is nothing to do. What would be lost is asked about."""
    wanted = read_brand_file(file)
    api = connect(context)
    document = wanted.model_dump(mode="json")
    planned = api.put("brands", wanted.id, body=document, query={"dry_run": True})
    named = {"brand": wanted.id, "dry_run": dry_run}
    if dry_run:
        show(context, planned.body | named, _render)
        return
    if planned.body["losses"] and not yes:
        _ask(context, planned.body | named, file)
    answer = api.put("brands", wanted.id, body=document, etag=planned.etag).body
    show(context, answer | named, _render)


def _ask(context: typer.Context, planned: dict[str, Any], file: Path) -> None:
    """Lets a person at a terminal decide. Raises Refusal where there is none."""
    losses = [one["says"] for one in planned["losses"]]
    if not at_a_terminal():
        raise Refusal(
            f"{file} takes something away; nothing was written. If it is meant: "
            f"`portavoce brand apply {shlex.quote(str(file))} --yes`.",
            losses,
            {"title": "The change takes something away.", "losses": planned["losses"]},
        )
    _render_changes(StagedConsole(context, stderr=True), planned)
    typer.confirm("Write it like this?", abort=True, err=True)


@app.command()
@common
def keys(
    context: typer.Context,
    page: Annotated[bool, typer.Option("--page", help="Print the page docs/brand-file.md instead.")] = False,
) -> None:
    """Print each key of the brand's file with what it says and an example."""
    if page:
        typer.echo(brand_page(), nl=False)
        return
    show(context, {"items": [one._asdict() for one in BRAND_KEYS]}, _render_keys)


def _render(console: Console, answer: Any) -> None:
    if not answer["changes"]:
        console.print(f"Brand {answer['brand']}: nothing to do, it stands as in the file.")
        return
    _render_changes(console, answer)
    console.print(
        "Nothing was written (--dry-run)." if answer["dry_run"] else f"Written as version {answer['version']}."
    )


def _render_changes(console: Console, answer: Any) -> None:
    """What changes, and of that what takes something away: that goes first."""
    for loss in answer["losses"]:
        console.print(Text.assemble(("! ", "bold"), loss["says"]))
    table = new_table("field", "before", "after", title=f"Brand {answer['brand']}")
    for change in answer["changes"]:
        table.add_row(*(Text(change[name] or "") for name in ("field", "before", "after")))
    console.print(table, markup=False)
    for price in answer["prices"]:
        print_wrapped(console, price)


def _render_keys(console: Console, answer: Any) -> None:
    table = new_table("key", "what it says", "example", whole=("key",))
    for one in answer["items"]:
        table.add_row(one["path"], one["says"], one["example"])
    console.print(table, markup=False)
