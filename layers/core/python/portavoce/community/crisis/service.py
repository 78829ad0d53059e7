"""Watching over reputations: every five minutes each brand's counts are looked at, and where they are out of the usual
what was said is read. What comes of it is written before anybody is told or anything is frozen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portavoce.brands.model import Brand
from portavoce.community.crisis.assessment import BrandHearing, assess
from portavoce.community.crisis.course import end_by_person, go_on
from portavoce.community.crisis.criticism import read_voice
from portavoce.community.crisis.model import (
    AGAINST,
    ALARM,
    HEARD,
    WEEKS,
    Board,
    CountedHours,
    CrisisNews,
    CriticalVoice,
    HourCount,
    ReputationStanding,
    StoodOtherwise,
    Usual,
)
from portavoce.community.crisis.news import words_to_tell
from portavoce.community.crisis.records import CrisisRecords
from portavoce.community.crisis.windows import HOUR, hour_of, hours_to_count, make_usual
from portavoce.community.model import InboxStatus
from portavoce.community.records import CommunityRecords
from portavoce.each_alone import EachAlone

_READ = tuple(one for one in InboxStatus if one is not InboxStatus.REMOVED)
_MOST_READ = 400
"""So many interactions of one status are read, the newest."""

CountsBetween = Callable[[str, datetime, datetime], Iterable[tuple[datetime, dict[str, int]]]]
"""(brand id, since, until): what was counted in each hour, by the counters' names."""


class NoCrisis(LookupError):
    """There is nothing to end: the brand stands calm."""


@dataclass(frozen=True)
class ReputationWatch:
    """The watch. `freeze` (standing) stops the brand's publishing and gives the freeze's id, the same one for the same
    standing. `tell` (standing, word, hours, now) raises one alert for a word, once however often it is called."""

    records: CrisisRecords
    community: CommunityRecords
    brands: Callable[[], Iterable[Brand]]
    counts: CountsBetween
    freeze: Callable[[ReputationStanding, datetime], str]
    tell: Callable[[ReputationStanding, CrisisNews, CountedHours, datetime], None]

    def watch(self, now: datetime) -> int:
        """One round over every brand; how many do not stand calm. Raises ExceptionGroup, after all brands."""
        each, board = EachAlone(), self.records.board()
        for brand in self.brands():
            if brand.crisis.policy != "off":
                with each:
                    board = self._watch_brand(brand, board, now)
        each.raise_errors("reputations could not be watched; the others were")
        return sum(one.ended_at is None for one in board.standings.values())

    def standing_of(self, brand_id: str) -> ReputationStanding | None:
        """How the brand stands; None while it stands calm."""
        stands = self.records.board().standings.get(brand_id)
        return None if stands is None or stands.ended_at else stands

    def history(self, brand_id: str, limit: int) -> list[ReputationStanding]:
        """The brand's latest watches and crises, the newest first."""
        return self.records.history(brand_id, limit)

    def end(self, brand_id: str, by: str, now: datetime) -> ReputationStanding:
        """Ends what stands: a person has looked at it. A freeze stays until somebody resumes by a plan.

        Raises NoCrisis, StoodOtherwise."""
        board = self.records.board()
        stands = board.standings.get(brand_id)
        if stands is None or stands.ended_at:
            raise NoCrisis(brand_id)
        ended = end_by_person(stands, by, now)
        self.records.replace(board.put(ended))
        self.records.put_history(ended)
        return ended

    def _watch_brand(self, brand: Brand, board: Board, now: datetime) -> Board:
        stood = board.standings.get(brand.id)
        hours = self._read_hours(brand.id, stood, now)
        heard = BrandHearing(
            hours=hours,
            usual=lambda: self._usual(brand.id, now),
            voices=lambda since: self._read_voices(brand, since, now),
            spoke_before=lambda author, before: self._spoke_before(brand.id, author, before),
        )
        stands = go_on(stood, brand.id, assess(heard, now), now)
        if stands is None or stands == stood:
            return board
        try:
            return self._carry_out(brand, board.put(stands), stands, hours, now)
        except StoodOtherwise:
            return self.records.board()

    def _carry_out(
        self, brand: Brand, board: Board, stands: ReputationStanding, hours: CountedHours, now: datetime
    ) -> Board:
        """Writes how it stands, then does and tells what is due, then writes that it was: what a death keeps back, the
        next round does."""
        board = self.records.replace(board)
        words = words_to_tell(stands, brand.crisis.policy, now)
        for word in words:
            stands = self._say(stands, word, hours, now)
        if words or stands.ended_at:
            board = self.records.replace(board.put(stands).drop_ended(now))
            self.records.put_history(stands)
        return board

    def _say(
        self, stands: ReputationStanding, word: CrisisNews, hours: CountedHours, now: datetime
    ) -> ReputationStanding:
        if word is CrisisNews.FROZEN:
            stands = stands.model_copy(update={"freeze_id": self.freeze(stands, now)})
        self.tell(stands, word, hours, now)
        return stands.note_told([word], now)

    def _read_hours(self, brand_id: str, stood: ReputationStanding | None, now: datetime) -> CountedHours:
        length = hours_to_count(now, has_standing=stood is not None)
        return _count_hours(self.counts(brand_id, hour_of(now) - (length - 1) * HOUR, now))

    def _usual(self, brand_id: str, now: datetime) -> Usual:
        known = self.records.usual(brand_id)
        if known and now - known.until < timedelta(days=1):
            return known
        until = hour_of(now)
        made = make_usual(brand_id, _count_hours(self.counts(brand_id, until - timedelta(weeks=WEEKS), now)), until)
        self.records.put_usual(made)
        return made

    def _spoke_before(self, brand_id: str, author: str, moment: datetime) -> bool:
        platform, _, author_id = author.partition("/")
        return self.community.spoke_before(brand_id, platform, author_id, moment)

    def _read_voices(self, brand: Brand, since: datetime, now: datetime) -> Sequence[CriticalVoice]:
        pages = (self.community.inbox(brand.id, one, limit=_MOST_READ, cursor=None)[0] for one in _READ)
        rows = (one.row for page in pages for one in page if since <= one.row.first_seen_at <= now)
        return [one for row in rows if (one := read_voice(row, brand.crisis.words))]


def _count_hours(found: Iterable[tuple[datetime, dict[str, int]]]) -> CountedHours:
    """Hours that were counted before this was counted are left out: of them nothing is known."""
    return {
        hour: HourCount(*(max(count.get(name, 0), 0) for name in (HEARD, AGAINST, ALARM)))
        for hour, count in found
        if HEARD in count
    }
