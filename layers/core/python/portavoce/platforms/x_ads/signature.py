"""How a call proves who makes it: OAuth 1.0a with HMAC-SHA1 (RFC 5849, section 3). Pure.

Source: docs.x.com, OAuth 1.0a, "Creating a signature" and "Authorizing a request". The signature is over the address of
the platform itself, whatever stands in for it."""

import hmac
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha1
from urllib.parse import quote

from pydantic import SecretStr


@dataclass(frozen=True)
class Keys:
    """The app's pair and the user's pair."""

    consumer_key: SecretStr
    consumer_secret: SecretStr
    access_token: SecretStr
    access_token_secret: SecretStr


def authorize_call(method: str, address: str, parameters: Mapping[str, str], keys: Keys, *, at: int, nonce: str) -> str:
    """The header `Authorization` of one call. `address` is without a query, `parameters` are those of query and form,
    `at` is in seconds since 1970, and `nonce` is what no other call of that second has."""
    said = {
        "oauth_consumer_key": keys.consumer_key.get_secret_value(),
        "oauth_nonce": nonce,
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(at),
        "oauth_token": keys.access_token.get_secret_value(),
        "oauth_version": "1.0",
    }
    words = (method.upper(), address, _join_pairs([*parameters.items(), *said.items()]))
    key = "&".join(_encode(one.get_secret_value()) for one in (keys.consumer_secret, keys.access_token_secret))
    digest = hmac.new(key.encode(), "&".join(map(_encode, words)).encode(), sha1).digest()
    said["oauth_signature"] = b64encode(digest).decode()
    return "OAuth " + ", ".join(f'{name}="{_encode(value)}"' for name, value in sorted(said.items()))


def _join_pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join(f"{name}={value}" for name, value in sorted((_encode(one), _encode(two)) for one, two in pairs))


def _encode(text: str) -> str:
    return quote(text, safe="~")
