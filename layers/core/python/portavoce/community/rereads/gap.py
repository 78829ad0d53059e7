"""What a platform shows of what was said and our table does not have: as deliveries that would have told it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from portavoce.community.model import StoredInteraction
from portavoce.platforms.contract import Reread
from portavoce.platforms.interaction import Interaction, Verb

ON_ITS_WAY = timedelta(minutes=15)
"""So young a thing may still be told by its own delivery."""
CLOCK_SKEW = timedelta(minutes=1)
"""Our clock may be ahead of the platform's by so much: words that are newer than what was read must not lose to it."""


def find_unknown(
    read: Reread, stands: Mapping[str, StoredInteraction], begun_at: datetime, now: datetime
) -> Iterator[Interaction]:
    """What others have said and is not among what stands. Without a name it might be ours.

    What was said before the channel was read for the first time was said to nobody who listened."""
    for said in read.shown:
        is_others = said.author_id is not None and not said.is_own
        if said.interaction_id not in stands and is_others and begun_at <= said.occurred_at <= now - ON_ITS_WAY:
            yield said


def find_changes(read: Reread, stands: Mapping[str, StoredInteraction], read_at: datetime) -> Iterator[Interaction]:
    """Other words than those that stand, and removals. An edit whose moment nobody tells was made before `read_at`."""
    for said in read.shown:
        row, at = stands.get(said.interaction_id), _edited_at(said, read_at)
        if row and _has_other_words(row, said) and (row.content_at is None or row.content_at < at):
            yield said.model_copy(update={"verb": Verb.EDITED, "occurred_at": at})
    for interaction_id in read.gone:
        if row := stands.get(interaction_id):
            yield _removal(row.interaction, read_at)


def choose_known(known: Sequence[Interaction], most: int, turn: int) -> list[Interaction]:
    """At most so many, in the next rounds the others: the rounds are counted by `turn`."""
    start = turn * most % len(known) if len(known) > most else 0
    return [*known[start:], *known[:start]][:most]


def _edited_at(said: Interaction, read_at: datetime) -> datetime:
    return said.occurred_at if said.verb is Verb.EDITED else read_at - CLOCK_SKEW


def _has_other_words(row: StoredInteraction, said: Interaction) -> bool:
    stands = row.interaction.text
    return stands is not None and said.text is not None and said.text != stands


def _removal(said: Interaction, at: datetime) -> Interaction:
    return Interaction(
        platform=said.platform,
        account_id=said.account_id,
        interaction_id=said.interaction_id,
        kind=said.kind,
        verb=Verb.REMOVED,
        occurred_at=at,
    )
