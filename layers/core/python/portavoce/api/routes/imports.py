"""Media from elsewhere: an address or an object, taken into the media bucket.

The gateway sends this route to a function of its own, the only one that has what looks into images and videos."""

from http import HTTPStatus
from typing import Annotated

from pydantic import Field

from portavoce.api.problems import Problem
from portavoce.api.router import new_router
from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.model import MediaFacts
from portavoce.platforms.manifest import PostKind
from portavoce.value import Value

router = new_router()


class MediaImport(Value):
    """`source` is `https://…`, `s3://bucket/key`, or the key of something that is stored already. `as_is`: what would
    have to be changed in more than its metadata is refused."""

    source: Annotated[str, Field(min_length=1, max_length=2048)]
    platform: str
    kind: PostKind = "post"
    alt_text: str = ""
    as_is: bool = False


class MediaImported(Value):
    """What a row is to carry in `media`. `changes` are sentences: what was changed to make it fit, what to know."""

    facts: MediaFacts
    changes: tuple[str, ...]


@router.post("/media/imports", tags=["media"])
def import_media(body: MediaImport) -> MediaImported:
    """Fetches an image or a video, makes it fit the platform, and stores it; what cannot be made to fit is refused.

    Only machines on the public internet are asked, and only the buckets that were named at deployment. The same source
    again changes nothing."""
    # Here, because the function of all other routes has no Pillow, and describes this one all the same.
    from portavoce.runtime.wiring.media_import import media_importer  # noqa: PLC0415

    try:
        found = media_importer().take_in(body.source, body.platform, body.kind, body.alt_text, as_is=body.as_is)
    except MediaRefused as refused:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "media-refused", f"Nothing was stored: {refused}.") from None
    return MediaImported(facts=found.facts, changes=found.changes)
