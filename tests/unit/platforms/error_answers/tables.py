"""All platforms' answers, and what they say."""

from collections.abc import Mapping
from typing import Any

from tests.unit.platforms.error_answers import bluesky, mastodon, meta, x

_ALL = (meta, x, mastodon, bluesky)
ACCESS = [row for one in _ALL for row in one.ACCESS]
REFUSED = [row for one in _ALL for row in one.REFUSED]
TOO_FAST = [row for one in _ALL for row in one.TOO_FAST]
OWN_FAILURES = [row for one in _ALL for row in one.OWN_FAILURES]
"""Platform, status and body of each; of the first three also what the person is to be told."""


def words_of(body: Mapping[str, Any]) -> str:
    """What the platform said in the body."""
    error: Any = body.get("error")
    said = error.get("message") if isinstance(error, dict) else body.get("message") or body.get("detail") or error
    return str(said or body["errors"][0]["message"]).rstrip(".")
