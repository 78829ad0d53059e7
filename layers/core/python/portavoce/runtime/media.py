"""The media bucket, as the API sees it: is this object there, and where may it be put."""

import base64
from http import HTTPStatus

from botocore.exceptions import ClientError

from portavoce.runtime import aws
from portavoce.runtime.settings import settings
from portavoce.value import Value

UPLOAD_SECONDS = 900
# Without s3:ListBucket, S3 answers 403 for an object that is not there.
ABSENT = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN})


class Upload(Value):
    """Where to PUT the bytes, and the headers that must go with them; S3 refuses bytes with another SHA-256."""

    url: str
    headers: dict[str, str]


def stored_bytes(key: str) -> int | None:
    """The size of the object in the bucket, None when it is not there."""
    try:
        return aws.s3().head_object(Bucket=settings().need("media_bucket"), Key=key)["ContentLength"]
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] in ABSENT:
            return None
        raise


def upload(key: str, mime_type: str, size_bytes: int, sha256: str) -> Upload:
    """A presigned address for one object of exactly this size and content; `sha256` is hexadecimal."""
    checksum = base64.b64encode(bytes.fromhex(sha256)).decode()
    url = aws.s3().generate_presigned_url(
        "put_object",
        Params={
            "Bucket": settings().need("media_bucket"),
            "Key": key,
            "ContentType": mime_type,
            "ContentLength": size_bytes,
            "ChecksumSHA256": checksum,
        },
        ExpiresIn=UPLOAD_SECONDS,
    )
    headers = {"Content-Type": mime_type, "Content-Length": str(size_bytes), "x-amz-checksum-sha256": checksum}
    return Upload(url=url, headers=headers)
