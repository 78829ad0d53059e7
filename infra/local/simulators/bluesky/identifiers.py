"""Identifiers by content, shaped like those of the network."""

import hashlib
import json
from base64 import b32encode
from collections.abc import Mapping


def cid_of_record(value: Mapping[str, object]) -> str:
    """The identifier of a record by its content."""
    return _cid("bafyrei", json.dumps(value, sort_keys=True).encode())


def cid_of(content: bytes) -> str:
    """The identifier of bytes by their content."""
    return _cid("bafkrei", content)


def commit_cid(uri: str) -> str:
    """The identifier of the commit that wrote this."""
    return _cid("bafyrei", uri.encode())


def _cid(prefix: str, content: bytes) -> str:
    """Content-addressed, and shaped like a CID of version 1."""
    return prefix + b32encode(hashlib.sha256(content).digest()).decode().lower().rstrip("=")
