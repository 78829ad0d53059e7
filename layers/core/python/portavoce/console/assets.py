"""The two files that every page loads, as they were made for this release: named by their content, gzipped.

They lie in a layer of their own, as the package `console_assets`."""

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

_PACKAGE = "console_assets"
_NAME = re.compile(r"console\.[0-9a-f]{16}\.(css|js)")
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
YEAR = "public, max-age=31536000, immutable"


class AssetNames(NamedTuple):
    """What the two files are called."""

    style: str
    script: str


class Asset(NamedTuple):
    """A file's bytes, gzipped, and what they are."""

    squeezed: bytes
    kind: str


@cache
def asset_names() -> AssetNames:
    """The names of this release. Raises LookupError when the layer is missing."""
    found = {match[1]: match[0] for one in resources.files(_PACKAGE).iterdir() if (match := _NAME.match(one.name))}
    return AssetNames(found["css"], found["js"])


def find_asset(name: str) -> Asset | None:
    """The file of this name, or None: a page of an earlier release asks for one that is gone."""
    if not _NAME.fullmatch(name) or name not in asset_names():
        return None
    squeezed = resources.files(_PACKAGE).joinpath(f"{name}.gz").read_bytes()
    return Asset(squeezed, _TYPES[name.rpartition(".")[2]])
