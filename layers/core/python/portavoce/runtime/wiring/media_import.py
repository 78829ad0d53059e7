"""The import of media, as its function uses it: the public internet, the buckets that may be read, the media bucket."""

import base64
from functools import cache
from typing import IO

from botocore.exceptions import ClientError

from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.prepare import Prepared
from portavoce.planning.media.service import Importing
from portavoce.planning.media.source import Bucket, Stored
from portavoce.platforms import discovery
from portavoce.runtime import aws
from portavoce.runtime.media import ABSENT, stored_bytes
from portavoce.runtime.settings import settings
from portavoce.runtime.web_fetch import CHUNK_BYTES, Fetching

_MEGABYTE = 1_000_000


@cache
def importing() -> Importing:
    """Importing, with what this stage was allowed at its deployment."""
    loopback = bool(settings().loopback_sources)
    return Importing(
        fetch_web=Fetching(loopback=loopback).fetch,
        fetch_object=_fetch_object,
        store=_store,
        manifest=discovery.manifest,
        readable=frozenset(filter(None, (settings().media_sources or "").split(","))),
        loopback=loopback,
    )


def _fetch_object(source: Bucket | Stored, into: IO[bytes], max_bytes: int) -> None:
    """Raises MediaRefused."""
    ours = isinstance(source, Stored)
    bucket = settings().need("media_bucket") if isinstance(source, Stored) else source.bucket
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
