"""How an erased person is known again without being known: a keyed hash and a moment. Pure."""

import hashlib
import hmac
from datetime import datetime

from portavoce.community.persons.model import Person
from portavoce.platforms.interaction import Interaction, Verb


def make_fingerprint(key: bytes, person: Person) -> str:
    """HMAC-SHA256 (RFC 2104) under the stage's key: without the key nobody can try ids against it."""
    named = f"{person.brand_id}#{person.platform}#{person.author_id}"
    return hmac.new(key, named.encode(), hashlib.sha256).hexdigest()


def is_forgotten(said: Interaction, erased_at: datetime) -> bool:
    """Whether this is of what was erased. What is said anew after it is kept; an edit never is, for it may be of
    something that was said before."""
    return said.verb is not Verb.ADDED or said.occurred_at <= erased_at
