"""What of that which others said is no longer there. Nobody can edit a post, and nothing tells that one was deleted.

Source: lexicon app.bsky.feed.getPosts (25 at a time, and what is gone is left out; so is what a block hides, which is
why each that is left out is asked for by its record)."""

from collections.abc import Callable, Mapping, Sequence
from itertools import batched
from typing import Any

from portavoce.platforms.contract import Reread
from portavoce.platforms.interaction import Interaction
from portavoce.platforms.outcomes import Refused
from portavoce.platforms.webhook_json import objects, text

from .api import BlueskyApi
from .manifest import REREAD
from .views import GONE, find_post

METHOD = "app.bsky.feed.getPosts"
_AT_ONCE = 25


def reread_known(
    api: BlueskyApi, ask: Callable[[Mapping[str, Sequence[str]]], Mapping[str, Any]], known: Sequence[Interaction]
) -> Reread:
    """Which of those known are gone. `ask` makes one call of METHOD with these parameters."""
    left, gone = REREAD.most_calls, list[str]()
    for some in batched((one.interaction_id for one in known), _AT_ONCE, strict=False):
        if left <= 0:
            break
        left -= 1
        shown = {text(one.get("uri")) for one in objects(ask({"uris": list(some)}).get("posts"))}
        missing = [uri for uri in some if uri not in shown][:left]
        left -= len(missing)
        gone += [uri for uri in missing if _is_gone(api, uri)]
    return Reread(gone=tuple(gone))


def _is_gone(api: BlueskyApi, uri: str) -> bool:
    found = find_post(api, uri)
    return isinstance(found, Refused) and found.code == GONE
