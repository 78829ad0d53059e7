"""What a brand's rules are held against: one text with all around it, as facts. Pure.

A fact is a pair of a kind and a value, such as `("platform", "x")`. What costs something to know is found out only
where a rule asks for it."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portavoce.brands.model import Triage
from portavoce.community.model import StoredInteraction
from portavoce.community.triage.abuse import names_readers
from portavoce.community.triage.words import read_wording
from portavoce.platforms.interaction import Interaction

Fact = tuple[str, str]
INTENTS = {"abuse": "insult", "complaint": "complaint", "purchase_intent": "purchase", "question": "question"}
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+")
_PHONE = re.compile(r"(?<![\w.])(?:\+|00)?\d(?:[ ./()-]{0,2}\d){7,14}(?!\w)")


class AuthorPast(NamedTuple):
    """What stands in the table of what its author has said before: how much of it, and how much of it is hidden."""

    said: int
    hidden: int


class Circumstances(NamedTuple):
    """What is known around a text. `mood` and `past` are asked only where a rule needs them."""

    said: Interaction
    zone: str
    mood: Callable[[], str]
    past: Callable[[], AuthorPast]

    @property
    def clock(self) -> str:
        """The time of day on the brand's clocks when it was said."""
        return local_clock(self.said.occurred_at, self.zone)


def local_clock(at: datetime, zone: str) -> str:
    """`09:30`"""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def weigh_past(said: Interaction, latest: Iterable[StoredInteraction]) -> AuthorPast:
    """The past of an author before what is `said`, of what they have said lately."""
    before = [one for one in latest if one.interaction.interaction_id != said.interaction_id]
    before = [one for one in before if one.interaction.occurred_at < said.occurred_at]
    return AuthorPast(len(before), sum(one.hidden for one in before))


def plain_facts(around: Circumstances) -> Iterator[Fact]:
    """The facts that a lookup tells."""
    said = around.said
    yield "platform", said.platform
    yield "kind", said.kind.value
    if said.post_id:
        yield "post", said.post_id
    if said.campaign_id:
        yield "campaign", said.campaign_id


def language_facts(around: Circumstances, text: str) -> Iterator[Fact]:
    """The language that the platform names, or else the one that the words are in, if they are in one of ours."""
    named = around.said.language
    guessed = read_wording(text).languages
    if named:
        yield "language", named[:2].casefold()
    elif len(guessed) == 1:
        yield "language", guessed[0]


def link_facts(hosts: list[str], own: Callable[[str], bool]) -> Iterator[Fact]:
    """Whether it links somewhere, to whom, and each domain that it links to."""
    for host in hosts:
        yield "links", "any"
        yield "links", "own" if own(host) else "foreign"
        parts = host.split(".")
        for n in range(len(parts)):
            yield "domains", ".".join(parts[n:])


def contact_facts(text: str) -> Iterator[Fact]:
    """Whether an e-mail address or a telephone number stands in it."""
    if _EMAIL.search(text):
        yield "contact", "email"
    if _PHONE.search(text):
        yield "contact", "phone"


def directed_facts(text: str) -> Iterator[Fact]:
    """Whether it speaks to or of the brand and its people."""
    yield "directed", str(names_readers(read_wording(text)))


def intent_facts(labels: tuple[str, ...]) -> Iterator[Fact]:
    """What the built-in rules have found, whether they are switched on or not."""
    for label in labels:
        if label in INTENTS:
            yield "intent", INTENTS[label]


def own_host(triage: Triage) -> Callable[[str], bool]:
    """Whether a host is one of the brand's own, or a part of one."""
    domains = tuple(one.casefold() for one in triage.own_domains)
    return lambda host: any(host == one or host.endswith(f".{one}") for one in domains)
