"""One file, image or video, made ready for one platform: what will be stored, its facts, and what was changed."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from portavoce.planning.media.image_fit import fit
from portavoce.planning.media.kind import HEAD_BYTES, MAX_BYTES, MediaRefused, kind_of
from portavoce.planning.media.limits import misfits
from portavoce.planning.media.video import look_into, media_facts, remarks, unfit
from portavoce.planning.model import MediaFacts
from portavoce.platforms.manifest import KindRule
from portavoce.value import Value

MAX_IMAGE_BYTES = 100_000_000
"""A larger image is no photograph for a post; and all of it has to be held in memory."""


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


def prepare(file: Path, named: str, rule: KindRule, title: str, *, scratch: Path, alt_text: str = "") -> Prepared:
    """The file as `title` takes it in a post of the kind that `rule` describes; `named` is how the row names it.

    An image that had to be changed is written into the folder `scratch`. Raises MediaRefused, with the number."""
    match kind_of(_head(file, named)):
        case "video":
            return _video(file, named, rule, title, alt_text=alt_text)
        case "image":
            return _image(file, named, rule, title, scratch=scratch, alt_text=alt_text)
    raise MediaRefused(f"{named} is neither an image nor a video")


def _head(file: Path, named: str) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(HEAD_BYTES)
    except FileNotFoundError:
        raise MediaRefused(f"the file {named} is not there (looked in {file.parent})") from None
    except OSError as error:
        raise MediaRefused(f"the file {named} cannot be read: {error.strerror}") from None


def _image(file: Path, named: str, rule: KindRule, title: str, *, scratch: Path, alt_text: str) -> Prepared:
    if file.stat().st_size > MAX_IMAGE_BYTES:
        size, most = file.stat().st_size // 1_000_000, MAX_IMAGE_BYTES // 1_000_000
        raise MediaRefused(f"the image {named} has {size} MB, at most {most} MB are read: make it smaller")
    content = file.read_bytes()
    fitted = fit(content, named, rule, title, alt_text)
    if fitted.content != content:
        file = scratch / Path(fitted.facts.key).name
        file.write_bytes(fitted.content)
    return Prepared(fitted.facts, file, hashlib.sha256(fitted.content).hexdigest(), fitted.changes)


def _video(file: Path, named: str, rule: KindRule, title: str, *, alt_text: str) -> Prepared:
    if rule.videos is None:
        raise MediaRefused(f"{title} takes no videos in a post of this kind: {named} is one")
    size_bytes = file.stat().st_size
    if size_bytes > MAX_BYTES:
        size, most = f"{size_bytes / 1024**3:.2f}", MAX_BYTES // 1024**3
        raise MediaRefused(f"the video {named} has {size} GB, at most {most} GB are uploaded at once: make it smaller")
    with file.open("rb") as opened:
        found = look_into(opened, named)
        opened.seek(0)
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    facts = media_facts(found, named, sha256, size_bytes, alt_text)
    reasons = [f"{named} {words}" for words in misfits(facts, rule.videos, title)]
    reasons += unfit(found, rule.videos, title, named)
    if reasons:
        raise MediaRefused("; ".join(reasons))
    return Prepared(facts, file, sha256, tuple(remarks(found, named)))
