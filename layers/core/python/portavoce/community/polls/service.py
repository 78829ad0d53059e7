"""Polling the platforms that call nobody back: what is new goes the way of every delivery."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from portavoce.brands.model import Brand, Channel
from portavoce.community.polls.model import REREAD
from portavoce.community.polls.records import PollRecords
from portavoce.each_alone import EachAlone
from portavoce.platforms.contract import Poller, ReadFailed, ReadRefused

IN_ONE_MESSAGE = 25
"""A function takes in ten messages in a minute."""


@dataclass
class PollRound:
    """What one round did. `failures` names the channel and the kind of trouble, never more."""

    channels: int = 0
    told: int = 0
    stopped_early: bool = False
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ChannelPoller:
    """Polls every channel of a platform that `is_polled`.

    `connect` (platform, channel id, account id) gives its client, or raises ReadRefused for a channel without a token.
    `enqueue` takes the platform and a delivery's body."""

    records: PollRecords
    brands: Callable[[], Iterable[Brand]]
    is_polled: Callable[[str], bool]
    connect: Callable[[str, str, str], Poller]
    enqueue: Callable[[str, bytes], None]

    def poll(self, now: datetime, keep_going: Callable[[], bool]) -> PollRound:
        """One round. It stops early when `keep_going` says so; the next one reads what was left.

        Raises ExceptionGroup, after every other channel was polled, of what nobody foresaw."""
        done, each = PollRound(), EachAlone()
        for brand_id, channel in self._polled_channels():
            if not keep_going():
                done.stopped_early = True
                break
            with each:
                self._poll_channel(f"{brand_id}.{channel.id}", channel, now, done)
        each.raise_errors("channels could not be polled; the others were")
        return done

    def _polled_channels(self) -> Iterator[tuple[str, Channel]]:
        for brand in self.brands():
            yield from ((brand.id, channel) for channel in brand.channels if self.is_polled(channel.platform))

    def _poll_channel(self, channel_id: str, channel: Channel, now: datetime, done: PollRound) -> None:
        done.channels += 1
        try:
            client = self.connect(channel.platform, channel_id, channel.account_id)
            found = client.poll(now - REREAD)
        except (ReadFailed, ReadRefused) as error:
            done.failures.append(f"{channel_id}: {type(error).__name__}")
            return
        memory = self.records.get(channel_id)
        new = memory.select_new(found)
        for some in batched(new, IN_ONE_MESSAGE, strict=False):
            body = {"account_id": channel.account_id, "found": [one.body for one in some]}
            self.enqueue(channel.platform, json.dumps(body).encode())
        if new:
            self.records.put(memory.remember(found, now), now)
        done.told += len(new)
