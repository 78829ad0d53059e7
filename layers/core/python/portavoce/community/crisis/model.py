"""What a brand's reputation is measured by, and how it stands."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from pydantic import AwareDatetime

from portavoce.value import Value

WEEKS = 8
"""So many weeks back what is usual is learned from."""
NEW_BRAND_WEEKS = 4
"""Before so many weeks nothing is usual yet: only words of alarm and an absolute floor speak, and nothing is frozen."""
HEARD, AGAINST, ALARM = "public", "against", "alarm"
"""Counters: of comments in public with words, of those that speak against the brand, of those with a word of alarm."""


class CrisisStage(StrEnum):
    """How a brand's reputation stands. WATCH: look at it. CRISIS: stop what is planned, or be asked to."""

    CALM = "calm"
    WATCH = "watch"
    CRISIS = "crisis"

    @property
    def height(self) -> int:
        """The place from calm to crisis."""
        return list(CrisisStage).index(self)


class HourCount(NamedTuple):
    """What was heard in one hour: comments, those of them that speak against the brand, those with a word of alarm."""

    heard: int = 0
    against: int = 0
    alarms: int = 0


CountedHours = Mapping[datetime, HourCount]
"""By the beginning of each hour (UTC) in which anything was heard."""


class Usual(Value):
    """What is heard of a brand as a rule: the hours from `first` on, one after the other, none left out."""

    brand_id: str
    first: AwareDatetime
    heard: tuple[int, ...] = ()
    against: tuple[int, ...] = ()
    alarms: int = 0

    @property
    def until(self) -> datetime:
        """The end of the last hour."""
        return self.first + timedelta(hours=len(self.heard))

    @property
    def weeks(self) -> float:
        """How long it was listened for."""
        return len(self.heard) / (7 * 24)

    @property
    def against_share(self) -> float:
        """Of all comments, those against the brand; of 1."""
        return sum(self.against) / total if (total := sum(self.heard)) else 0.0


class CriticalVoice(Value):
    """One comment that speaks against the brand. `said` is its `platform/id`, `author` the `platform/id` of who said
    it. `is_grave`: it complains, insults or alarms, and is not only in a bad mood."""

    said: str
    author: str
    channel_id: str
    at: AwareDatetime
    text: str
    is_grave: bool = False
    is_alarm: bool = False
    permalink: str | None = None


class Evidence(Value):
    """What a judgement stands on. Counts are of the last `hours`; `voices` is how many people speak, where strangers
    and repeated words weigh little; `known` are those of them who had spoken to the brand before; shares are per
    cent. `top` names comments as `platform/id`."""

    hours: int = 0
    against: int = 0
    heard: int = 0
    usual_against: int = 0
    share: int = 0
    usual_share: int = 0
    voices: int = 0
    authors: int = 0
    known: int = 0
    channels: int = 0
    alarms: int = 0
    top: tuple[str, ...] = ()


class Judgement(Value):
    """What one look says. `is_clear`: so far beyond what is usual that no second look is needed. `is_flood`: the counts
    are those of a crisis, and those who speak are not. `is_new`: of the brand nothing is usual yet. `because` is one
    sentence for a person."""

    stage: CrisisStage = CrisisStage.CALM
    is_clear: bool = False
    is_flood: bool = False
    is_new: bool = False
    because: str = ""
    evidence: Evidence = Evidence()


class CrisisNews(StrEnum):
    """What somebody is told of. FLOOD: as much as in a crisis, by few or by strangers. `GOES_ON` comes again."""

    WATCH = "watch"
    FLOOD = "flood"
    PROPOSED = "proposed"
    FROZEN = "frozen"
    GOES_ON = "goes_on"
    OVER = "over"


class ReputationStanding(Value):
    """How a brand stands. `crisis_id` names what began at `since`, from the first watch to the end. `high_at` is the
    last look that found something out of the usual, `looks` how many in a row have said crisis. `told` are the words
    that were raised of it, `told_at` when the last was; `freeze_id` is the freeze that was applied. `quiet_until`: a
    person has ended it, and nothing new begins before that."""

    brand_id: str
    crisis_id: str
    stage: CrisisStage
    since: AwareDatetime
    high_at: AwareDatetime
    crisis_at: AwareDatetime | None = None
    looks: int = 0
    told: tuple[str, ...] = ()
    told_at: AwareDatetime | None = None
    freeze_id: str | None = None
    peak: Judgement = Judgement()
    latest: Judgement = Judgement()
    ended_at: AwareDatetime | None = None
    ended_by: str | None = None
    quiet_until: AwareDatetime | None = None

    def note_told(self, words: Iterable[CrisisNews], now: datetime) -> "ReputationStanding":
        """With these words told."""
        told = (*self.told, *words)
        return self if told == self.told else self.model_copy(update={"told": told, "told_at": now})

    def is_over(self, now: datetime) -> bool:
        """Whether nothing of it is to be remembered any more."""
        return self.ended_at is not None and (self.quiet_until is None or self.quiet_until <= now)


class StoodOtherwise(Exception):
    """Another round, or a person, has written in between: the next round looks again."""

    def __init__(self) -> None:
        super().__init__("how the brand stands was written by somebody else at the same moment: try again")


class Board(NamedTuple):
    """How all brands stand that do not simply stand calm, and the version of that in the table."""

    standings: Mapping[str, ReputationStanding]
    version: int

    def put(self, standing: ReputationStanding) -> "Board":
        """With this standing, over that of the same brand."""
        return self._replace(standings={**self.standings, standing.brand_id: standing})

    def drop_ended(self, now: datetime) -> "Board":
        """Without those that are over, unless nothing is to begin anew yet."""
        kept = {name: one for name, one in self.standings.items() if not one.is_over(now)}
        return self._replace(standings=kept)
