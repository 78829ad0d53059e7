"""Which brand is meant when none is named: the only one there is."""

from typing import Annotated

import typer

from portavoce.cli.client import Api
from portavoce.cli.refusal import Refusal

BrandName = Annotated[str | None, typer.Option("--brand", help="The brand's id; not needed while there is only one.")]


def chosen_brand(api: Api, named: str | None) -> str:
    """The brand's id. Raises Refusal when it cannot be guessed."""
    if named:
        return named
    brands = [one["id"] for one in api.pages("brands", most=20)]
    match brands:
        case [only]:
            return str(only)
        case []:
            raise Refusal("There is no brand yet: write one with `portavoce brand apply brand.yaml`.")
        case _:
            raise Refusal(f"There are several brands: say which with --brand: {', '.join(brands)}.")
