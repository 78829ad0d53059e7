"""Who makes a call of the Ads API: OAuth 1.0a (RFC 5849), held to the letter. Raises `AdsError` 401."""

import base64
import hashlib
import hmac
import re
from datetime import datetime
from urllib.parse import quote, unquote

from werkzeug.wrappers import Request

from infra.local.simulators.x.ads import AdsStore, UserKeys
from infra.local.simulators.x.ads_errors import AdsError

HOST = "https://ads-api.x.com"
NAMES = frozenset(
    {"oauth_consumer_key", "oauth_nonce", "oauth_signature", "oauth_signature_method", "oauth_timestamp",
     "oauth_token", "oauth_version"}
)  # fmt: skip
SKEW_SECONDS = 300
_PAIR = re.compile(r'\s*(\w+)="([^"]*)"\s*')


class Doorkeeper:
    """Knows the keys, and which calls it has seen."""

    def __init__(self, store: AdsStore) -> None:
        self._store = store
        self._seen: set[tuple[str, str]] = set()

    def identify(self, request: Request, now: datetime) -> UserKeys:
        """Whose call it is: signed with both secrets, dated within five minutes, and never seen before."""
        said = _read_header(request.headers.get("Authorization", ""))
        keys = self._store.keys.get(said["oauth_token"])
        if keys is None or keys.consumer_key != said["oauth_consumer_key"]:
            raise _refuse("Invalid or expired token")
        if (said["oauth_signature_method"], said["oauth_version"]) != ("HMAC-SHA1", "1.0"):
            raise _refuse("The signature method is not supported")
        stamp = said["oauth_timestamp"]
        if not stamp.isdigit() or abs(int(stamp) - now.timestamp()) > SKEW_SECONDS:
            raise _refuse("Timestamp out of bounds")
        if not any(hmac.compare_digest(said["oauth_signature"], one) for one in _signatures(request, said, keys)):
            raise _refuse("Could not authenticate you")
        if (stamp, said["oauth_nonce"]) in self._seen:
            raise _refuse("The nonce was used already")
        self._seen.add((stamp, said["oauth_nonce"]))
        return keys


def _read_header(header: str) -> dict[str, str]:
    scheme, _, rest = header.partition(" ")
    pairs = [_PAIR.fullmatch(part) for part in rest.split(",")]
    if scheme != "OAuth" or not all(pairs):
        raise _refuse("The Ads API takes OAuth 1.0a alone")
    said = {unquote(pair[1]): unquote(pair[2]) for pair in pairs if pair}
    if said.keys() != NAMES or len(pairs) != len(NAMES):
        raise _refuse("The Authorization header must have each of the seven parameters once")
    return said


def _signatures(request: Request, said: dict[str, str], keys: UserKeys) -> list[str]:
    """What may stand in the header: over X's own address, or over the one that was called."""
    given = [*request.args.items(multi=True), *request.form.items(multi=True)]
    given += [(name, value) for name, value in said.items() if name != "oauth_signature"]
    pairs = sorted(f"{_escape(name)}={_escape(value)}" for name, value in given)
    secret = f"{_escape(keys.consumer_secret)}&{_escape(keys.access_token_secret)}".encode()
    made = []
    for address in (HOST + request.path, request.base_url):
        base = f"{request.method}&{_escape(address)}&{_escape('&'.join(pairs))}"
        made.append(base64.b64encode(hmac.digest(secret, base.encode(), hashlib.sha1)).decode())
    return made


def _escape(text: str) -> str:
    return quote(text, safe="-._~")


def _refuse(message: str) -> AdsError:
    return AdsError(401, "UNAUTHORIZED_ACCESS", message)
