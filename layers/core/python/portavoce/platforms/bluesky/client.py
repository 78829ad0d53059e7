"""An account on Bluesky: publishing and numbers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portavoce.platforms.contract import (
    Absent,
    AuthFailed,
    ChannelAccess,
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
    Throttled,
    Unclear,
    Unknown,
)
from portavoce.platforms.http import Http, NeverSent
from portavoce.platforms.manifest import MetricSpec
from portavoce.platforms.measured import AccessRefused, number, readings

from .api import Api
from .errors import EXISTS_ALREADY, NO_RECORD, Failure
from .facets import mentioned
from .keys import record_key
from .manifest import MANIFEST
from .post import POSTS, record, sent_text
from .session import session_for

_MENTIONS = "mentions"
_MOST_BYTES = MANIFEST.post.images.max_bytes if MANIFEST.post.images else 0


def connect(access: ChannelAccess, http: Http) -> "Bluesky":
    """The account `access.account_id`, a DID or a handle, with its app password."""
    return Bluesky(http, Api(http, session_for(http, access.account_id, access.secrets["app_password"])))


@dataclass(frozen=True)
class Bluesky:
    """Publisher and Measurer of one account."""

    http: Http
    api: Api

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        """Opens the session, finds who is mentioned and uploads the images. An unused image is forgotten in time."""
        account = self.api.account()
        if not isinstance(account, str):
            return account
        if _MENTIONS not in post.handles and (handles := mentioned(sent_text(post))):
            dids = self._dids(handles)
            if not isinstance(dids, dict):
                return dids
            keep(_MENTIONS, json.dumps(dids))
        for index, image in enumerate(post.images):
            if _handle(index) in post.handles:
                continue
            blob = self._upload(image)
            if not isinstance(blob, str):
                return blob
            keep(_handle(index), blob)
        return Ready()

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        """One call, that creates the record under its own key or finds it there; what is there is never replaced."""
        if not _is_prepared(post):
            return NotReady(retry_after_seconds=1)
        account = self.api.account()
        if not isinstance(account, str):
            return account
        key = record_key(post.publication_id, post.planned_at)
        blobs = [json.loads(post.handles[_handle(index)]) for index in range(len(post.images))]
        dids = json.loads(post.handles.get(_MENTIONS, "{}"))
        body = {"repo": account, "collection": POSTS, "rkey": key, "record": record(post, blobs, dids)}
        made = self.api.procedure("com.atproto.repo.putRecord", json=body | {"swapRecord": None})
        if isinstance(made, Refused) and made.code == EXISTS_ALREADY:
            return Duplicate(reason="Bluesky has another record under this post's key")
        if not isinstance(made, Mapping):
            return made
        if not made.get("uri"):
            return Unknown(reason="Bluesky's answer names nothing")
        return Published(remote_id=str(made["uri"]), url=_address(account, key))

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:  # noqa: ARG002
        """Reads the one key under which the post can be."""
        account = self.api.account()
        if not isinstance(account, str):
            return Unclear(reason=account.reason)
        key = record_key(post.publication_id, post.planned_at)
        found = self.api.query("com.atproto.repo.getRecord", {"repo": account, "collection": POSTS, "rkey": key})
        if isinstance(found, Mapping) and found.get("uri"):
            return Found(remote_id=str(found["uri"]), url=_address(account, key))
        if isinstance(found, Refused) and found.code == NO_RECORD:
            return Absent()
        return Unclear(reason="Bluesky's answer names nothing" if isinstance(found, Mapping) else found.reason)

    def post_metrics(self, remote_id: str, metrics: Sequence[MetricSpec]) -> list[Reading]:
        """One read gives all of them."""
        posts = _sure(self.api.query("app.bsky.feed.getPosts", {"uris": remote_id})).get("posts")
        if not posts:
            raise ReadRefused("Bluesky shows no such post")
        return readings(metrics, lambda spec: number(posts[0].get(spec.remote)))

    def channel_metrics(self, metrics: Sequence[MetricSpec], day: date) -> list[Reading]:  # noqa: ARG002
        """The numbers as they stand now: Bluesky keeps none by day."""
        account = _sure(self.api.account())
        profile = _sure(self.api.query("app.bsky.actor.getProfile", {"actor": account}))
        return readings(metrics, lambda spec: number(profile.get(spec.remote)))

    def _dids(self, handles: Sequence[str]) -> dict[str, str | None] | Failure:
        """The account of each handle; None for a handle that nobody has."""
        dids: dict[str, str | None] = {}
        for handle in handles:
            found = self.api.query("com.atproto.identity.resolveHandle", {"handle": handle})
            if not isinstance(found, Mapping | Refused):
                return found
            dids[handle] = None if isinstance(found, Refused) else found.get("did")
        return dids

    def _upload(self, image: Image) -> str | Failure:
        """The blob's reference as JSON."""
        try:
            content = self.http.fetch(image.url, _MOST_BYTES)
        except NeverSent as unread:
            return Unknown(reason=f"an image could not be read: {unread}")
        made = self.api.procedure("com.atproto.repo.uploadBlob", content=(image.mime_type, content))
        if not isinstance(made, Mapping):
            return made
        blob: Any = made.get("blob")
        return json.dumps(blob) if blob else Unknown(reason="Bluesky's answer names no blob")


def _handle(index: int) -> str:
    return f"image_{index}"


def _is_prepared(post: OutgoingPost) -> bool:
    has_images = all(_handle(index) in post.handles for index in range(len(post.images)))
    return has_images and (_MENTIONS in post.handles or not mentioned(sent_text(post)))


def _address(account: str, key: str) -> str:
    return f"https://bsky.app/profile/{account}/post/{key}"


def _sure[Answered: (str, Mapping[str, Any])](answered: Answered | Failure) -> Answered:
    """What was answered. Raises ReadFailed, AccessRefused, ReadRefused."""
    match answered:
        case AuthFailed(code=code, reason=reason):
            raise AccessRefused(f"{reason} ({code})")
        case Refused(code=code):
            raise ReadRefused(f"Bluesky refused to say (error {code})")
        case Throttled(reason=reason) | Unknown(reason=reason):
            raise ReadFailed(reason)
        case _:
            return answered
