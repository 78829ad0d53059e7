"""`portavoce brand`: the brand's file becomes the brand."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.brands.brand_file import BrandFileRefused, read_brand
from portavoce.brands.model import Brand
from portavoce.cli.display import new_table
from portavoce.cli.files import read_file
from portavoce.cli.frame import common, connect, show
from portavoce.cli.refusal import Refusal
from portavoce.platforms import discovery

app = typer.Typer(help="Who speaks: the brand, from one YAML file.", no_args_is_help=True)


@app.command()
@common
def apply(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The brand's YAML file.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and change nothing.")] = False,
) -> None:
    """Write the brand as its file says; a second time there is nothing to do."""
    wanted = _read(file)
    api = connect(context)
    document = wanted.model_dump(mode="json")
    answer = api.put("brands", wanted.id, body=document, query={"dry_run": dry_run}).body
    answer |= {"brand": wanted.id, "dry_run": dry_run}
    show(context, answer, _render)


def _read(file: Path) -> Brand:
    try:
        return read_brand(read_file(file), str(file), discovery.names())
    except BrandFileRefused as error:
        problems = [one._asdict() | {"mark": one.mark._asdict()} for one in error.problems]
        raise Refusal(
            f"{file} is not a brand yet; nothing was written.",
            [str(one) for one in error.problems],
            {"title": "The file is not a brand.", "errors": problems},
        ) from None


def _render(console: Console, answer: Any) -> None:
    if not answer["changes"]:
        console.print(f"Brand {answer['brand']}: nothing to do, it stands as in the file.")
        return
    table = new_table("field", "before", "after", title=f"Brand {answer['brand']}")
    for change in answer["changes"]:
        table.add_row(*(Text(change[name] or "") for name in ("field", "before", "after")))
    console.print(table, markup=False)
    console.print(
        "Nothing was written (--dry-run)." if answer["dry_run"] else f"Written as version {answer['version']}."
    )
