"""Media that lie elsewhere are taken into the media bucket: fetched, made to fit, stored once."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.prepare import Imported, Prepared, prepare
from portavoce.planning.media.source import Bucket, Stored, Web, read_source
from portavoce.platforms.manifest import Kind, Manifest

MAX_BYTES = 300_000_000
"""What fits through a function that answers within 29 seconds (Amazon API Gateway, Quotas) with room on its disk
(512 MB, AWS Lambda, Quotas)."""


@dataclass(frozen=True)
class Importing:
    """Imports media. `fetch_web` and `fetch_object` write what they find into a file, up to so many bytes, or raise
    MediaRefused; `store` puts a file into the media bucket unless its key is there.

    `readable` are the buckets that may be read; `loopback` is for the laptop twin alone."""

    fetch_web: Callable[[Web, IO[bytes], int], None]
    fetch_object: Callable[[Bucket | Stored, IO[bytes], int], None]
    store: Callable[[Prepared], None]
    manifest: Callable[[str], Manifest]
    readable: frozenset[str]
    loopback: bool = False

    def take_in(self, text: str, platform: str, kind: Kind, alt_text: str) -> Imported:
        """The image or video that `text` names, in the bucket and fit for the platform. Raises MediaRefused."""
        manifest = self._publishing(platform)
        rule = manifest.kinds.get(kind)
        if rule is None:
            raise MediaRefused(f"{manifest.title} has no {kind}; it takes {', '.join(sorted(manifest.kinds))}")
        source = read_source(text, loopback=self.loopback)
        with TemporaryDirectory() as folder:
            file = Path(folder) / "fetched"
            with file.open("wb") as opened:
                self._fetch(source, opened)
            prepared = prepare(file, text, rule, manifest.title, scratch=Path(folder), alt_text=alt_text)
            if isinstance(source, Stored) and not prepared.changes:
                # It was stored under this name before, and needs no other.
                return Imported(facts=prepared.facts.model_copy(update={"key": source.key}))
            self.store(prepared)
        return Imported(facts=prepared.facts, changes=prepared.changes)

    def _publishing(self, platform: str) -> Manifest:
        try:
            found = self.manifest(platform)
        except KeyError:
            raise MediaRefused(f"there is no platform {platform!r}") from None
        if not found.kinds:
            raise MediaRefused(f"nothing can be published to {found.title}")
        return found

    def _fetch(self, source: Web | Bucket | Stored, into: IO[bytes]) -> None:
        match source:
            case Web():
                self.fetch_web(source, into, MAX_BYTES)
            case Bucket():
                self._may_read(source)
                self.fetch_object(source, into, MAX_BYTES)
            case Stored():
                self.fetch_object(source, into, MAX_BYTES)

    def _may_read(self, source: Bucket) -> None:
        if source.bucket not in self.readable:
            known = ", ".join(sorted(self.readable)) or "none"
            raise MediaRefused(
                f"this stage may not read the bucket {source.bucket} (it may read: {known}); deploy it with "
                f"`make deploy STAGE=… MAIL_FROM=… MEDIA_SOURCES={','.join(sorted({*self.readable, source.bucket}))}`"
            )
