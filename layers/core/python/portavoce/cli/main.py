"""The command line `portavoce`: a client of the HTTP API and of nothing else."""

from importlib.metadata import version
from typing import Annotated

import typer

from portavoce.cli import export_group
from portavoce.cli.commands import (
    alerts,
    analytics,
    answers,
    audience,
    audit,
    brand,
    budget,
    calendar,
    calendar_feed,
    calendar_file,
    channel,
    comments,
    crisis,
    doctor,
    export,
    freeze,
    invitations,
    leads,
    letters,
    links,
    media,
    metrics,
    month_costs,
    person,
    post,
    review,
    rules,
    series,
    slots,
    status,
    visits,
    webhook,
)
from portavoce.cli.frame import WRONG_LINE, Door, common

app = typer.Typer(
    name="portavoce",
    cls=Door,
    help="The social media manager that runs itself in your own AWS account.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"portavoce {version('portavoce')}")
        raise typer.Exit


def _show_help_alone(context: typer.Context) -> None:
    """Of a group that was named with nothing to do, the help, as without any option; the status is that of typer."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(WRONG_LINE)


@app.callback(invoke_without_command=True)
@common
def _begin(
    context: typer.Context,
    *,
    shown: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    del shown
    _show_help_alone(context)


@common
def _begin_group(context: typer.Context) -> None:
    _show_help_alone(context)


app.add_typer(brand.app, name="brand", callback=_begin_group, invoke_without_command=True)
app.add_typer(channel.app, name="channel", callback=_begin_group, invoke_without_command=True)
app.add_typer(webhook.app, name="webhook", callback=_begin_group, invoke_without_command=True)
app.add_typer(calendar_file.app, name="calendar", callback=_begin_group, invoke_without_command=True)
app.command()(calendar.plan)
app.command()(calendar.apply)
export_group.app.command("calendar")(export.export)
export_group.app.command("accounting")(month_costs.export_month)
app.add_typer(export_group.app, name="export", callback=_begin_group, invoke_without_command=True)
app.command()(status.status)
app.add_typer(alerts.app, name="alerts")
app.command()(audit.audit)
app.command()(audience.audience)
app.add_typer(media.app, name="media", callback=_begin_group, invoke_without_command=True)
app.add_typer(post.app, name="post", callback=_begin_group, invoke_without_command=True)
app.add_typer(series.app, name="series", callback=_begin_group, invoke_without_command=True)
app.command()(slots.slots)
app.add_typer(review.app, name="review", callback=_begin_group, invoke_without_command=True)
app.command()(calendar_feed.calendar_feed)
app.command()(freeze.freeze)
app.command()(freeze.resume)
app.add_typer(comments.app, name="comments")
app.add_typer(rules.app, name="rules", callback=_begin_group, invoke_without_command=True)
app.add_typer(crisis.app, name="crisis", callback=_begin_group, invoke_without_command=True)
app.add_typer(answers.app, name="answers", callback=_begin_group, invoke_without_command=True)
app.add_typer(leads.app, name="leads")
app.add_typer(visits.app, name="visits")
for _name, _command in {
    "invite": invitations.invite,
    "list": invitations.list_people,
    "change": invitations.change,
    "disable": invitations.disable,
    "enable": invitations.enable,
}.items():
    person.app.command(_name)(_command)
app.add_typer(person.app, name="person", callback=_begin_group, invoke_without_command=True)
app.command()(metrics.metrics)
app.command()(metrics.goals)
app.command()(links.links)
app.add_typer(analytics.app, name="analytics", callback=_begin_group, invoke_without_command=True)
app.add_typer(budget.app, name="budget")
app.command()(budget.boost)
app.command()(letters.letters)
app.command()(letters.redrive)
app.command()(doctor.doctor)
