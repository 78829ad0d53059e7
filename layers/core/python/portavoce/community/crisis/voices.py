"""How many people speak, whatever number of accounts does. Pure.

A person counts once, however much they say. Accounts that say nearly the same count as one. One that has never spoken
to the brand before counts for a part: whoever opens accounts today can open a thousand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from portavoce.community import plain_text
from portavoce.community.crisis.model import CriticalVoice

STRANGER = 0.35
"""What one counts for who never spoke before."""
MOST_VOICES, MOST_ASKED = 300, 60
"""So many comments are compared, the newest; of so many people, from the newest to the oldest, it is asked whether they
spoke before."""
_SAME_WORDS = 0.6
"""From this share of common words on, of all words of both, two texts are nearly the same."""

SpokeBefore = Callable[[str], bool]
"""Whether the author of this `platform/id` had spoken to the brand long before."""


class Weighed(NamedTuple):
    """`weight` of all people, `grave` of those of them who complain, insult or alarm; of all `accounts`, `authors` and
    `known` are people with words of their own; `alarms` those of them with a word of alarm, `known_alarms` the known of
    these."""

    weight: float = 0
    grave: float = 0
    accounts: int = 0
    authors: int = 0
    known: int = 0
    alarms: int = 0
    known_alarms: int = 0
    channels: int = 0
    top: tuple[CriticalVoice, ...] = ()


def weigh_voices(voices: Sequence[CriticalVoice], spoke_before: SpokeBefore) -> Weighed:
    """Weighs what people say. `spoke_before` is asked of MOST_ASKED people at most; the others of many are taken to be
    known as often as these."""
    accounts = _first_of_each_author(voices)
    groups = _group_by_words(accounts)
    speakers = [min(group, key=lambda one: (not one.is_alarm, not one.is_grave, one.at)) for group in groups]
    asked = {one.said: spoke_before(one.author) for one in _spread(speakers)}
    known_share = sum(asked.values()) / len(asked) if asked else 0.0
    weights = {one.said: asked.get(one.said, known_share) * (1 - STRANGER) + STRANGER for one in speakers}
    alarming = [one for one in speakers if one.is_alarm]
    ranked = sorted(speakers, key=lambda one: (not one.is_alarm, not one.is_grave, -weights[one.said], one.at))
    return Weighed(
        weight=sum(weights.values()),
        grave=sum(weights[one.said] for one in speakers if one.is_grave),
        accounts=len(accounts),
        authors=len(speakers),
        known=round(known_share * len(speakers)),
        alarms=len(alarming),
        known_alarms=sum(asked.get(one.said, False) for one in alarming),
        channels=len({one.channel_id for one in speakers}),
        top=tuple(ranked[:5]),
    )


def _spread(speakers: Sequence[CriticalVoice]) -> Iterator[CriticalVoice]:
    """Some of all of them, evenly: after a raid the newest are an ordinary evening's, and known."""
    count = min(len(speakers), MOST_ASKED)
    return (speakers[place * len(speakers) // count] for place in range(count))


def _first_of_each_author(voices: Iterable[CriticalVoice]) -> list[CriticalVoice]:
    newest = sorted(voices, key=lambda one: one.at, reverse=True)[:MOST_VOICES]
    by_author: dict[str, CriticalVoice] = {}
    for one in newest:
        kept = by_author.get(one.author)
        if kept is None or (one.is_alarm, one.is_grave) >= (kept.is_alarm, kept.is_grave):
            by_author[one.author] = one
    return list(by_author.values())


def _group_by_words(voices: Iterable[CriticalVoice]) -> list[list[CriticalVoice]]:
    """Those who say nearly the same, together."""
    groups: list[tuple[frozenset[str], list[CriticalVoice]]] = []
    for one in voices:
        words = frozenset(plain_text.fold(plain_text.without_links(one.text)).split())
        same = next((group for known, group in groups if _are_alike(words, known)), None)
        if same is None:
            groups.append((words, [one]))
        else:
            same.append(one)
    return [group for _, group in groups]


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _SAME_WORDS * len(one | other)
