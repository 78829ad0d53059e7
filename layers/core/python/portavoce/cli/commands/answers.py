"""`portavoce answers`: what a brand says again and again, saved under a name."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from portavoce.brands.model import Language
from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.display import print_whole
from portavoce.cli.frame import common, connect, show
from portavoce.cli.refusal import Refusal

app = typer.Typer(help="Saved answers: list, put, remove.", no_args_is_help=True)

AnswerName = Annotated[str, typer.Argument(metavar="NAME", help="The answer's name: letters, digits, hyphens.")]
LANGUAGES = Language.__args__  # type: ignore[attr-defined]
InLanguage = Annotated[
    str | None, typer.Option("--language", help="Its language: en, it or ar; the brand's own if left out.")
]


@app.command("list")
@common
def list_answers(context: typer.Context, brand: BrandName = None) -> None:
    """List the saved answers, by name and language."""
    api = connect(context)
    show(context, api.get("brands", chosen_brand(api, brand), "answers").body, _render)


@app.command("put")
@common
def put_answer(
    context: typer.Context,
    name: AnswerName,
    words: Annotated[str, typer.Argument(help="The words; {name}, {brand}, {post} and {link} are filled in.")],
    brand: BrandName = None,
    language: InLanguage = None,
) -> None:
    """Save an answer, over what stood under its name in its language."""
    api = connect(context)
    place = _place(api, chosen_brand(api, brand), name, language)
    show(
        context, api.put(*place, body={"words": words}).body, lambda console, _: print_whole(console, f"Saved: {name}")
    )


@app.command("remove")
@common
def remove_answer(
    context: typer.Context, name: AnswerName, brand: BrandName = None, language: InLanguage = None
) -> None:
    """Remove an answer in one language."""
    api = connect(context)
    answer = api.delete(*_place(api, chosen_brand(api, brand), name, language)).body
    show(context, answer, lambda console, _: print_whole(console, f"Removed: {name}"))


def _place(api: Any, brand: str, name: str, language: str | None) -> tuple[str, ...]:
    if language not in {None, *LANGUAGES}:
        raise Refusal(f"{language} is no language of a brand: choose one of {', '.join(LANGUAGES)}.")
    chosen = language or api.get("brands", brand).body["language"]
    return ("brands", brand, "answers", name, "languages", chosen)


def _render(console: Console, answer: Any) -> None:
    if not answer["items"]:
        console.print("No answer is saved yet: `portavoce answers put thanks 'Thank you, {name}!'`.", markup=False)
    for one in answer["items"]:
        console.print(Text(f"{one['name']}  {one['language']}", "bold"))
        console.print(Padding(Text(one["words"], overflow="fold"), (0, 0, 0, 2)))
