"""Where a platform is. Some are one place for everybody; of others there are many, and an account names its own."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from portavoce.platforms.manifest import Manifest

INSTANCE = "{instance}"
_NAMES_A_POST = ("story_fbid", "fbid", "v", "id")
"""What names a post in a query (Facebook's `permalink.php`, `photo.php`, `watch`); `id` beside it is the Page."""
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ACCOUNT = re.compile(
    rf"@?\w+(?:[.-]+\w+)*@(?P<host>(?:{_LABEL}\.)+(?:xn--[a-z0-9-]+|[a-z]{{2,63}}))", re.ASCII | re.IGNORECASE
)


class NoPostAddress(ValueError):
    """The address is not one of a post on this platform. The message says what is expected."""


def remote_id_of(manifest: Manifest, account_id: str, url: str) -> str | None:
    """The id that the API knows a post by, read from its public address; None where the address does not hold it.

    Raises NoPostAddress."""
    if not url.startswith(("https://", "http://")):
        raise NoPostAddress(f"{url!r} is no address: copy the post's whole address, beginning with https://")
    if not url.isprintable() or " " in url:
        raise NoPostAddress(f"{url!r} has a space, a line break or another sign that no address has: copy it once more")
    rule = manifest.post_address
    if rule is None:
        return None
    found = re.match(rule.pattern, url)
    if found is None:
        raise NoPostAddress(f"{url!r} is not the address of a post on {manifest.title}: copy it from the post itself")
    return rule.remote_id.format(id=found["id"], account=account_id) if found["id"] else None


def clean_address(url: str) -> str:
    """A post's public address as it may be kept: without what was added on the way to follow a reader.

    Raises NoPostAddress for what no browser would open as it stands."""
    try:
        parts = urlsplit(url.strip())
        is_whole = bool(parts.hostname) and parts.username is None and parts.scheme in {"https", "http"}
    except ValueError:
        is_whole = False
    if not is_whole or not url.strip().isprintable() or " " in url.strip():
        raise NoPostAddress(f"{url!r} is no address: copy the post's whole address, beginning with https://")
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name in _NAMES_A_POST]
    return urlunsplit(("https", parts.netloc, parts.path, urlencode(kept), ""))


def name_of_post(url: str) -> str:
    """What tells a post's address from those of the account's others: the last part of its path, as a rule."""
    parts = urlsplit(url)
    named = dict(parse_qsl(parts.query))
    return next((named[name] for name in _NAMES_A_POST if name in named), parts.path.rstrip("/").rpartition("/")[2])


class NoInstance(ValueError):
    """The account id does not say on which host the account is. The message says how to write it."""


def base_url_of(manifest: Manifest, account_id: str) -> str:
    """The address of the account's platform: `{instance}` in the manifest's stands for the host of `@name@host`.

    Raises NoInstance."""
    if INSTANCE not in manifest.base_url:
        return manifest.base_url
    if manifest.host and "@" not in account_id:
        return manifest.base_url.replace(INSTANCE, manifest.host)
    found = _ACCOUNT.fullmatch(account_id)
    if found is None:
        raise NoInstance(f"{account_id!r} names no host: {manifest.title} needs it as @name@host")
    return manifest.base_url.replace(INSTANCE, found["host"].lower())
