"""`portavoce media`: whether a file fits a platform, before a calendar names it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from rich.console import Console

from portavoce.cli.frame import REFUSED, common, show
from portavoce.cli.refusal import Refusal
from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.prepare import prepare
from portavoce.platforms import discovery
from portavoce.platforms.manifest import Capability, KindRule

app = typer.Typer(help="Images and videos: whether a platform takes them.", no_args_is_help=True)


@app.command()
@common
def check(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An image or a video on this machine.")],
    platform: Annotated[str, typer.Option(help="Where it is to go, such as instagram.")],
    kind: Annotated[str, typer.Option(help="What it is to be: post, reel or story.")] = "post",
) -> None:
    """Show what would be changed to make a file fit, or why it is refused; nothing is sent."""
    title, rule = _rule(platform, kind)
    answer: dict[str, Any] = {"file": str(file), "platform": platform, "kind": kind}
    try:
        with TemporaryDirectory() as scratch:
            found = prepare(file, file.name, rule, title, scratch=Path(scratch))
        facts = found.facts.model_dump(mode="json", exclude={"path", "alt_text"})
        answer |= {"fits": True, "changes": list(found.changes), "refused": None, "stored": facts}
    except MediaRefused as refused:
        answer |= {"fits": False, "changes": [], "refused": str(refused), "stored": None}
    show(context, answer, _render)
    if not answer["fits"]:
        raise typer.Exit(REFUSED)


def _rule(platform: str, kind: str) -> tuple[str, KindRule]:
    known = discovery.with_capability(Capability.PUBLISH)
    if platform not in known:
        raise Refusal(f"There is no platform {platform!r} to publish to: {', '.join(known)}.")
    manifest = discovery.manifest(platform)
    for name, rule in manifest.kinds.items():
        if name == kind:
            return manifest.title, rule
    raise Refusal(f"{manifest.title} has no {kind}: it takes {', '.join(sorted(manifest.kinds))}.")


def _render(console: Console, answer: dict[str, Any]) -> None:
    if not answer["fits"]:
        console.print(f"Refused: {answer['refused']}.", markup=False, style="red", soft_wrap=True)
        return
    stored = answer["stored"]
    console.print(
        f"Fits: {stored['mime_type']}, {stored['width']}×{stored['height']}, {stored['size_bytes']} bytes.",
        markup=False,
        style="green",
    )
    for change in answer["changes"]:
        console.print(f"  {change}", markup=False, soft_wrap=True)
