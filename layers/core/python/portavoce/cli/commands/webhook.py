"""`portavoce webhook`: what the platforms' deliveries are verified with."""

from typing import Annotated

import typer

from portavoce.cli.frame import common, connect, show
from portavoce.cli.terminal import ask_secret
from portavoce.platforms.titles import title_of

app = typer.Typer(help="The platforms' webhook secrets.", no_args_is_help=True)


@app.command()
@common
def secret(
    context: typer.Context,
    platform: Annotated[str, typer.Argument(help="The platform, such as facebook.")],
    name: Annotated[str, typer.Option("--name", help="Which secret: current or verify_token.")] = "current",
) -> None:
    """Store a platform's webhook secret; the one before it is still accepted."""
    value = ask_secret(f"webhook secret {name} of {title_of(platform)}")
    connect(context).put("webhooks", platform, "secret", body={"secrets": {name: value}})
    answer = {"stored": f"webhooks/{platform}", "name": name}
    show(context, answer, lambda console, _: console.print(f"Stored: webhook secret {name} of {title_of(platform)}."))
