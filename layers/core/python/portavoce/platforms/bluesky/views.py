"""What others say as Bluesky shows it to the account.

`viewer` says what the account has done about it: the addresses of its like and its block, whether it mutes.
Source: lexicons app.bsky.feed.getPosts, app.bsky.actor.getProfile, com.atproto.repo.getRecord."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from portavoce.platforms.http import Answer
from portavoce.platforms.outcomes import Refused, Unknown
from portavoce.platforms.webhook_json import objects, text

from .api import BlueskyApi
from .errors import NO_RECORD, BlueskyFailure
from .post import Reference

GONE = "gone"
_LOOK = (
    "Look whether it is still there: what its author has taken back needs nothing, and somebody who is blocked cannot "
    "be answered."
)
_GONE = Refused(code=GONE, reason="Bluesky no longer shows it", next_step=_LOOK)


class SeenPost(NamedTuple):
    """A post of somebody's: its reference, the first post of its thread, the address of our like."""

    itself: Reference
    root: Reference
    like: str | None


def see_post(api: BlueskyApi, uri: str) -> SeenPost | BlueskyFailure:
    """One post; Refused with GONE when Bluesky does not show it."""
    found = api.query("app.bsky.feed.getPosts", {"uris": uri})
    if not isinstance(found, Answer):
        return found
    shown = next(objects(found.body.get("posts")), {})
    itself = _reference(shown)
    if itself is None or itself["uri"] != uri:
        return _GONE
    root = _reference(_first(_first(_first(shown, "record"), "reply"), "root"))
    return SeenPost(itself, root or itself, text(_first(shown, "viewer").get("like")))


def find_post(api: BlueskyApi, uri: str) -> Reference | BlueskyFailure:
    """What names one post, also of somebody who is blocked, or has blocked us: those are shown to nobody of the two.

    Refused with GONE when there is none."""
    did, collection, key = (*uri.removeprefix("at://").split("/"), "", "", "")[:3]
    found = api.query("com.atproto.repo.getRecord", {"repo": did, "collection": collection, "rkey": key})
    if isinstance(found, Refused) and found.code == NO_RECORD:
        return _GONE
    if not isinstance(found, Answer):
        return found
    return _reference(found.body) or Unknown(reason="Bluesky's answer does not name the post")


def see_viewer(api: BlueskyApi, did: str) -> Mapping[str, Any] | BlueskyFailure:
    """What the account has done about somebody."""
    found = api.query("app.bsky.actor.getProfile", {"actor": did})
    return _first(found.body, "viewer") if isinstance(found, Answer) else found


def _reference(shown: Mapping[str, Any]) -> Reference | None:
    uri, cid = text(shown.get("uri")), text(shown.get("cid"))
    return {"uri": uri, "cid": cid} if uri and cid else None


def _first(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return next(objects(value.get(name)), {})
