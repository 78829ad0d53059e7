"""`portavoce person invite`, `list`, `change`, `disable` and `enable`: who signs in to the console.

They stand beside `export` and `erase`, which speak of people who write to a brand: the words of each say whom."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.cli.brand_choice import chosen_brand
from portavoce.cli.display import new_table
from portavoce.cli.frame import common, connect, show

Address = Annotated[str, typer.Argument(metavar="EMAIL", help="The address that they sign in to the console with.")]
RoleOptions = Annotated[
    list[str],
    typer.Option(
        "--role",
        help="owner, strategist, content, community, analyst, campaign_manager, sales or client; more than one counts.",
    ),
]
BrandOptions = Annotated[
    list[str] | None, typer.Option("--brand", help="For which brand; more than one counts. Left out: the only one.")
]


@common
def invite(
    context: typer.Context,
    *,
    email: Address,
    role: RoleOptions,
    brand: BrandOptions = None,
    language: Annotated[str, typer.Option(help="Of the mail and of their console: en, it or ar.")] = "en",
    again: Annotated[bool, typer.Option("--again", help="A new first password for who was invited before.")] = False,
) -> None:
    """Invite somebody to the console: they get a mail with its address and a first password."""
    api = connect(context)
    brands = brand or [chosen_brand(api, None)]
    body = {"email": email, "language": language, "brands": brands, "roles": role, "again": again}
    show(context, api.post("people", body=body).body, _render_invited)


@common
def list_people(context: typer.Context) -> None:
    """List who signs in to the console, their roles and when they were last there."""
    show(context, connect(context).get("people").body, _render_people)


@common
def change(context: typer.Context, *, email: Address, role: RoleOptions = [], brand: BrandOptions = None) -> None:  # noqa: B006
    """Give somebody these roles for a brand from now on; without a role, take the brand from them."""
    api = connect(context)
    body = {"brands": brand or [chosen_brand(api, None)], "roles": role}
    show(context, api.patch("people", email, body=body).body, _render_person)


@common
def disable(context: typer.Context, *, email: Address) -> None:
    """Keep somebody out of the console from their next click on."""
    show(context, connect(context).patch("people", email, body={"disabled": True}).body, _render_person)


@common
def enable(context: typer.Context, *, email: Address) -> None:
    """Let somebody who was disabled in again."""
    show(context, connect(context).patch("people", email, body={"disabled": False}).body, _render_person)


def _render_invited(console: Console, user: Any) -> None:
    console.print(
        f"{user['email']} is invited: the mail with the first password, which counts for seven days, has left."
    )
    _render_person(console, user)


def _render_people(console: Console, found: Any) -> None:
    if not found["items"]:
        console.print("Nobody was invited to the console yet: `portavoce person invite`.")
        return
    table = new_table("address", "roles", "language", "last there", "", whole=("address",))
    for user in found["items"]:
        state = "disabled" if user["disabled_at"] else ""
        table.add_row(Text(user["email"]), _say_roles(user), user["language"], user["seen_on"] or "never", state)
    console.print(table)


def _render_person(console: Console, user: Any) -> None:
    console.print(f"{user['email']}: {_say_roles(user)}{', disabled' if user['disabled_at'] else ''}")


def _say_roles(user: Any) -> str:
    return "; ".join(f"{brand}: {', '.join(roles)}" for brand, roles in sorted(user["roles"].items())) or "no role"
