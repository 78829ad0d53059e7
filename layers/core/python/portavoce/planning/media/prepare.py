"""One file, image or video, made ready for one platform: what will be stored, its facts, and what was changed."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from portavoce.planning.media.image_fit import fit
from portavoce.planning.media.kind import HEAD_BYTES, MAX_BYTES, MediaRefused, kind_of
from portavoce.planning.media.video import VideoFacts, look_into, media_facts
from portavoce.planning.media.video_fit import Recipe, choose_recipe
from portavoce.planning.media.video_writer import Source, write_video
from portavoce.planning.model import MediaFacts
from portavoce.platforms.manifest import Manifest, PostKind
from portavoce.value import Value

MAX_IMAGE_BYTES = 100_000_000
"""A larger image is no photograph for a post; and all of it has to be held in memory."""

RECIPES = 2
"""Part of every changed video's name: it grows when the same recipe is to give another video."""


class Imported(Value):
    """What was brought into the media bucket. `changes` are sentences: what was changed, and what to know."""

    facts: MediaFacts
    changes: tuple[str, ...] = ()


class Prepared(NamedTuple):
    """`file` holds the bytes to be stored, `sha256` is theirs in hexadecimal. `changes` are sentences."""

    facts: MediaFacts
    file: Path
    sha256: str
    changes: tuple[str, ...]


class Wanted(NamedTuple):
    """What a file is to become: how the row names it, the platform, the kind of post, its alternative text.

    `as_is`: it is refused if more than its metadata would have to be changed."""

    named: str
    manifest: Manifest
    kind: PostKind
    alt_text: str = ""
    as_is: bool = False


class Workshop(NamedTuple):
    """Where changed files are written. A video that was converted before, and so lies in `folder` or is brought there
    by `recall` (its key, the file to write; whether it was found), is not converted again.

    `advance` is told the file's name and which share of a conversion is done, 0 to 1; it may raise MediaRefused."""

    folder: Path
    recall: Callable[[str, Path], bool] = lambda _key, _file: False
    advance: Callable[[str, float], None] = lambda _named, _done: None


def prepare(file: Path, wanted: Wanted, workshop: Workshop) -> Prepared:
    """The file as the platform takes it in a post of that kind. Raises MediaRefused, with the number."""
    match kind_of(_head(file, wanted.named)):
        case "video":
            return _video(file, wanted, workshop)
        case "image":
            return _image(file, wanted, workshop)
    raise MediaRefused(f"{wanted.named} is neither an image nor a video")


def _head(file: Path, named: str) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(HEAD_BYTES)
    except FileNotFoundError:
        raise MediaRefused(f"the file {named} is not there (looked in the folder {file.parent.resolve()})") from None
    except OSError as error:
        raise MediaRefused(f"the file {named} cannot be read: {error.strerror}") from None


def _image(file: Path, wanted: Wanted, workshop: Workshop) -> Prepared:
    if file.stat().st_size > MAX_IMAGE_BYTES:
        size, most = file.stat().st_size // 1_000_000, MAX_IMAGE_BYTES // 1_000_000
        raise MediaRefused(f"the image {wanted.named} has {size} MB, at most {most} MB are read: make it smaller")
    content = file.read_bytes()
    rule, title = wanted.manifest.kinds[wanted.kind], wanted.manifest.title
    fitted = fit(content, wanted.named, rule, title, wanted.alt_text)
    if wanted.as_is and fitted.altered:
        raise _not_as_is(wanted, fitted.changes)
    if fitted.content != content:
        file = workshop.folder / Path(fitted.facts.key).name
        file.write_bytes(fitted.content)
    return Prepared(fitted.facts, file, hashlib.sha256(fitted.content).hexdigest(), fitted.changes)


def _video(file: Path, wanted: Wanted, workshop: Workshop) -> Prepared:
    named, size_bytes = wanted.named, file.stat().st_size
    if size_bytes > MAX_BYTES:
        size, most = f"{size_bytes / 1024**3:.2f}", MAX_BYTES // 1024**3
        raise MediaRefused(f"the video {named} has {size} GB, at most {most} GB are uploaded at once: make it smaller")
    found = _look(file, named)
    recipe = choose_recipe(found, size_bytes, wanted.manifest, wanted.kind, named)
    if wanted.as_is and recipe.altered:
        raise _not_as_is(wanted, recipe.changes)
    sha256 = name = _sha256(file)
    if recipe.changes:
        name = hashlib.sha256(f"{RECIPES} {sha256} {recipe.model_dump_json(exclude={'changes'})}".encode()).hexdigest()
        file = _convert(file, found, recipe, named, workshop, into=workshop.folder / f"{name}.mp4")
        found, sha256, size_bytes = _look(file, named), _sha256(file), file.stat().st_size
        if left := choose_recipe(found, size_bytes, wanted.manifest, wanted.kind, named).changes:
            raise MediaRefused(f"{named} could not be made to fit {wanted.manifest.title}: {', '.join(left)}")
    return Prepared(media_facts(found, named, name, size_bytes, wanted.alt_text), file, sha256, recipe.changes)


def _convert(file: Path, found: VideoFacts, recipe: Recipe, named: str, workshop: Workshop, *, into: Path) -> Path:
    if not into.exists() and not workshop.recall(f"media/{into.name}", into):
        with file.open("rb") as opened:
            write_video(Source(opened, named, found), recipe, into, lambda done: workshop.advance(named, done))
    return into


def _look(file: Path, named: str) -> VideoFacts:
    with file.open("rb") as opened:
        return look_into(opened, named)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _not_as_is(wanted: Wanted, changes: tuple[str, ...]) -> MediaRefused:
    return MediaRefused(
        f"{wanted.named} does not fit {wanted.manifest.title} as it is, and nothing may be changed (--as-is): "
        f"it would be {', '.join(changes)}"
    )
