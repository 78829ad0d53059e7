"""Uploading media to X, at once or in chunks (platforms/x.md §2)."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import FileStorage

from infra.local.simulators.pictures import Picture, sniff
from infra.local.simulators.x.api import Api, Call, endpoint
from infra.local.simulators.x.errors import invalid, not_found
from infra.local.simulators.x.store import Media

MEBIBYTE = 1024 * 1024
MOST_CHUNK_BYTES = 5 * MEBIBYTE
MOST_BYTES = {"tweet_image": 5 * MEBIBYTE, "tweet_gif": 15 * MEBIBYTE, "tweet_video": 512 * MEBIBYTE}
IMAGE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})
MEDIA_LIFE = timedelta(hours=24)
VIDEO_PROCESSING = timedelta(seconds=2)
MOST_ALT_CHARACTERS = 1000


class InitializeBody(BaseModel):
    """Body of `POST /2/media/upload/initialize`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    media_type: str
    total_bytes: int = Field(gt=0)
    media_category: str = "tweet_image"


class AltText(BaseModel):
    """The text itself."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(min_length=1, max_length=MOST_ALT_CHARACTERS)


class AltMetadata(BaseModel):
    """The metadata that is simulated."""

    model_config = ConfigDict(extra="forbid", strict=True)

    alt_text: AltText


class MetadataBody(BaseModel):
    """Body of `POST /2/media/metadata`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    metadata: AltMetadata


@endpoint("POST", "/2/media/upload", limit=500, scope="media.write")
def upload(api: Api, call: Call) -> object:
    """A small image in one multipart request."""
    category = call.request.form.get("media_category", "")
    _check_parts(call, {"media", "media_category", "media_type", "shared"})
    content = _file(call).read()
    media_type = sniff(content) or "application/octet-stream"
    _check_kind(category, media_type, len(content))
    media = _new(api, call, media_type, len(content))
    media.chunks[0] = content
    return _finish(api, call, media)


@endpoint("POST", "/2/media/upload/initialize", limit=1875, scope="media.write")
def initialize(api: Api, call: Call) -> object:
    """Announce a chunked upload."""
    body = call.body(InitializeBody)
    _check_kind(body.media_category, body.media_type, body.total_bytes)
    return {"data": _described(call, _new(api, call, body.media_type, body.total_bytes))}


@endpoint("POST", "/2/media/upload/<id_>/append", limit=1875, scope="media.write")
def append(api: Api, call: Call, id_: str) -> object:
    """Add one chunk."""
    media = _own(api, call, id_)
    _check_parts(call, {"media", "segment_index"})
    index = call.request.form.get("segment_index", "")
    if not index.isdigit() or int(index) > 999:
        raise invalid("segment_index", index, "segment_index must be between 0 and 999")
    content = _file(call).read()
    if len(content) > MOST_CHUNK_BYTES:
        raise invalid("media", str(len(content)), "A chunk must be 5 MB or smaller")
    if media.ready_at is not None:
        raise invalid("id", id_, "The upload is already finalized")
    media.chunks[int(index)] = content
    return {"data": {"expires_at": int(media.expires_at.timestamp())}}


@endpoint("POST", "/2/media/upload/<id_>/finalize", limit=1875, scope="media.write")
def finalize(api: Api, call: Call, id_: str) -> object:
    """Close a chunked upload; videos are then processed for a while."""
    media = _own(api, call, id_)
    received = sum(len(chunk) for chunk in media.chunks.values())
    if received != media.total_bytes:
        raise invalid("total_bytes", str(received), f"Received {received} of {media.total_bytes} announced bytes")
    return _finish(api, call, media)


@endpoint("GET", "/2/media/upload", limit=1000, scope="media.write", query="command media_id")
def status(api: Api, call: Call) -> object:
    """How far the processing is."""
    if call.request.args.get("command") != "STATUS":
        raise invalid("command", call.request.args.get("command", ""), "command must be STATUS")
    return {"data": _described(call, _own(api, call, call.request.args.get("media_id", "")))}


@endpoint("POST", "/2/media/metadata", limit=500, scope="media.write")
def describe(api: Api, call: Call) -> object:
    """Give an image its alternative text, before it is posted."""
    body = call.body(MetadataBody)
    media = _own(api, call, body.id)
    media.alt_text = body.metadata.alt_text.text
    return {"data": {"id": media.id, "associated_metadata": {"alt_text": {"text": media.alt_text}}}}


def _new(api: Api, call: Call, media_type: str, total_bytes: int) -> Media:
    media = Media(api.store.new_id(), call.me().id, media_type, total_bytes, call.now + MEDIA_LIFE)
    api.store.media[media.id] = media
    return media


def _finish(_api: Api, call: Call, media: Media) -> object:
    content = b"".join(media.chunks[index] for index in sorted(media.chunks))
    is_video = media.media_type.startswith("video/")
    if not is_video and sniff(content) != media.media_type:
        raise invalid("media_type", media.media_type, "The bytes are not of the announced type")
    media.ready_at = call.now + (VIDEO_PROCESSING if is_video else timedelta())
    media.picture = None if is_video else Picture(media.id, content)
    return {"data": _described(call, media)}


def _described(call: Call, media: Media) -> dict[str, object]:
    left = int((media.expires_at - call.now).total_seconds())
    answer: dict[str, object] = {
        "id": media.id,
        "media_key": media.key,
        "size": media.total_bytes,
        "expires_after_secs": left,
    }
    if media.media_type.startswith("video/") and media.ready_at:
        ready = call.now >= media.ready_at
        answer["processing_info"] = (
            {"state": "succeeded", "progress_percent": 100} if ready else {"state": "pending", "check_after_secs": 1}
        )
    return answer


def _own(api: Api, call: Call, id_: str) -> Media:
    media = api.store.media.get(id_)
    if media is None or media.user_id != call.me().id or call.now >= media.expires_at:
        raise not_found(id_)
    return media


def _file(call: Call) -> FileStorage:
    file = call.request.files.get("media")
    if file is None:
        raise invalid("media", "", "The multipart part `media` is missing")
    return file


def _check_parts(call: Call, known: set[str]) -> None:
    if unknown := (call.request.form.keys() | call.request.files.keys()) - known:
        raise invalid(min(unknown), "", f"The part {min(unknown)} is not defined in the schema")


def _check_kind(category: str, media_type: str, size: int) -> None:
    if category not in MOST_BYTES:
        raise invalid("media_category", category, f"media_category must be one of {sorted(MOST_BYTES)}")
    kinds = {"tweet_image": IMAGE_TYPES, "tweet_gif": {"image/gif"}, "tweet_video": {"video/mp4", "video/quicktime"}}
    if media_type not in kinds[category]:
        raise invalid("media_type", media_type, f"{media_type} is not taken as {category}")
    if size > MOST_BYTES[category]:
        raise invalid("media", str(size), f"The file is too large: {category} takes {MOST_BYTES[category]} bytes")
