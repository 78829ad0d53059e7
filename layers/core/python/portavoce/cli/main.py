"""The command line `portavoce`: a client of the HTTP API and of nothing else."""

import typer

from portavoce.cli.commands import (
    alerts,
    audit,
    brand,
    calendar,
    calendar_feed,
    calendar_file,
    channel,
    comments,
    doctor,
    export,
    freeze,
    letters,
    media,
    metrics,
    post,
    review,
    series,
    slots,
    status,
    webhook,
)
from portavoce.cli.frame import Door

app = typer.Typer(
    name="portavoce",
    cls=Door,
    help="The social media manager that runs itself in your own AWS account.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.add_typer(brand.app, name="brand")
app.add_typer(channel.app, name="channel")
app.add_typer(webhook.app, name="webhook")
app.add_typer(calendar_file.app, name="calendar")
app.command()(calendar.plan)
app.command()(calendar.apply)
app.command()(export.export)
app.command()(status.status)
app.command()(alerts.alerts)
app.command()(audit.audit)
app.add_typer(media.app, name="media")
app.add_typer(post.app, name="post")
app.add_typer(series.app, name="series")
app.command()(slots.slots)
app.add_typer(review.app, name="review")
app.command()(calendar_feed.calendar_feed)
app.command()(freeze.freeze)
app.command()(freeze.resume)
app.add_typer(comments.app, name="comments")
app.command()(comments.leads)
app.command()(metrics.metrics)
app.command()(metrics.budget)
app.command()(letters.letters)
app.command()(letters.redrive)
app.command()(doctor.doctor)
