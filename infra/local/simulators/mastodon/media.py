"""Uploading media and asking how far they are (platforms/mastodon.md §2)."""

from datetime import timedelta

from infra.local.simulators.mastodon.api import UPLOADS, Api, Call, endpoint, invalid_request, missing_record
from infra.local.simulators.mastodon.store import Media
from infra.local.simulators.mastodon.views import attachment
from infra.local.simulators.pictures import Picture, sniff

IMAGE_TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp")
VIDEO_TYPES = ("video/mp4", "video/quicktime")
_PARTS = {"file", "description", "focus"}


@endpoint("POST", "/api/v2/media", scopes="write:media", bucket=UPLOADS)
def upload(api: Api, call: Call) -> tuple[int, object]:
    """Take an image or a video with its description; 202 while it is being processed."""
    instance, request = api.store.instance, call.request
    if unknown := (request.form.keys() | request.files.keys()) - _PARTS:
        raise invalid_request(f"{min(unknown)} is no part of this call")
    file = request.files.get("file")
    content = file.read() if file else b""
    kind = sniff(content)
    if kind not in (*IMAGE_TYPES, *VIDEO_TYPES):
        raise invalid_request("File content type is invalid")
    most = instance.video_size_limit if kind in VIDEO_TYPES else instance.image_size_limit
    if len(content) > most:
        raise invalid_request(f"File must be smaller than {most} bytes")
    description = request.form.get("description", "")
    if len(description) > instance.description_limit:
        raise invalid_request(f"Description is too long (maximum is {instance.description_limit} characters)")
    ready_at = call.now + timedelta(seconds=instance.processing_seconds)
    media = Media(call.me().id, Picture(api.store.new_id(), content, description), ready_at)
    api.store.media[media.picture.id] = media
    is_ready = ready_at <= call.now
    return 200 if is_ready else 202, attachment(media, is_ready=is_ready)


@endpoint("GET", "/api/v1/media/<id_>", scopes="write:media")
def show(api: Api, call: Call, id_: str) -> tuple[int, object]:
    """What no status has yet; 206 while it is being processed."""
    media = api.store.media.get(id_)
    if media is None or media.user_id != call.me().id or media.status_id is not None:
        raise missing_record()
    is_ready = media.ready_at <= call.now
    return 200 if is_ready else 206, attachment(media, is_ready=is_ready)
