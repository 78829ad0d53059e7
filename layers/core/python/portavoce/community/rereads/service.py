"""Reading again what was said: what a platform shows and we were not told goes the way of every delivery."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import NamedTuple

from portavoce.brands.model import Brand, Channel
from portavoce.community.model import InboxStatus, StoredInteraction
from portavoce.community.records import CommunityRecords
from portavoce.community.rereads.gap import choose_known, find_changes, find_unknown
from portavoce.community.rereads.model import BACK, EVERY, MissedKind, RereadMemory
from portavoce.community.rereads.records import RereadRecords
from portavoce.each_alone import EachAlone
from portavoce.platforms.contract import ReadFailed, ReadRefused, Rereader
from portavoce.platforms.interaction import Interaction
from portavoce.platforms.rules.reread_rule import RereadRule

MOST_STANDING = 5_000
"""So many of a brand's interactions are compared in one round. What is beyond them is not looked for, and never taken
for unknown: that is asked of the table by its id."""
_STANDING = tuple(one for one in InboxStatus if one is not InboxStatus.REMOVED)


@dataclass
class RereadRound:
    """What one round did. `failures` names the channel and the kind of trouble, never more."""

    channels: int = 0
    told: int = 0
    stopped_early: bool = False
    failures: list[str] = field(default_factory=list)


class _Turn(NamedTuple):
    """A channel whose turn it is."""

    brand: Brand
    channel: Channel
    rule: RereadRule
    memory: RereadMemory


@dataclass(frozen=True)
class ChannelRereader:
    """Reads every channel again, once in EVERY, whose platform has a rule.

    `connect` (platform, channel id, account id) gives its client, or raises ReadRefused for a channel without a token.
    `was_erased` says whether a brand had to forget this. `enqueue` takes one delivery; `tell_missed` (platform, what,
    number) is told of those that a webhook should have brought."""

    community: CommunityRecords
    records: RereadRecords
    brands: Callable[[], Iterable[Brand]]
    rule_of: Callable[[str], RereadRule | None]
    connect: Callable[[str, str, str], Rereader]
    was_erased: Callable[[str, Interaction], bool]
    enqueue: Callable[[Interaction], None]
    tell_missed: Callable[[str, MissedKind, int], None]

    def reread(self, now: datetime, keep_going: Callable[[], bool]) -> RereadRound:
        """One round. It stops early when `keep_going` says so; the next one reads what was left.

        Raises ExceptionGroup, after every other channel was read, of what nobody foresaw."""
        done, each = RereadRound(), EachAlone()
        for brand in self.brands():
            with each:
                self._reread_brand(brand, now, keep_going, done, each)
        each.raise_errors("channels could not be read again; the others were")
        return done

    def _reread_brand(
        self, brand: Brand, now: datetime, keep_going: Callable[[], bool], done: RereadRound, each: EachAlone
    ) -> None:
        due = list(self._choose_due(brand, now))
        standing = list(self._list_standing(brand.id, now)) if due else []
        for turn in due:
            if not keep_going():
                done.stopped_early = True
                return
            with each:
                self._reread_channel(turn, standing, now, done)

    def _reread_channel(
        self, turn: _Turn, standing: Iterable[StoredInteraction], now: datetime, done: RereadRound
    ) -> None:
        done.channels += 1
        told = Counter[MissedKind]()
        try:
            told = self._tell_untold(turn, standing, now)
        except (ReadFailed, ReadRefused) as error:
            done.failures.append(f"{turn.memory.channel_id}: {type(error).__name__}")
        finally:
            done.told += told.total()
            missed = {what: number for what, number in told.items() if what.verb in turn.rule.told}
            for what, number in missed.items():
                self.tell_missed(turn.channel.platform, what, number)
            self.records.put(turn.memory.remember(missed, now), now)

    def _choose_due(self, brand: Brand, now: datetime) -> Iterator[_Turn]:
        for channel in brand.channels:
            if rule := self.rule_of(channel.platform):
                memory = self.records.get(f"{brand.id}.{channel.id}")
                if memory.is_due(now):
                    yield _Turn(brand, channel, rule, memory)

    def _list_standing(self, brand_id: str, now: datetime) -> Iterator[StoredInteraction]:
        lists = (self.community.inbox_between(brand_id, status, now - BACK, now) for status in _STANDING)
        return islice(chain.from_iterable(lists), MOST_STANDING)

    def _tell_untold(self, turn: _Turn, standing: Iterable[StoredInteraction], now: datetime) -> Counter[MissedKind]:
        """What was queued, by its kind. Raises ReadFailed, ReadRefused, before anything is."""
        channel_id, account_id = turn.memory.channel_id, turn.channel.account_id
        rows = {row.interaction.interaction_id: row for row in standing if row.channel_id == channel_id}
        known = [row.interaction for row in rows.values()]
        chosen = choose_known(known, turn.rule.most_known, int(now.timestamp() // EVERY.total_seconds()))
        read = self.connect(turn.channel.platform, channel_id, account_id).reread(chosen, now - BACK)
        found = find_unknown(read, rows, turn.memory.begun_at or now, now)
        unknown = (one for one in found if self._is_untold(turn.brand, one, now))
        told = Counter[MissedKind]()
        for delivery in (*find_changes(read, rows, now), *unknown):
            self.enqueue(delivery)
            told[MissedKind(delivery.kind, delivery.verb)] += 1
        return told

    def _is_untold(self, brand: Brand, said: Interaction, now: datetime) -> bool:
        is_kept = said.occurred_at + timedelta(days=brand.triage.retention_days) > now
        if not is_kept or self.was_erased(brand.id, said):
            return False
        return self.community.get(said.platform, said.interaction_id) is None
