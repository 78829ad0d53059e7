"""An account on a Mastodon instance: publishing and numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from portavoce.platforms.composing import composed_text
from portavoce.platforms.contract import (
    Absent,
    AuthFailed,
    ChannelAccess,
    Found,
    Image,
    Keep,
    LookupOutcome,
    NotReady,
    OutgoingPost,
    PrepareOutcome,
    Published,
    ReadFailed,
    Reading,
    ReadRefused,
    Ready,
    Refused,
    ReleaseOutcome,
    Unclear,
    Unknown,
)
from portavoce.platforms.deliveries import moment, objects, text
from portavoce.platforms.http import Answer, Http, NeverSent
from portavoce.platforms.manifest import MetricSpec
from portavoce.platforms.measured import number, readings

from .api import Api, Failure
from .limits import refusal
from .manifest import MANIFEST
from .texts import comparable, returned

CLOCK_SKEW = timedelta(seconds=60)
PROCESSING_SECONDS = 2
_ACCEPTED, _PARTIAL = 202, 206
_GONE = "404"
_PAGE, _MOST_PAGES = 40, 10
_MOST_BYTES = MANIFEST.post.images.max_bytes if MANIFEST.post.images else 0


def connect(access: ChannelAccess, http: Http) -> "Mastodon":
    """The account that the access token belongs to, on the instance that `http` leads to."""
    return Mastodon(http, Api(http, access.secrets["access_token"]))


@dataclass
class Mastodon:
    """Publisher and Measurer of one account."""

    http: Http
    api: Api
    _configuration: Mapping[str, Any] | None = field(default=None, init=False)

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        """Holds the post against the instance's own limits, and uploads the images until it has them ready."""
        configuration = self._limits()
        if isinstance(configuration, AuthFailed):
            return configuration
        if refused := refusal(configuration, post, _text(post)):
            return refused
        is_ready = True
        for index, image in enumerate(post.images):
            kept = post.handles.get(_handle(index))
            made = self._upload(image) if kept is None else self._waiting(kept, index)
            if not isinstance(made, _Uploaded):
                return made
            if kept is None:
                keep(_handle(index), made.media_id)
            is_ready = is_ready and made.is_ready
        return Ready() if is_ready else NotReady(retry_after_seconds=PROCESSING_SECONDS)

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        """One call. The key makes a repeated call harmless where the server heeds it; not every server does."""
        media = [post.handles.get(_handle(index)) for index in range(len(post.images))]
        if None in media:
            return NotReady(retry_after_seconds=1)
        body: dict[str, Any] = {"status": _text(post)} | ({"media_ids": media} if media else {})
        key = f"{post.publication_id}/{post.revision}"
        made = self.api.call("POST", "/api/v1/statuses", json=body, headers={"Idempotency-Key": key})
        if not isinstance(made, Answer):
            return made
        if not made.body.get("id"):
            return Unknown(reason="the instance's answer names nothing")
        return Published(remote_id=str(made.body["id"]), url=text(made.body.get("url")))

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        """Looks for the same text with as many images among what the account posted since the attempt."""
        wanted = (comparable(_text(post)), len(post.images))
        try:
            for status in self._posted(attempted_at - CLOCK_SKEW):
                if (returned(str(status.get("content", ""))), len(status.get("media_attachments", ()))) == wanted:
                    return Found(remote_id=str(status["id"]), url=text(status.get("url")))
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))
        return Absent()

    def post_metrics(self, remote_id: str, metrics: Sequence[MetricSpec]) -> list[Reading]:
        """One read: the counters that the instance knows of; other instances may know of more."""
        status = self.api.read(f"/api/v1/statuses/{remote_id}")
        return readings(metrics, lambda spec: number(status.get(spec.remote)))

    def channel_metrics(self, metrics: Sequence[MetricSpec], day: date) -> list[Reading]:  # noqa: ARG002
        """The numbers as they stand now: Mastodon keeps none by day."""
        account = self._account()
        return readings(metrics, lambda spec: number(account.get(spec.remote)))

    def _limits(self) -> Mapping[str, Any] | AuthFailed:
        """What the instance says of its limits, asked once; nothing when it cannot say: it refuses by itself then."""
        if self._configuration is None:
            made = self.api.call("GET", "/api/v2/instance")
            if isinstance(made, AuthFailed):
                return made
            found = made.body.get("configuration") if isinstance(made, Answer) else None
            if not isinstance(found, Mapping):
                return {}
            self._configuration = found
        return self._configuration

    def _upload(self, image: Image) -> "_Uploaded | Failure":
        try:
            content = self.http.fetch(image.url, _MOST_BYTES)
        except NeverSent as unread:
            return Unknown(reason=f"an image could not be read: {unread}")
        named = f"image.{image.mime_type.rpartition('/')[2]}"
        form = {"description": image.alt_text} if image.alt_text else None
        made = self.api.call("POST", "/api/v2/media", form=form, files={"file": (named, content, image.mime_type)})
        if not isinstance(made, Answer):
            return made
        if not made.body.get("id"):
            return Unknown(reason="the instance's answer names no media")
        return _Uploaded(str(made.body["id"]), is_ready=made.status != _ACCEPTED)

    def _waiting(self, media_id: str, index: int) -> "_Uploaded | Failure":
        """How far an uploaded image is. One that is on a post already is not shown here any more."""
        made = self.api.call("GET", f"/api/v1/media/{media_id}")
        if isinstance(made, Refused) and made.code == _GONE:
            reason = f"image {index + 1} no longer waits on the instance: it is on a post already, or was dropped"
            return Refused(code=_GONE, reason=reason)
        return _Uploaded(media_id, is_ready=made.status != _PARTIAL) if isinstance(made, Answer) else made

    def _account(self) -> Mapping[str, Any]:
        return self.api.read("/api/v1/accounts/verify_credentials")

    def _posted(self, since: datetime) -> Iterator[Mapping[str, Any]]:
        """The account's own statuses since a moment, newest first. Raises ReadFailed, ReadRefused."""
        account_id = self._account().get("id")
        query = {"limit": str(_PAGE), "exclude_reblogs": "true"}
        for _ in range(_MOST_PAGES):
            page = list(objects(self.api.read(f"/api/v1/accounts/{account_id}/statuses", query).get("data")))
            for status in page:
                created_at = moment(status.get("created_at"))
                if created_at is None:
                    raise ReadFailed("the instance lists a post without its time")
                if created_at < since:
                    return
                yield status
            if not page:
                return
            query["max_id"] = str(page[-1]["id"])
        raise ReadFailed(f"the account has posted more than {_PAGE * _MOST_PAGES} times since")


@dataclass(frozen=True)
class _Uploaded:
    media_id: str
    is_ready: bool


def _handle(index: int) -> str:
    return f"image_{index}"


def _text(post: OutgoingPost) -> str:
    return composed_text(MANIFEST, post.text, post.link, has_media=bool(post.media))
