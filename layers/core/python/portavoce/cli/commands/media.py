"""`portavoce media`: whether a file fits a platform, before a calendar names it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, Any

import typer
from rich.console import Console

from portavoce.cli.conversion import AsIs, conversion_bars, media_cache
from portavoce.cli.files import read_file
from portavoce.cli.frame import REFUSED, common, show
from portavoce.cli.refusal import Refusal
from portavoce.cli.terminal import progress
from portavoce.planning.media.film import film_image
from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.prepare import Wanted, Workshop, prepare
from portavoce.planning.media.video_writer import shorten_video
from portavoce.platforms import discovery
from portavoce.platforms.manifest import Capability, Manifest, PostKind

app = typer.Typer(help="Images and videos: whether a platform takes them.", no_args_is_help=True)


@app.callback()
def media() -> None:
    """Images and videos: whether a platform takes them."""


@app.command()
@common
def check(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An image or a video on this machine.")],
    platform: Annotated[str, typer.Option(help="Where it is to go, such as instagram.")],
    kind: Annotated[str, typer.Option(help="What it is to be: post, reel or story.")] = "post",
    *,
    as_is: AsIs = False,
) -> None:
    """Show what would be changed to make a file fit, or why it is refused; nothing is sent."""
    manifest, wanted = _find_kind(platform, kind)
    answer: dict[str, Any] = {"file": str(file), "platform": platform, "kind": kind}
    try:
        with media_cache() as scratch, progress(context) as bars:
            workshop = Workshop(scratch, advance=conversion_bars(bars))
            found = prepare(file, Wanted(file.name, manifest, wanted, as_is=as_is), workshop)
        facts = found.facts.model_dump(mode="json", exclude={"path", "alt_text"})
        answer |= {"fits": True, "changes": list(found.changes), "refused": None, "stored": facts}
    except MediaRefused as refused:
        answer |= {"fits": False, "changes": [], "refused": str(refused), "stored": None}
    show(context, answer, _render)
    if not answer["fits"]:
        raise typer.Exit(REFUSED)


@app.command()
@common
def shorten(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A video on this machine.")],
    seconds: Annotated[int, typer.Option("--to", min=1, help="So many seconds are kept, from the beginning.")],
) -> None:
    """Write the first seconds of a video beside it, pictures and sound untouched."""
    into = file.with_name(f"{file.stem}-{seconds}s.mp4")
    with _refusals(), _open_file(file) as opened:
        shorten_video(opened, seconds, file.name, into)
    show(context, {"written": str(into)}, _render_written)


@app.command()
@common
def film(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A moving GIF, PNG or WebP on this machine.")],
) -> None:
    """Write a moving image as a video, beside it: most platforms show only videos moving."""
    into = file.with_name(f"{file.stem}-film.mp4")
    with _refusals():
        film_image(read_file(file), file.name, into)
    show(context, {"written": str(into)}, _render_written)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except MediaRefused as refused:
        raise Refusal(f"Nothing was written: {refused}.") from None


def _open_file(file: Path) -> IO[bytes]:
    try:
        return file.open("rb")
    except OSError as error:
        raise Refusal(f"{file} cannot be read: {error.strerror}.") from None


def _render_written(console: Console, answer: dict[str, Any]) -> None:
    console.print(f"Written: {answer['written']}.", markup=False, style="green", soft_wrap=True)


def _find_kind(platform: str, kind: str) -> tuple[Manifest, PostKind]:
    known = discovery.with_capability(Capability.PUBLISH)
    if platform not in known:
        raise Refusal(f"There is no platform {platform!r} to publish to: {', '.join(known)}.")
    manifest = discovery.manifest(platform)
    for name in manifest.kinds:
        if name == kind:
            return manifest, name
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
