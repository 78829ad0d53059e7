"""`portavoce alerts`: all that was raised, mailed or not; seen, or put off."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.display import Most, moment, new_table, print_rest, print_whole
from portavoce.cli.frame import common, connect, show

app = typer.Typer(help="All that was raised; say that you have seen it, or put it off.", invoke_without_command=True)

_SUBJECTS = ("publication_id", "post", "connection", "budget", "ad_account", "series", "address")
_HANDLED_ROOMS = ("BUDGET#", "SPEND#")
AlertName = Annotated[str, typer.Argument(metavar="ALERT", help="The alert's id, as `portavoce alerts` shows it.")]


@app.callback()
@common
def alerts(
    context: typer.Context,
    brand: BrandName = None,
    most: Most = 25,
) -> None:
    """Show what a person was needed for, newest first, and whether the mail about it has left."""
    if context.invoked_subcommand:
        return
    api = connect(context)
    found = api.list_items("brands", chosen_brand(api, brand), "alerts", most=most)
    show(context, found, _render)


@app.command()
@common
def acknowledge(context: typer.Context, alert: AlertName, brand: BrandName = None) -> None:
    """Say that you have seen an alert about money: it is mailed no more."""
    api = connect(context)
    answer = api.post("brands", chosen_brand(api, brand), "alerts", "acknowledge", body={"alert_id": alert}).body
    show(context, answer, lambda console, one: print_whole(console, f"Seen by {one['acknowledged_by']}."))


@app.command()
@common
def snooze(
    context: typer.Context,
    alert: AlertName,
    *,
    days: Annotated[int, typer.Option("--days", min=1, max=31, help="For how many days.")] = 1,
    brand: BrandName = None,
) -> None:
    """Put off what is told of the alert's budget or ad account; at the end it is told, and this alert again."""
    api = connect(context)
    body = {"alert_id": alert, "days": days}
    answer = api.post("brands", chosen_brand(api, brand), "alerts", "snooze", body=body).body
    said = f"Put off until {moment(answer['snoozed_until'])} UTC."
    show(context, answer, lambda console, _: print_whole(console, said))


def _render(console: Console, answer: Any) -> None:
    if not answer["items"]:
        console.print("Nothing was raised.")
        return
    table = new_table("when (UTC)", "what", "of", "cause", "mail", whole=("of",))
    for one in answer["items"]:
        cause = Text(one["facts"].get("cause", ""))
        table.add_row(moment(one["raised_at"]), one["title"], Text(_subject_of(one)), cause, Text(_say_mail(one)))
    console.print(table)
    open_ones = [one for one in answer["items"] if _can_be_handled(one)]
    _list_handled(
        console,
        "Not seen yet, for `portavoce alerts acknowledge` or `snooze`:",
        [f"{one['alert_id']}  {_subject_of(one)}" for one in open_ones if not one["is_put_off"]],
    )
    put_off = [
        f"{one['alert_id']}  {_subject_of(one)}, until {moment(one['snoozed_until'])}"
        for one in open_ones
        if one["is_put_off"]
    ]
    _list_handled(console, "Put off (UTC); `portavoce alerts acknowledge` ends it:", put_off)
    print_rest(console, answer)


def _subject_of(one: Any) -> str:
    """What an alert is about, by the name that people know."""
    return next((str(one["facts"][name]) for name in _SUBJECTS if one["facts"].get(name)), "")


def _list_handled(console: Console, title: str, lines: list[str]) -> None:
    if lines:
        console.print(title)
        for line in lines:
            print_whole(console, f"  {line}")


def _say_mail(one: Any) -> str:
    if one["acknowledged_by"]:
        return f"seen by {one['acknowledged_by']}"
    mail = "not mailed" if one["quiet"] else one["mail"] or "on its way"
    reason = f": {one['mail_reason']}" if one["mail_reason"] else ""
    put_off = f", put off until {moment(one['snoozed_until'])}" if one["is_put_off"] else ""
    return f"{mail}{reason}{put_off}"


def _can_be_handled(one: Any) -> bool:
    return not one["quiet"] and not one["acknowledged_by"] and one["alert_id"].startswith(_HANDLED_ROOMS)
