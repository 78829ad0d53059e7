"""Handing out everything that is held of a person, and forgetting them for good."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from portavoce.community import items
from portavoce.community.persons.held_item import read_held
from portavoce.community.persons.model import (
    Erasure,
    HeldItem,
    OutOfReach,
    Person,
    PersonExport,
    Remainder,
    SentMail,
)
from portavoce.community.persons.records import PersonRecords
from portavoce.community.persons.tombstones import is_forgotten
from portavoce.platforms.interaction import Interaction

UNTIL_HEARD = timedelta(minutes=2)
"""A tombstone is read once a minute by whoever takes deliveries in, and a delivery takes no minute."""
BACKUPS_KEPT, STREAM_KEPT, EVENTS_KEPT = timedelta(days=35), timedelta(hours=24), timedelta(days=30)
"""DynamoDB developer guide, "Point-in-time recovery" (35 days at most) and "DynamoDB Streams" (24 hours); the archive's
own time is infra/data_stack.py's."""


class FoundLetters(NamedTuple):
    """The parked messages that speak of a person, as text, and whether there are letters that were not looked at."""

    texts: list[str]
    more: bool


@dataclass(frozen=True)
class Persons:
    """A brand's persons. `fingerprint` makes the stage's key when there is none. `take_letters` gives the letters in
    which one of these ids stands, and takes them out unless it is dry; `mails_about` the mails that told of
    an item; `forget_author` takes an id out of what counts mails; `ids_name_authors` says of which platforms the ids of
    what is said name who said it, and so stand in what others answer."""

    records: PersonRecords
    fingerprint: Callable[[Person], str]
    take_letters: Callable[[frozenset[str], bool], FoundLetters]
    mails_about: Callable[[items.CommunityItem], list[SentMail]]
    forget_author: Callable[[str, str], int]
    ids_name_authors: Callable[[str], bool]

    def export(self, person: Person) -> PersonExport:
        """Everything that is held; what has expired is not."""
        found = list(self.records.find(person, even_expired=False))
        letters = self.take_letters(_ids(person, found), True)
        parked = [HeldItem(kind="letter", content={"text": text}) for text in letters.texts]
        held = [*map(read_held, found), *parked]
        return PersonExport(
            person=person, items=tuple(held), mails=tuple(self._find_mails(found)), more_letters=letters.more
        )

    def erase(self, person: Person, now: datetime, *, is_dry: bool) -> Erasure:
        """Forgets the person; first of all that they are to be forgotten, so that nothing comes back meanwhile. Again,
        it takes what has come since."""
        if not is_dry:
            self.records.bury(person.brand_id, self.fingerprint(person), now)
        found = list(self.records.find(person, even_expired=True))
        mails = tuple(self._find_mails(found))
        ids = _ids(person, found)
        letters = self.take_letters(ids, is_dry)
        counts = Counter(str(item["type"]) for item in found)
        counts["list_in_an_alert"] = self.records.clear_alerts(person, ids, is_dry=is_dry)
        if self.ids_name_authors(person.platform):
            counts["reference_of_others"] = self.records.clear_references(person, is_dry=is_dry)
        counts["letter"] = len(letters.texts)
        if not is_dry:
            counts["mail_share"] = self.forget_author(person.brand_id, person.author_id)
            # The person's own interactions last: what breaks off is found again by them.
            for item in sorted(found, key=lambda one: items.is_interaction(one["pk"])):
                self.records.forget(item)
        return Erasure(
            person=person,
            is_dry=is_dry,
            erased={kind: number for kind, number in sorted(counts.items()) if number},
            mails=mails,
            remainders=tuple(_remainders(now, has_mails=bool(mails))),
            more_letters=letters.more,
            repeat_after=now + UNTIL_HEARD,
        )

    def _find_mails(self, found: Iterable[items.CommunityItem]) -> Iterator[SentMail]:
        for item in found:
            yield from self.mails_about(item)


@dataclass(frozen=True)
class Memory:
    """Who was erased, asked at each delivery. `tombstones` may answer from memory; `known_fingerprint` is None while
    there is no key."""

    tombstones: Callable[[str], dict[str, datetime] | None]
    known_fingerprint: Callable[[Person], str | None]

    def forbids(self, brand_id: str, said: Interaction) -> bool:
        """Whether this is of what was erased, and is not to be stored again."""
        erased = self.tombstones(brand_id)
        if not erased or said.author_id is None:
            return False
        person = Person(brand_id=brand_id, platform=said.platform, author_id=said.author_id)
        at = erased.get(self.known_fingerprint(person) or "")
        return at is not None and is_forgotten(said, at)


def _ids(person: Person, found: Iterable[items.CommunityItem]) -> frozenset[str]:
    """What a letter about the person names: them, what they said, or the lead that came of it."""
    interactions = {items.read_interaction_id(one["pk"]) for one in found if items.is_interaction(one["pk"])}
    leads = {str(one["lead_id"]) for one in found if one["type"] == items.LEAD}
    return frozenset({person.author_id, *interactions, *leads})


def _remainders(now: datetime, *, has_mails: bool) -> Iterator[Remainder]:
    if has_mails:
        yield Remainder(where=OutOfReach.MAILS)
    yield Remainder(where=OutOfReach.PLATFORM)
    yield Remainder(where=OutOfReach.OTHERS)
    yield Remainder(where=OutOfReach.STREAM, until=now + STREAM_KEPT)
    yield Remainder(where=OutOfReach.EVENTS, until=now + EVENTS_KEPT)
    yield Remainder(where=OutOfReach.BACKUPS, until=now + BACKUPS_KEPT)
    yield Remainder(where=OutOfReach.EXPORTS)
