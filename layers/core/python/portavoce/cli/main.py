"""The command line `portavoce`: a client of the HTTP API and of nothing else."""

from functools import partial
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


_add_group = partial(app.add_typer, callback=_begin_group, invoke_without_command=True)
_add_group(brand.app, name="brand")
_add_group(channel.app, name="channel")
_add_group(webhook.app, name="webhook")
_add_group(calendar_file.app, name="calendar")
app.command()(calendar.plan)
app.command()(calendar.apply)
export_group.app.command("calendar")(export.export)
export_group.app.command("accounting")(month_costs.export_month)
_add_group(export_group.app, name="export")
app.command()(status.status)
app.add_typer(alerts.app, name="alerts")
app.command()(audit.audit)
app.command()(audience.audience)
_add_group(media.app, name="media")
_add_group(post.app, name="post")
_add_group(series.app, name="series")
app.command()(slots.slots)
_add_group(review.app, name="review")
app.command()(calendar_feed.calendar_feed)
app.command()(freeze.freeze)
app.command()(freeze.resume)
app.add_typer(comments.app, name="comments")
_add_group(rules.app, name="rules")
_add_group(crisis.app, name="crisis")
_add_group(answers.app, name="answers")
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
_add_group(person.app, name="person")
app.command()(metrics.metrics)
app.command()(metrics.goals)
app.command()(links.links)
_add_group(analytics.app, name="analytics")
app.add_typer(budget.app, name="budget")
app.command()(budget.boost)
app.command()(letters.letters)
app.command()(letters.redrive)
app.command()(doctor.doctor)
