"""`portavoce doctor`: first checks of an installation, each with its remedy."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import typer
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.text import Text

from portavoce.cli.client import ApiReply, Stage
from portavoce.cli.display import count_things, print_wrapped
from portavoce.cli.frame import REFUSED, common, connect, show
from portavoce.cli.refusal import Refusal
from portavoce.cli.stages import LOCAL

# AWS refuses a signature whose time is more than five minutes off; half of it is the time to say so.
MOST_SKEW_SECONDS = 150


@common
def doctor(context: typer.Context) -> None:
    """Check credentials, the API, the clock, each account's connection, the webhooks and the mail. 0: all is well."""
    findings = list(_findings(context))
    answer = {"findings": findings, "summary": _summarize(findings)}
    show(context, answer, _render)
    if not all(one["ok"] for one in findings):
        raise typer.Exit(REFUSED)


def _findings(context: typer.Context) -> Iterator[dict[str, Any]]:
    try:
        api = connect(context)
    except Refusal as refusal:
        yield _make_finding("stage and credentials", "this machine", refusal.message)
        return
    yield _make_finding("stage and credentials", api.stage.name)
    try:
        reply = api.get("doctor")
    except Refusal as refusal:
        yield _make_finding("API", api.stage.api_url, refusal.message)
        return
    yield _make_finding("API", api.stage.api_url)
    yield from _clock(reply)
    yield from reply.body["items"]
    yield from _sandbox(api.stage)


def _clock(reply: ApiReply) -> Iterator[dict[str, Any]]:
    if reply.date is None:
        return
    skew_seconds = abs((parsedate_to_datetime(reply.date) - datetime.now(UTC)).total_seconds())
    remedy = f"This machine's clock is {skew_seconds:.0f} seconds off: set it, or signatures will be refused."
    yield _make_finding("clock", "this machine", remedy if skew_seconds > MOST_SKEW_SECONDS else None)


def _sandbox(stage: Stage) -> Iterator[dict[str, Any]]:
    """Whether Amazon SES writes to anybody, or to verified addresses alone: asked with the caller's own credentials,
    because that right cannot be narrowed and no function of ours shall have it."""
    if stage.name == LOCAL:
        return
    import boto3  # noqa: PLC0415 - half a second that the demo need not wait for

    try:
        account = boto3.client("sesv2", region_name=stage.region).get_account()
    except (BotoCoreError, ClientError) as error:
        yield _make_finding("mail sandbox", stage.region) | {"detail": f"not known: {type(error).__name__}"}
        return
    remedy = "Amazon SES is in its sandbox and writes to verified addresses alone: ask AWS for production access."
    yield _make_finding("mail sandbox", stage.region, None if account.get("ProductionAccessEnabled") else remedy)


def _make_finding(check: str, subject: str, remedy: str | None = None) -> dict[str, Any]:
    return {"check": check, "subject": subject, "ok": remedy is None, "remedy": remedy}


def _render(console: Console, answer: Any) -> None:
    for one in answer["findings"]:
        mark = Text("ok", "green") if one["ok"] else Text("no", "bold red")
        console.print(Text.assemble(mark, f"  {one['check']}: {one['subject']}"), soft_wrap=True)
        if told := one["remedy"] or one.get("detail"):
            print_wrapped(console, told, indent=4)
    console.print()
    print_wrapped(console, answer["summary"])


def _summarize(findings: list[dict[str, Any]]) -> str:
    wrong, count = [one for one in findings if not one["ok"]], len(findings)
    if not wrong:
        return f"All is well: {count_things(count, 'check')}, nothing to mend."
    first = wrong[0]
    return (
        f"{len(wrong)} of {count} checks found something to mend, marked “no”; what to do stands below each. Begin "
        f"with {first['check']} ({first['subject']}), then run `portavoce doctor` again."
    )
