"""Ids of comments in paths: a platform may put slashes and colons into them, and a gateway may have decoded them."""

from urllib.parse import quote, unquote

_PREFIX = "/comments/"
BELOW = frozenset({"acts", "drafts", "notes"})
"""What may stand behind a comment's id in a path."""


def encode_name(path: str) -> str:
    """The path with the comment's id as one part of it, however it came: `/comments/bluesky/at://a/b` or encoded."""
    if not path.startswith(_PREFIX):
        return path
    platform, _, rest = path.removeprefix(_PREFIX).partition("/")
    parts = rest.split("/")
    behind = next((place for place in range(1, len(parts)) if parts[place] in BELOW), len(parts))
    name = "/".join(parts[:behind])
    return "/".join((f"{_PREFIX}{platform}", quote(unquote(name), safe=""), *parts[behind:]))


def decode_name(part: str) -> str:
    """The id that stands in a path that was encoded."""
    return unquote(part)
