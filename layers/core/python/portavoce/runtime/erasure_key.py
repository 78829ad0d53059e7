"""The key under which erased persons are known again: `<prefix>/persons/erasure/key`, made with the first of them.

Whoever takes the parameter away makes the tombstones unreadable for good: whoever was erased may come back."""

from functools import cache

from portavoce.community.persons.model import Person
from portavoce.community.persons.tombstones import make_fingerprint
from portavoce.runtime.stage_key import StageKey


def fingerprint(person: Person) -> str:
    """The person's, under a key that is made now if there is none. Raises KeyNotYetReadable."""
    return make_fingerprint(_key().ensure(), person)


def known_fingerprint(person: Person) -> str | None:
    """The person's, or None while there is no key."""
    key = _key().recall()
    return make_fingerprint(key, person) if key else None


@cache
def _key() -> StageKey:
    return StageKey("persons/erasure", "key")
