"""Whom the handles of a text belong to. Source: lexicon com.atproto.identity.resolveHandle."""

from collections.abc import Sequence

from portavoce.platforms.http import Answer
from portavoce.platforms.outcomes import Refused

from .api import BlueskyApi
from .errors import BlueskyFailure


def resolve_handles(api: BlueskyApi, handles: Sequence[str]) -> dict[str, str | None] | BlueskyFailure:
    """The account of each handle; None for a handle that nobody has."""
    dids: dict[str, str | None] = {}
    for handle in handles:
        found = api.query("com.atproto.identity.resolveHandle", {"handle": handle})
        if not isinstance(found, Answer | Refused):
            return found
        dids[handle] = None if isinstance(found, Refused) else found.body.get("did")
    return dids
