"""The import of media, as its function uses it: the public internet, the buckets that may be read, the media bucket."""

import base64
import time
from collections.abc import Callable
from functools import cache
from typing import IO

from botocore.exceptions import ClientError

from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.prepare import Prepared
from portavoce.planning.media.service import MediaImporter
from portavoce.planning.media.source import Bucket, StoredObject
from portavoce.platforms import discovery
from portavoce.runtime import aws
from portavoce.runtime.media import ABSENT, stored_bytes
from portavoce.runtime.settings import settings
from portavoce.runtime.web_fetch import CHUNK_BYTES, WebFetcher

_MEGABYTE = 1_000_000
# API Gateway waits for 30 seconds: what is left is for the upload and the answer.
_CONVERTED_BY_SECONDS = 22
# So long a conversion is watched before it is judged by its pace.
_PACE_AFTER_SECONDS = 3


@cache
def media_importer() -> MediaImporter:
    """The importer, with what this stage was allowed at its deployment."""
    loopback = bool(settings().loopback_sources)
    return MediaImporter(
        fetch_web=WebFetcher(loopback=loopback).fetch,
        fetch_object=_fetch_object,
        store=_store,
        watch=_watch,
        manifest=discovery.manifest,
        readable=frozenset(filter(None, (settings().media_sources or "").split(","))),
        loopback=loopback,
    )


def _watch() -> Callable[[str, float], None]:
    started = time.monotonic()
    begun: list[float] = []

    def advance(named: str, done: float) -> None:
        now = time.monotonic()
        if not begun:
            begun.append(now)
        spent = now - begun[0]
        needed = spent / done if done and spent > _PACE_AFTER_SECONDS else spent
        if begun[0] - started + needed > _CONVERTED_BY_SECONDS:
            raise MediaRefused(
                f"converting {named} takes longer than an import may: download it and name the local file, which the "
                "command line converts"
            )

    return advance


def _fetch_object(source: Bucket | StoredObject, into: IO[bytes], max_bytes: int) -> None:
    """Raises MediaRefused."""
    ours = isinstance(source, StoredObject)
    bucket = settings().need("media_bucket") if isinstance(source, StoredObject) else source.bucket
    named = source.key if ours else f"s3://{bucket}/{source.key}"
    try:
        found = aws.s3().get_object(Bucket=bucket, Key=source.key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] in ABSENT:
            raise MediaRefused(f"{named} is not there, or this stage may not read it") from None
        raise
    size_bytes = found["ContentLength"]
    if size_bytes > max_bytes:
        raise MediaRefused(
            f"{named} has {size_bytes / _MEGABYTE:g} MB, at most {max_bytes / _MEGABYTE:g} MB are imported: "
            "download it and name the local file"
        )
    for chunk in found["Body"].iter_chunks(CHUNK_BYTES):
        into.write(chunk)


def _store(prepared: Prepared) -> None:
    key = prepared.facts.key
    if stored_bytes(key) is not None:
        return
    with prepared.file.open("rb") as content:
        aws.s3().put_object(
            Bucket=settings().need("media_bucket"),
            Key=key,
            Body=content,
            ContentType=prepared.facts.mime_type,
            ChecksumSHA256=base64.b64encode(bytes.fromhex(prepared.sha256)).decode(),
        )
