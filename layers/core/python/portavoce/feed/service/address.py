"""The secret address of a brand's calendar feed: made, changed, and held against what somebody comes with.

Only a hash of the secret is kept, so it is shown once. It has 256 random bits, so a plain SHA-256 is enough: there is
nothing to guess that a slow hash would protect."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from portavoce.feed.records import FeedRecords, StoredFeed

_SECRET_BYTES = 32
_NOBODYS = hashlib.sha256(b"").hexdigest()


class FeedMade(NamedTuple):
    """A brand's feed. `secret` is known only to whoever has just made it."""

    made_by: str
    made_at: datetime
    secret: str | None


@dataclass(frozen=True)
class Feeds:
    """The feeds of this stage."""

    records: FeedRecords

    def make(self, brand_id: str, *, rotate: bool, by: str, now: datetime) -> FeedMade:
        """The brand's feed, made now if there is none. With `rotate` it gets a new secret, and the old one is void."""
        standing = self.records.get(brand_id)
        if standing and not rotate:
            return FeedMade(standing.made_by, standing.made_at, None)
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        self.records.put(brand_id, StoredFeed(_hash(secret), by, now))
        return FeedMade(by, now, secret)

    def opens(self, brand_id: str, secret: str) -> bool:
        """Whether the secret is the brand's, compared in constant time; False too for a brand that has no feed."""
        standing = self.records.get(brand_id)
        matches = hmac.compare_digest(standing.secret_hash if standing else _NOBODYS, _hash(secret))
        return standing is not None and matches


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
