"""A recorded storm again, as the watch would have seen it: when it would have spoken, and what would have been done.

The texts go through the same triage and the same reader of moods, the looks through the same judgement. Pure."""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from pydantic import AwareDatetime, ValidationError

from portavoce.brands.inbox.model import CrisisPolicy
from portavoce.brands.model import Triage
from portavoce.community.crisis.alarm_words import says_alarm
from portavoce.community.crisis.assessment import BrandHearing, assess
from portavoce.community.crisis.course import go_on
from portavoce.community.crisis.criticism import is_against, is_grave
from portavoce.community.crisis.model import WEEKS, CrisisNews, CriticalVoice, HourCount, ReputationStanding, Usual
from portavoce.community.crisis.news import words_to_tell
from portavoce.community.crisis.windows import EVERY_MINUTES, HOUR, RULES, hour_of, hours_to_count, make_usual
from portavoce.community.sentiment.model import Sentiment
from portavoce.community.sentiment.reader import read_sentiment
from portavoce.community.triage.decision import decide
from portavoce.value import Value

_BRAND, _DAY = "replay", timedelta(days=1)
_LOOK = timedelta(minutes=EVERY_MINUTES)
_AFTERMATH = timedelta(hours=30)
"""So long it is looked on after the last comment: for the end of what stands."""


class BadRecording(ValueError):
    """A line of a recording cannot be read; the message names its number."""


class RecordedComment(Value):
    """One comment of a recording. `author` is any name that tells people apart, `channel` and `language` (BCP 47) as
    far as they are known."""

    at: AwareDatetime
    author: str
    text: str
    channel: str = "channel"
    language: str | None = None


class Said(NamedTuple):
    """What the watch would have told at a moment, and how the brand stood."""

    at: datetime
    word: CrisisNews
    standing: ReputationStanding


class TextFinding(NamedTuple):
    """What triage, the reader of moods and the words of alarm find in a text."""

    mood: Sentiment | None
    is_alarm: bool
    speaks_against: bool
    is_grave: bool


def read_recording(lines: Iterable[str]) -> list[RecordedComment]:
    """The comments of lines of JSON (`at`, `author`, `text`, and if known `channel`, `language`), in their order of
    time. Raises BadRecording."""
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                found.append(RecordedComment.model_validate(json.loads(line)))
            except (ValidationError, ValueError) as error:
                raise BadRecording(f"line {number} is no comment with at, author and text") from error
    return sorted(found, key=lambda one: one.at)


def replay(
    comments: Sequence[RecordedComment], policy: CrisisPolicy = "propose", own_words: tuple[str, ...] = ()
) -> list[Said]:
    """All that the watch would have told, in order; `comments` are in their order of time."""
    tape = _Tape(own_words)
    told: list[Said] = []
    stands: ReputationStanding | None = None
    for now, has_news in _looks(comments, tape):
        if not has_news and stands is None:
            continue
        judged = assess(tape.hear(now, has_standing=stands is not None), now)
        stands = go_on(stands, _BRAND, judged, now)
        if stands:
            words = words_to_tell(stands, policy, now)
            told += [Said(now, word, stands) for word in words]
            stands = stands.note_told(words, now)
            stands = None if stands.is_over(now) else stands
    return told


@lru_cache(maxsize=50_000)
def read_text(text: str, language: str | None, own_words: tuple[str, ...] = ()) -> TextFinding:
    """As it is read when it is taken in."""
    labels = decide(text, Triage(), may_hide=False).labels
    mood = read_sentiment(text, language) if text.strip() else None
    is_alarm = says_alarm(text, own_words)
    against, grave = (judge(mood, labels, is_alarm=is_alarm) for judge in (is_against, is_grave))
    return TextFinding(mood, is_alarm, against, grave)


def _looks(comments: Sequence[RecordedComment], tape: "_Tape") -> Iterator[tuple[datetime, bool]]:
    """Each look, and whether anything came since the one before; the tape has heard what came by then."""
    if not comments:
        return
    now, place, end = hour_of(comments[0].at), 0, comments[-1].at + _AFTERMATH
    while now < end:
        now, before = now + _LOOK, place
        while place < len(comments) and comments[place].at < now:
            tape.take(comments[place], place)
            place += 1
        yield now, place > before


@dataclass
class _Tape:
    """What was heard so far."""

    own_words: tuple[str, ...]
    hours: dict[datetime, HourCount] = field(default_factory=dict)
    first_spoke: dict[str, datetime] = field(default_factory=dict)
    voices: deque[CriticalVoice] = field(default_factory=deque)
    usual: Usual | None = None

    def take(self, said: RecordedComment, number: int) -> None:
        """Counts a comment, and keeps it if it speaks against the brand."""
        found = read_text(said.text, said.language, self.own_words)
        hour = hour_of(said.at)
        counted = self.hours.get(hour, HourCount())
        self.hours[hour] = HourCount(
            counted.heard + 1, counted.against + found.speaks_against, counted.alarms + found.is_alarm
        )
        author = f"{said.channel}/{said.author}"
        self.first_spoke.setdefault(author, said.at)
        if found.speaks_against:
            self.voices.append(
                CriticalVoice(
                    said=f"{said.channel}/{number}",
                    author=author,
                    channel_id=said.channel,
                    at=said.at,
                    text=said.text,
                    is_grave=found.is_grave,
                    is_alarm=found.is_alarm,
                )
            )

    def hear(self, now: datetime, *, has_standing: bool) -> BrandHearing:
        """What the watch could read at this moment."""
        while self.voices and self.voices[0].at < now - RULES[-1].hours * HOUR:
            self.voices.popleft()
        counted = [hour_of(now) - back * HOUR for back in range(hours_to_count(now, has_standing=has_standing))]
        return BrandHearing(
            hours={hour: self.hours[hour] for hour in counted if hour in self.hours},
            usual=lambda: self._usual(now),
            voices=lambda since: [one for one in self.voices if one.at >= since],
            spoke_before=lambda author, moment: self.first_spoke[author] < moment,
        )

    def _usual(self, now: datetime) -> Usual:
        if self.usual is None or now - self.usual.until >= _DAY:
            until = hour_of(now)
            since = until - timedelta(weeks=WEEKS)
            self.usual = make_usual(_BRAND, {at: one for at, one in self.hours.items() if at >= since}, until)
        return self.usual
