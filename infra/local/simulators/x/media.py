"""Uploading media to X: images at once, everything in segments (platforms/x.md §2)."""

import base64
import binascii
from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field
from werkzeug.datastructures import FileStorage

from infra.local.simulators.pictures import Picture, sniff
from infra.local.simulators.videos import NotAMovie, movie_of
from infra.local.simulators.x.api import Api, Call, endpoint
from infra.local.simulators.x.errors import bad_parameter, missing_resource
from infra.local.simulators.x.store import Media

MOST_SEGMENT_BYTES = 5 * 1024 * 1024
MOST_BYTES = {"tweet_image": 5_000_000, "tweet_gif": 15_000_000, "tweet_video": 512_000_000}
KINDS = {
    "tweet_image": frozenset({"image/jpeg", "image/png", "image/webp"}),
    "tweet_gif": frozenset({"image/gif"}),
    "tweet_video": frozenset({"video/mp4", "video/quicktime"}),
}
SHORTEST_SECONDS, LONGEST_SECONDS = 0.5, 140
MEDIA_LIFE = timedelta(hours=24)
MOST_SEGMENTS = 1000
MOST_ALT_CHARACTERS = 1000
_MULTIPART = "multipart/form-data"


class InitializeBody(BaseModel):
    """Body of `POST /2/media/upload/initialize`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    media_type: str
    total_bytes: int = Field(gt=0)
    media_category: str = "tweet_image"
    shared: bool = False


class UploadBody(BaseModel):
    """Body of `POST /2/media/upload` in JSON; the bytes in base64."""

    model_config = ConfigDict(extra="forbid", strict=True)

    media: str
    media_category: str


class AppendBody(BaseModel):
    """Body of an append in JSON; the bytes in base64."""

    model_config = ConfigDict(extra="forbid", strict=True)

    media: str
    segment_index: int = Field(ge=0, lt=MOST_SEGMENTS)


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
    """A small image in one request."""
    if call.request.mimetype == _MULTIPART:
        _check_parts(call, {"media", "media_category"})
        category, content = call.request.form.get("media_category", ""), _file(call).read()
    else:
        body = call.body(UploadBody)
        category, content = body.media_category, _decode_base64(body.media)
    if category != "tweet_image":
        raise bad_parameter("media_category", category, "Only images are uploaded at once: initialize the upload")
    media_type = sniff(content) or "application/octet-stream"
    _check_kind(category, media_type, len(content))
    media = _new_media(api, call, category, media_type, len(content))
    media.segments.append(content)
    return _finish_upload(api, call, media)


@endpoint("POST", "/2/media/upload/initialize", limit=1875, scope="media.write")
def initialize(api: Api, call: Call) -> object:
    """Announce an upload in segments."""
    body = call.body(InitializeBody)
    _check_kind(body.media_category, body.media_type, body.total_bytes)
    return {"data": _media_json(call, _new_media(api, call, body.media_category, body.media_type, body.total_bytes))}


@endpoint("POST", "/2/media/upload/<id_>/append", limit=1875, scope="media.write")
def append(api: Api, call: Call, id_: str) -> object:
    """Add the next segment; the one that came last may come again, since its answer may have been lost."""
    media = _own_media(api, call, id_)
    index, content = _segment(call)
    if len(content) > MOST_SEGMENT_BYTES:
        raise bad_parameter("media", str(len(content)), "A segment must be 5 MB or smaller")
    if media.ready_at is not None:
        raise bad_parameter("id", id_, "The upload is already finalized")
    if media.segments and index == len(media.segments) - 1 and media.segments[-1] == content:
        return {"data": {"expires_at": int(media.expires_at.timestamp())}}
    if index != len(media.segments):
        raise bad_parameter("segment_index", str(index), f"Segment {len(media.segments)} comes next")
    if sum(len(segment) for segment in media.segments) + len(content) > media.total_bytes:
        raise bad_parameter("media", str(len(content)), "More bytes than announced")
    media.segments.append(content)
    return {"data": {"expires_at": int(media.expires_at.timestamp())}}


@endpoint("POST", "/2/media/upload/<id_>/finalize", limit=1875, scope="media.write")
def finalize(api: Api, call: Call, id_: str) -> object:
    """Close an upload in segments; a GIF or video is then worked on for a while."""
    media = _own_media(api, call, id_)
    if media.ready_at is not None:
        raise bad_parameter("id", id_, "The upload is already finalized")
    received = sum(len(segment) for segment in media.segments)
    if received != media.total_bytes:
        raise bad_parameter("total_bytes", str(received), f"Received {received} of {media.total_bytes} announced bytes")
    return _finish_upload(api, call, media)


@endpoint("GET", "/2/media/upload", limit=1000, scope="media.write", query="command media_id")
def status(api: Api, call: Call) -> object:
    """How far the processing is."""
    if call.request.args.get("command", "STATUS") != "STATUS":
        raise bad_parameter("command", call.request.args["command"], "command must be STATUS")
    return {"data": _media_json(call, _own_media(api, call, call.request.args.get("media_id", "")))}


@endpoint("POST", "/2/media/metadata", limit=500, scope="media.write")
def describe(api: Api, call: Call) -> object:
    """Give an image its alternative text, before it is posted."""
    body = call.body(MetadataBody)
    media = _own_media(api, call, body.id)
    media.alt_text = body.metadata.alt_text.text
    return {"data": {"id": media.id, "associated_metadata": {"alt_text": {"text": media.alt_text}}}}


def _new_media(api: Api, call: Call, category: str, media_type: str, total_bytes: int) -> Media:
    expires_at = call.now + MEDIA_LIFE
    media = Media(api.store.new_id(), call.me().id, category, media_type, total_bytes, expires_at)
    api.store.media[media.id] = media
    return media


def _finish_upload(api: Api, call: Call, media: Media) -> object:
    content = b"".join(media.segments)
    if sniff(content) != media.media_type:
        raise bad_parameter("media_type", media.media_type, "The bytes are not of the announced type")
    media.segments.clear()
    media.picture = Picture(media.id, content)
    is_still = media.category == "tweet_image"
    media.ready_at = call.now + (timedelta() if is_still else api.store.processing)
    media.is_unusable = not is_still and (api.store.processing_fails or not _may_be_shown(media.picture))
    return {"data": _media_json(call, media)}


def _may_be_shown(picture: Picture) -> bool:
    """Whether a GIF or video is what X can show: a video has a movie header and is neither too short nor too long."""
    if not picture.is_video:
        return True
    try:
        return SHORTEST_SECONDS <= movie_of(picture.content).seconds <= LONGEST_SECONDS
    except NotAMovie:
        return False


def _media_json(call: Call, media: Media) -> dict[str, object]:
    left = int((media.expires_at - call.now).total_seconds())
    answer: dict[str, object] = {
        "id": media.id,
        "media_key": media.key,
        "size": media.total_bytes,
        "expires_after_secs": left,
    }
    if media.category != "tweet_image" and media.ready_at:
        answer["processing_info"] = _processing_info(call, media)
    return answer


def _processing_info(call: Call, media: Media) -> dict[str, object]:
    left = (media.ready_at - call.now).total_seconds() if media.ready_at else 0
    if left > 0:
        return {"state": "in_progress" if left < 1 else "pending", "check_after_secs": max(1, int(left))}
    return {"state": "failed"} if media.is_unusable else {"state": "succeeded", "progress_percent": 100}


def _own_media(api: Api, call: Call, id_: str) -> Media:
    media = api.store.media.get(id_)
    if media is None or media.user_id != call.me().id or call.now >= media.expires_at:
        raise missing_resource(id_)
    return media


def _segment(call: Call) -> tuple[int, bytes]:
    if call.request.mimetype != _MULTIPART:
        body = call.body(AppendBody)
        return body.segment_index, _decode_base64(body.media)
    _check_parts(call, {"media", "segment_index"})
    index = call.request.form.get("segment_index", "")
    if not index.isdigit() or int(index) >= MOST_SEGMENTS:
        raise bad_parameter("segment_index", index, "segment_index must be between 0 and 999")
    return int(index), _file(call).read()


def _decode_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise bad_parameter("media", "", "media must be base64 in JSON") from error


def _file(call: Call) -> FileStorage:
    file = call.request.files.get("media")
    if file is None:
        raise bad_parameter("media", "", "The multipart part `media` is missing")
    return file


def _check_parts(call: Call, known: set[str]) -> None:
    if unknown := (call.request.form.keys() | call.request.files.keys()) - known:
        raise bad_parameter(min(unknown), "", f"The part {min(unknown)} is not defined in the schema")


def _check_kind(category: str, media_type: str, size: int) -> None:
    if category not in MOST_BYTES:
        raise bad_parameter("media_category", category, f"media_category must be one of {sorted(MOST_BYTES)}")
    if media_type not in KINDS[category]:
        raise bad_parameter("media_type", media_type, f"{media_type} is not taken as {category}")
    if size > MOST_BYTES[category]:
        raise bad_parameter("media", str(size), f"The file is too large: {category} takes {MOST_BYTES[category]} bytes")
