"""Media that lie elsewhere are taken into the media bucket: fetched, made to fit, stored once."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.prepare import Imported, Prepared, Wanted, Workshop, prepare
from portavoce.planning.media.source import Bucket, StoredObject, Web, read_source
from portavoce.platforms.manifest import Manifest, PostKind

MAX_BYTES = 300_000_000
"""What fits through a function that answers within 29 seconds (Amazon API Gateway, Quotas) with room on its disk
(512 MB, AWS Lambda, Quotas)."""


@dataclass(frozen=True)
class MediaImporter:
    """Imports media. `fetch_web` and `fetch_object` write what they find into a file, up to so many bytes, or raise
    MediaRefused; `store` puts a file into the media bucket unless its key is there.

    `watch` starts with an import and is told which share of a conversion is done, 0 to 1; it raises MediaRefused when
    the rest would take too long. `readable` are the buckets that may be read; `loopback` is for the laptop twin
    alone."""

    fetch_web: Callable[[Web, IO[bytes], int], None]
    fetch_object: Callable[[Bucket | StoredObject, IO[bytes], int], None]
    store: Callable[[Prepared], None]
    watch: Callable[[], Callable[[str, float], None]]
    manifest: Callable[[str], Manifest]
    readable: frozenset[str]
    loopback: bool = False

    def take_in(self, text: str, platform: str, kind: PostKind, alt_text: str, *, as_is: bool = False) -> Imported:
        """The image or video that `text` names, in the bucket and fit for the platform; `as_is`: unchanged, or refused.

        Raises MediaRefused."""
        advance = self.watch()
        manifest = self._publishing_manifest(platform)
        if kind not in manifest.kinds:
            raise MediaRefused(f"{manifest.title} has no {kind}; it takes {', '.join(sorted(manifest.kinds))}")
        source = read_source(text, loopback=self.loopback)
        with TemporaryDirectory() as folder:
            file = Path(folder) / "fetched"
            with file.open("wb") as opened:
                self._fetch(source, opened)
            wanted = Wanted(text, manifest, kind, alt_text, as_is=as_is)
            prepared = prepare(file, wanted, Workshop(Path(folder), self._recall, advance))
            if isinstance(source, StoredObject) and not prepared.changes:
                # It was stored under this name before, and needs no other.
                return Imported(facts=prepared.facts.model_copy(update={"key": source.key}))
            self.store(prepared)
        return Imported(facts=prepared.facts, changes=prepared.changes)

    def _recall(self, key: str, file: Path) -> bool:
        """Fetches what an earlier import stored under this key."""
        try:
            with file.open("wb") as opened:
                self.fetch_object(StoredObject(key), opened, MAX_BYTES)
        except MediaRefused:
            file.unlink()
            return False
        return True

    def _publishing_manifest(self, platform: str) -> Manifest:
        try:
            found = self.manifest(platform)
        except KeyError:
            raise MediaRefused(f"there is no platform {platform!r}") from None
        if not found.kinds:
            raise MediaRefused(f"nothing can be published to {found.title}")
        return found

    def _fetch(self, source: Web | Bucket | StoredObject, into: IO[bytes]) -> None:
        match source:
            case Web():
                self.fetch_web(source, into, MAX_BYTES)
            case Bucket():
                self._may_read(source)
                self.fetch_object(source, into, MAX_BYTES)
            case StoredObject():
                self.fetch_object(source, into, MAX_BYTES)

    def _may_read(self, source: Bucket) -> None:
        if source.bucket not in self.readable:
            known = ", ".join(sorted(self.readable)) or "none"
            raise MediaRefused(
                f"this stage may not read the bucket {source.bucket} (it may read: {known}); deploy it with "
                f"`make deploy STAGE=… MAIL_FROM=… MEDIA_SOURCES={','.join(sorted({*self.readable, source.bucket}))}`"
            )
