"""`portavoce channel`: the account's owner lets us in, in a browser or by typing in what the platform gave."""

import webbrowser
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.cli.client import Api
from portavoce.cli.display import moment, new_table
from portavoce.cli.frame import ContainedConsole, common, connect, show
from portavoce.cli.loopback import Loopback, Proof
from portavoce.cli.refusal import Refusal
from portavoce.cli.terminal import ask_secret
from portavoce.platforms.titles import title_of

EXACT_PORT = 8917
"""Where a platform wants one exact address in the app's settings: http://127.0.0.1:8917/callback."""
LIMIT_SECONDS = 300

app = typer.Typer(help="The channels' connections and tokens.", no_args_is_help=True)


@app.command("connect")
@common
def connect_account(
    context: typer.Context,
    *,
    account: Annotated[str, typer.Argument(help="The channel, such as aurora.x, or the ad account with --ads.")],
    ads: Annotated[bool, typer.Option("--ads", help="ACCOUNT is an advertising account.")] = False,
    analytics: Annotated[bool, typer.Option("--analytics", help="ACCOUNT is a site in a source of analytics.")] = False,
    client_id: Annotated[
        str | None, typer.Option("--client-id", help="The id of the firm's own app; its secret is asked for.")
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address; open no browser.")] = False,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="The port of 127.0.0.1 to come back to; 0 for any.")
    ] = None,
    seconds: Annotated[
        int, typer.Option("--seconds", min=5, max=1800, help="How long to wait for the owner.")
    ] = LIMIT_SECONDS,
) -> None:
    """Connect a channel: its owner says yes in a browser, or types in a password for apps. Tried before it is kept."""
    brand, _, name = account.partition(".")
    if not name or "." in name:
        raise Refusal(f"{account} names no account: write brand.channel, as `portavoce doctor` shows them.")
    path = ("brands", brand, _name_kind(ads=ads, analytics=analytics), name)
    api = connect(context)
    standing = api.get(*path, "connection").body
    if standing["by"] == "oauth":
        given = _ask_owner(api, path, standing, client_id=client_id, no_browser=no_browser, port=port, seconds=seconds)
    else:
        given = {"secrets": {one["name"]: ask_secret(f"{one['title']} of {account}") for one in standing["secrets"]}}
    answer = api.put(*path, "connection", body=given).body | {"account": account, "platform": standing["platform"]}
    show(context, answer, _render)


@app.command()
@common
def token(
    context: typer.Context,
    *,
    brand: Annotated[str, typer.Argument(help="The brand's id.")],
    channel: Annotated[str, typer.Argument(help="The channel's id, or the ad account's with --ads.")],
    name: Annotated[str, typer.Argument(help="Which secret, such as access_token.")],
    ads: Annotated[bool, typer.Option("--ads", help="CHANNEL is an advertising account.")] = False,
    analytics: Annotated[bool, typer.Option("--analytics", help="CHANNEL is a site in a source of analytics.")] = False,
) -> None:
    """Store one secret of a channel; it is asked for, or read from stdin."""
    value = ask_secret(f"{name} of {brand}.{channel}")
    kind = _name_kind(ads=ads, analytics=analytics)
    connect(context).put("brands", brand, kind, channel, "secrets", body={"secrets": {name: value}})
    answer = {"stored": f"{brand}.{channel}", "name": name}
    show(context, answer, lambda console, _: console.print(f"Stored: {name} of {brand}.{channel}."))


def _name_kind(*, ads: bool, analytics: bool) -> str:
    """What the API calls accounts of this kind. Raises Refusal for both."""
    if ads and analytics:
        raise Refusal("An account is an advertising account or a site: give --ads or --analytics.")
    return "ad-accounts" if ads else "analytics" if analytics else "channels"


def _ask_owner(
    api: Api,
    path: tuple[str, ...],
    standing: dict[str, Any],
    *,
    client_id: str | None,
    no_browser: bool,
    port: int | None,
    seconds: int,
) -> dict[str, Any]:
    """Asks the owner for consent, and gives what they come back with."""
    chosen = port if port is not None else 0 if standing["any_port"] else EXACT_PORT
    proof = Proof()
    with Loopback(chosen, proof) as door:
        begin = {"redirect_uri": door.redirect_uri, "state": proof.state, "code_challenge": proof.challenge}
        begin |= _app(standing, client_id, door.redirect_uri)
        address = api.post(*path, "authorization", body=begin).body["address"]
        err = ContainedConsole(stderr=True, soft_wrap=True, highlight=False)
        if no_browser or not webbrowser.open(address):
            err.print("Open this address in the browser of the account's owner:")
            err.print(address, markup=False)
        else:
            err.print(f"Say yes in the browser that has opened; waiting for {seconds} seconds.")
        return {"code": door.code(seconds), "code_verifier": proof.verifier, "redirect_uri": door.redirect_uri}


def _app(standing: dict[str, Any], client_id: str | None, redirect_uri: str) -> dict[str, str]:
    """The firm's own app: named anew, or remembered from before, or not needed because apps register themselves."""
    if client_id is None and not standing["needs_app"]:
        return {}
    err = ContainedConsole(stderr=True, soft_wrap=True, highlight=False)
    platform = title_of(standing["platform"])
    if not standing["any_port"]:
        err.print(f"The app's settings on {platform} must list this callback address: {redirect_uri}")
    client_id = client_id or ask_secret(f"client id of the firm's own app on {platform}")
    return {"client_id": client_id, "client_secret": ask_secret(f"client secret of the app {client_id}")}


def _render(console: Console, answer: Any) -> None:
    console.print(f"Connected: {answer['account']} is {answer['name']} ({answer['account_id']}).", markup=False)
    if answer["scopes"]:
        console.print(f"It may: {' '.join(answer['scopes'])}.", markup=False)
    if answer["expires_at"]:
        console.print(f"It ends on {moment(answer['expires_at'])} UTC; you are written to 30, 7 and 1 days before.")
    if quota := answer["quota"]:
        console.print(f"{quota['used']} of {quota['total']} posts in {quota['window_seconds'] // 3600} hours are used.")
    if answer["faults"]:
        table = new_table("to mend", "what to do")
        for one in answer["faults"]:
            table.add_row(Text(one["what"]), Text(one["remedy"]))
        console.print(table)
