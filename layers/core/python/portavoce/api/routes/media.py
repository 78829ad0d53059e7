"""Media: the caller measures an image, asks where to put it, and sends the bytes straight to the bucket."""

from typing import Annotated

from pydantic import Field, StringConstraints

from portavoce.api.routing import new_router
from portavoce.planning.model import MediaKey
from portavoce.runtime import media
from portavoce.value import Value

router = new_router()

# The largest image that any platform of ours takes is 8 MB; a larger one is refused before it is planned.
MAX_BYTES = 50_000_000


class MediaPut(Value):
    """An image to be stored: its key holds the SHA-256 of its bytes."""

    key: MediaKey
    mime_type: Annotated[str, StringConstraints(pattern=r"^image/[a-z0-9.+-]{1,60}$")]
    size_bytes: int = Field(gt=0, le=MAX_BYTES)


class MediaAnswer(Value):
    """Where to PUT the bytes; `upload` is null when the bucket has them already."""

    key: str
    upload: media.Upload | None


@router.post("/media", tags=["media"])
def offer_media(body: MediaPut) -> MediaAnswer:
    """A presigned address for one image, or the news that it is there."""
    if media.is_stored(body.key):
        return MediaAnswer(key=body.key, upload=None)
    sha256 = body.key.removeprefix("media/").partition(".")[0]
    return MediaAnswer(key=body.key, upload=media.upload(body.key, body.mime_type, body.size_bytes, sha256))
