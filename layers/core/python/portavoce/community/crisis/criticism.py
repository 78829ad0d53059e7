"""Which of what was said speaks against the brand. Pure."""

from collections.abc import Collection

from portavoce.community.crisis.alarm_words import says_alarm
from portavoce.community.crisis.model import CriticalVoice
from portavoce.community.model import StoredInteraction
from portavoce.community.sentiment.model import Mood, Sentiment, is_negative

_AGAINST = frozenset({"complaint", "abuse"})
_SURELY_NEGATIVE = 75
"""Per cent: so negative words are grave without a complaint that the rules know."""


def is_against(mood: Sentiment | None, labels: Collection[str], *, is_alarm: bool) -> bool:
    """Whether a text of this mood and these labels speaks against the brand."""
    if mood and mood.mood is Mood.POSITIVE:
        return False
    return is_alarm or is_negative(mood) or not _AGAINST.isdisjoint(labels)


def is_grave(mood: Sentiment | None, labels: Collection[str], *, is_alarm: bool) -> bool:
    """Whether it complains, insults or alarms, and is not only in a bad mood."""
    is_sure = mood is not None and mood.negative >= _SURELY_NEGATIVE
    return is_alarm or is_sure or not _AGAINST.isdisjoint(labels)


def read_voice(row: StoredInteraction, own_words: tuple[str, ...]) -> CriticalVoice | None:
    """The voice of an interaction that is negative, complains, insults or alarms; None of any other, and of a private
    one: what is said to the brand alone nobody else reads."""
    said, mood = row.interaction, row.sentiment
    if not said.text or said.kind.is_private:
        return None
    is_alarm, labels = says_alarm(said.text, own_words), row.decision.labels
    if not is_against(mood, labels, is_alarm=is_alarm):
        return None
    return CriticalVoice(
        said=f"{said.platform}/{said.interaction_id}",
        author=f"{said.platform}/{said.author_id or ''}",
        channel_id=row.channel_id,
        at=row.first_seen_at,
        text=said.text,
        is_grave=is_grave(mood, labels, is_alarm=is_alarm),
        is_alarm=is_alarm,
        permalink=said.permalink,
    )
