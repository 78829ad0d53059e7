"""`portavoce doctor`: first checks of an installation, each with its remedy."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.cli.client import Reply
from portavoce.cli.frame import REFUSED, common, connect, show
from portavoce.cli.refusal import Refusal
from portavoce.cli.wording import new_table

# AWS refuses a signature whose time is more than five minutes off; half of it is the time to say so.
MOST_SKEW_SECONDS = 150


@common
def doctor(context: typer.Context) -> None:
    """Check credentials, the API, the clock, the secrets and the mail identity."""
    findings = list(_findings(context))
    answer = {"findings": findings}
    show(context, answer, _render)
    if not all(one["ok"] for one in findings):
        raise typer.Exit(REFUSED)


def _findings(context: typer.Context) -> Iterator[dict[str, Any]]:
    try:
        api = connect(context)
    except Refusal as refusal:
        yield _finding("stage and credentials", "this machine", refusal.message)
        return
    yield _finding("stage and credentials", api.stage.name)
    try:
        reply = api.get("doctor")
    except Refusal as refusal:
        yield _finding("API", api.stage.api_url, refusal.message)
        return
    yield _finding("API", api.stage.api_url)
    yield from _clock(reply)
    yield from reply.body["items"]


def _clock(reply: Reply) -> Iterator[dict[str, Any]]:
    if reply.date is None:
        return
    skew_seconds = abs((parsedate_to_datetime(reply.date) - datetime.now(UTC)).total_seconds())
    remedy = f"This machine's clock is {skew_seconds:.0f} seconds off: set it, or signatures will be refused."
    yield _finding("clock", "this machine", remedy if skew_seconds > MOST_SKEW_SECONDS else None)


def _finding(check: str, subject: str, remedy: str | None = None) -> dict[str, Any]:
    return {"check": check, "subject": subject, "ok": remedy is None, "remedy": remedy}


def _render(console: Console, answer: Any) -> None:
    table = new_table("", "check", "of", "what to do")
    for one in answer["findings"]:
        mark = Text("ok", "green") if one["ok"] else Text("no", "bold red")
        table.add_row(mark, one["check"], Text(one["subject"]), Text(one["remedy"] or ""))
    console.print(table)
