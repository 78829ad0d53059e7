"""`portavoce channel token` and `portavoce webhook secret`: secrets come from a prompt or stdin, never an argument."""

import sys
from typing import Annotated

import typer

from portavoce.cli.frame import common, connect, show
from portavoce.cli.refusal import Refusal

channel_app = typer.Typer(help="The channels' connections and tokens.", no_args_is_help=True)
webhook_app = typer.Typer(help="The platforms' webhook secrets.", no_args_is_help=True)


@channel_app.callback()
def channel() -> None:
    """The channels' connections and tokens."""


@webhook_app.callback()
def webhook() -> None:
    """The platforms' webhook secrets."""


@channel_app.command()
@common
def token(
    context: typer.Context,
    *,
    brand: Annotated[str, typer.Argument(help="The brand's id.")],
    channel: Annotated[str, typer.Argument(help="The channel's id, or the ad account's with --ads.")],
    name: Annotated[str, typer.Argument(help="Which secret, such as access_token.")],
    ads: Annotated[bool, typer.Option("--ads", help="CHANNEL is an advertising account.")] = False,
) -> None:
    """Store one secret of a channel; it is asked for, or read from stdin."""
    value = ask(f"{name} of {brand}.{channel}")
    kind = "ad-accounts" if ads else "channels"
    connect(context).put("brands", brand, kind, channel, "secrets", body={"secrets": {name: value}})
    answer = {"stored": f"{brand}.{channel}", "name": name}
    show(context, answer, lambda console, _: console.print(f"Stored: {name} of {brand}.{channel}."))


@webhook_app.command()
@common
def secret(
    context: typer.Context,
    platform: Annotated[str, typer.Argument(help="The platform, such as facebook.")],
    name: Annotated[str, typer.Option("--name", help="Which secret: current or verify_token.")] = "current",
) -> None:
    """Store a platform's webhook secret; the one before it is still accepted."""
    value = ask(f"webhook secret {name} of {platform}")
    connect(context).put("webhooks", platform, "secret", body={"secrets": {name: value}})
    answer = {"stored": f"webhooks/{platform}", "name": name}
    show(context, answer, lambda console, _: console.print(f"Stored: webhook secret {name} of {platform}."))


def ask(what: str) -> str:
    """A secret from a prompt that does not show it, or from one line of stdin. Raises Refusal for none."""
    if sys.stdin.isatty():
        value: str = typer.prompt(f"The {what}", hide_input=True, err=True)
    else:
        value = sys.stdin.readline()
    if not value.strip():
        raise Refusal(f"No {what} was given: type it at the prompt or send it on stdin.")
    return value.strip()
