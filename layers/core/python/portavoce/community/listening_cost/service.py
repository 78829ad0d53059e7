"""Keeping the cost of listening below its cap: counted, warned of, stopped, and begun again the next month.

What is stopped is what others say. Posts are published as before."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from portavoce.brands.model import Brand
from portavoce.community.listening_cost.model import (
    ListeningCost,
    counted_messages,
    counted_posts,
    spent_minor,
)
from portavoce.community.listening_cost.records import ListeningRecords
from portavoce.each_alone import EachAlone
from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.outcomes import Done
from portavoce.platforms.rules.fee_table import FeeTable
from portavoce.platforms.rules.listening_rule import Subscriber, Subscription

Counters = Callable[[str, date, date], Iterable[tuple[date, Mapping[str, int]]]]


@dataclass(frozen=True)
class ListeningKeeper:
    """Looks after the cost. `rules` are those of the platforms that bill; `counters` (brand id, first UTC day, last UTC
    day) gives what was counted; `connect` (platform, channel id, account id) a channel's subscriptions, or raises
    ReadRefused; `tell` (cost, whether it is over) raises one alert a month for each; `cost_of_posts` (brand id,
    platform, now) gives what the month's posts have cost and will, in minor units: asked only where the brand
    caps all fees."""

    records: ListeningRecords
    brands: Callable[[], Iterable[Brand]]
    rules: Mapping[str, FeeTable]
    counters: Counters
    connect: Callable[[str, str, str], Subscriber]
    tell: Callable[[ListeningCost, bool], None]
    cost_of_posts: Callable[[str, str, datetime], int]

    def keep(self, now: datetime) -> None:
        """One round over every brand that a platform bills. Raises ExceptionGroup, after all the others."""
        each = EachAlone()
        for brand in self.brands():
            for platform, rule in self.rules.items():
                if any(one.platform == platform for one in brand.channels):
                    with each:
                        self._keep(brand, platform, rule, now)
        each.raise_errors("the cost of listening could not be kept for some brands")

    def _keep(self, brand: Brand, platform: str, rule: FeeTable, now: datetime) -> None:
        before = self.records.of_brand(brand.id).get(platform)
        cost = self._count(brand, platform, rule, now)
        if before:
            cost = cost.model_copy(update={"stopped": before.stopped})
        if cost.is_nearly_over:
            self.tell(cost, cost.is_over)
        cost = self._stop(brand, cost) if cost.is_over else self._begin_again(brand, cost)
        self.records.put(cost)

    def _count(self, brand: Brand, platform: str, rule: FeeTable, now: datetime) -> ListeningCost:
        today = now.astimezone(UTC).date()
        days = [counted for _, counted in self.counters(brand.id, today.replace(day=1), today)]
        posts = sum(one.get(counted_posts(platform), 0) for one in days)
        messages = sum(one.get(counted_messages(platform), 0) for one in days)
        return ListeningCost(
            brand_id=brand.id,
            platform=platform,
            month=f"{today:%Y-%m}",
            posts=posts,
            messages=messages,
            spent_minor=spent_minor(rule, posts, messages),
            cap_minor=self._cap(brand, platform, now),
            currency=rule.currency,
            decimals=rule.decimals,
            as_of=now,
        )

    def _cap(self, brand: Brand, platform: str, now: datetime) -> int:
        """What listening may cost: its own cap, and no more than the month's posts leave of that on all fees."""
        own: int = getattr(brand.listening, f"{platform}_month_minor")
        whole = brand.fees.of(platform)
        return own if whole is None else max(min(own, whole - self.cost_of_posts(brand.id, platform, now)), 0)

    def _stop(self, brand: Brand, cost: ListeningCost) -> ListeningCost:
        """Ends what is billed. What is to be begun again is written down before it is ended."""
        for channel_id, subscriber in self._subscribers(brand, cost.platform):
            try:
                standing = subscriber.list_billed()
            except (ReadFailed, ReadRefused):
                continue  # the next round asks again
            if not standing:
                continue
            cost = _remember(cost, channel_id, standing)
            self.records.put(cost)
            for one in standing:
                subscriber.stop(one)  # what does not end now is found standing by the next round
        return cost

    def _begin_again(self, brand: Brand, cost: ListeningCost) -> ListeningCost:
        if not cost.stopped:
            return cost
        left = dict(cost.stopped)
        for channel_id, subscriber in self._subscribers(brand, cost.platform):
            still = [one for one in left.get(channel_id, ()) if not isinstance(subscriber.begin(one), Done)]
            left[channel_id] = tuple(still)
        known = {f"{brand.id}.{one.id}" for one in brand.channels}
        kept = {channel_id: some for channel_id, some in left.items() if some and channel_id in known}
        return cost.model_copy(update={"stopped": kept})

    def _subscribers(self, brand: Brand, platform: str) -> Iterable[tuple[str, Subscriber]]:
        for channel in brand.channels:
            channel_id = f"{brand.id}.{channel.id}"
            if channel.platform == platform:
                try:
                    yield channel_id, self.connect(platform, channel_id, channel.account_id)
                except ReadRefused:
                    continue  # nobody has connected it


def _remember(cost: ListeningCost, channel_id: str, standing: Iterable[Subscription]) -> ListeningCost:
    known = {(one.event_type, one.webhook_id): one for one in (*cost.stopped.get(channel_id, ()), *standing)}
    return cost.model_copy(update={"stopped": {**cost.stopped, channel_id: tuple(known.values())}})
