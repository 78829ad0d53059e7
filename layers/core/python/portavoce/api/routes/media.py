"""Media: the caller measures an image or a video, asks where to put it, and sends the bytes straight to the bucket."""

from typing import Annotated

from pydantic import Field, StringConstraints

from portavoce.api.router import new_router
from portavoce.planning.media.kind import MAX_BYTES
from portavoce.planning.model import MediaKey
from portavoce.runtime import media
from portavoce.value import Value

router = new_router()


class MediaPut(Value):
    """An image or a video to be stored: `sha256` is that of its bytes, in hexadecimal."""

    key: MediaKey
    mime_type: Annotated[str, StringConstraints(pattern=r"^(image|video)/[a-z0-9.+-]{1,60}$")]
    size_bytes: int = Field(gt=0, le=MAX_BYTES)
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class MediaAnswer(Value):
    """Where to PUT the bytes; `upload` is null when the bucket has them already, then `size_bytes` is theirs."""

    key: str
    size_bytes: int
    upload: media.Upload | None


@router.post("/media", tags=["media"])
def offer_media(body: MediaPut) -> MediaAnswer:
    """A presigned address for one image or video, or the news that it is there."""
    stored = media.stored_bytes(body.key)
    if stored is not None:
        return MediaAnswer(key=body.key, size_bytes=stored, upload=None)
    upload = media.upload(body.key, body.mime_type, body.size_bytes, body.sha256)
    return MediaAnswer(key=body.key, size_bytes=body.size_bytes, upload=upload)
