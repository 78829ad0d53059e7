"""An account on X: publishing, hiding replies, numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from portavoce.community.model import Interaction
from portavoce.platforms.composing import composed_text
from portavoce.platforms.contract import (
    Absent,
    ActionOutcome,
    ChannelAccess,
    Done,
    Duplicate,
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
from portavoce.platforms.http import Http, NeverSent
from portavoce.platforms.manifest import MetricSpec
from portavoce.platforms.measured import number, readings

from .api import FORBIDDEN, Api, Failure
from .manifest import MANIFEST
from .texts import comparable, returned

CLOCK_SKEW = timedelta(seconds=60)
_FIELDS = "created_at,text,entities,attachments"
_MOST_BYTES = MANIFEST.post.images.max_bytes if MANIFEST.post.images else 0


def connect(access: ChannelAccess, http: Http) -> "X":
    """The account `access.account_id`, with its user access token."""
    return X(http, Api(http, access.secrets["access_token"]), access.account_id)


@dataclass(frozen=True)
class X:
    """Publisher, Reader, Moderator and Measurer of one account."""

    http: Http
    api: Api
    user_id: str

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        """Uploads the images with their alternative texts. X forgets an unused one after about 24 hours."""
        for index, image in enumerate(post.images):
            if _handle(index) in post.handles:
                continue
            made = self._upload(image)
            if not isinstance(made, str):
                return made
            keep(_handle(index), made)
        return Ready()

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        """One call. A bare 403 is told apart by looking: X says it of duplicates as of anything it forbids."""
        media = [post.handles.get(_handle(index)) for index in range(len(post.images))]
        if None in media:
            return NotReady(retry_after_seconds=1)
        body: dict[str, Any] = {"text": _text(post)} | ({"media": {"media_ids": media}} if media else {})
        made = self.api.write("POST", "/2/tweets", json=body)
        if isinstance(made, Refused) and made.code == FORBIDDEN:
            return self._forbidden(post, made)
        if not isinstance(made, Mapping):
            return made
        if not made.get("id"):
            return Unknown(reason="X's answer names nothing")
        return Published(remote_id=str(made["id"]), url=_address(made["id"]))

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        """Looks for the same text with as many images among what the account posted since the attempt."""
        since = (attempted_at - CLOCK_SKEW).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            found = self._same(post, {"max_results": "100", "start_time": since})
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))
        return Found(remote_id=found, url=_address(found)) if found else Absent()

    def hide(self, comment_id: str) -> ActionOutcome:
        return self._set_hidden(comment_id, hidden=True)

    def unhide(self, comment_id: str) -> ActionOutcome:
        return self._set_hidden(comment_id, hidden=False)

    def complete(self, interaction: Interaction) -> Interaction:
        """X's deliveries carry the text already."""
        return interaction

    def post_metrics(self, remote_id: str, metrics: Sequence[MetricSpec]) -> list[Reading]:
        """One read: X answers with the groups that it may show, and leaves the others out."""
        tweet = self._object(f"/2/tweets/{remote_id}", "tweet.fields", metrics)
        return readings(metrics, lambda spec: _picked(tweet, spec.remote))

    def channel_metrics(self, metrics: Sequence[MetricSpec], day: date) -> list[Reading]:  # noqa: ARG002
        """The numbers as they stand now: X keeps none by day."""
        user = self._object(f"/2/users/{self.user_id}", "user.fields", metrics)
        return readings(metrics, lambda spec: _picked(user, spec.remote))

    def _upload(self, image: Image) -> str | Failure:
        try:
            content = self.http.fetch(image.url, _MOST_BYTES)
        except NeverSent as unread:
            return Unknown(reason=f"an image could not be read: {unread}")
        files = {"media": ("image", content, image.mime_type)}
        made = self.api.write("POST", "/2/media/upload", form={"media_category": "tweet_image"}, files=files)
        if not isinstance(made, Mapping):
            return made
        media_id = str(made.get("id", ""))
        if not media_id:
            return Unknown(reason="X's answer names no media")
        if image.alt_text:
            metadata = {"id": media_id, "metadata": {"alt_text": {"text": image.alt_text}}}
            described = self.api.write("POST", "/2/media/metadata", json=metadata)
            if not isinstance(described, Mapping):
                return described
        return media_id

    def _forbidden(self, post: OutgoingPost, refused: Refused) -> Refused | Duplicate:
        try:
            found = self._same(post, {"max_results": "10"})
        except (ReadFailed, ReadRefused):
            return Duplicate(reason="X forbids it, and may have it already")
        return Duplicate(reason="X has it already") if found else refused

    def _same(self, post: OutgoingPost, query: Mapping[str, str]) -> str | None:
        wanted = (comparable(_text(post)), len(post.images))
        body = self.api.read(f"/2/users/{self.user_id}/tweets", {"tweet.fields": _FIELDS, **query})
        for tweet in body.get("data", ()):
            if (returned(tweet), len(tweet.get("attachments", {}).get("media_keys", ()))) == wanted:
                return str(tweet["id"])
        return None

    def _set_hidden(self, comment_id: str, *, hidden: bool) -> ActionOutcome:
        made = self.api.write("PUT", f"/2/tweets/{comment_id}/hidden", json={"hidden": hidden})
        return Done() if isinstance(made, Mapping) else made

    def _object(self, path: str, parameter: str, metrics: Sequence[MetricSpec]) -> Mapping[str, Any]:
        groups = sorted({spec.remote.partition("/")[0] for spec in metrics})
        found = self.api.read(path, {parameter: ",".join(groups)}).get("data")
        if not isinstance(found, Mapping):
            raise ReadRefused("X shows no such thing")
        return found


def _handle(index: int) -> str:
    return f"image_{index}"


def _text(post: OutgoingPost) -> str:
    return composed_text(MANIFEST, post.text, post.link, has_media=bool(post.media))


def _address(tweet_id: str) -> str:
    return f"https://x.com/i/web/status/{tweet_id}"


def _picked(found: Mapping[str, Any], remote: str) -> Decimal:
    """A number of a group, by the first of its names (`group/name|older name`). Raises ReadRefused."""
    group, _, names = remote.partition("/")
    numbers = found.get(group)
    if not isinstance(numbers, Mapping):
        raise ReadRefused(f"X does not show {group} of this")
    return number(next((numbers[name] for name in names.split("|") if name in numbers), None))
