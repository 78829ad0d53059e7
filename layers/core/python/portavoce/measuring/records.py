"""Numbers in the table.

METRICS#<brand> / POST#<published at>#<publication id>: the newest numbers of a post, packed for the dashboard
  (`packed_post.py`), with the moment of its next look. No index holds that: a post is looked at 81 times, and to move a
  key each time would cost more than to read the rows of a quarter at each tick.
METRICS#<brand> / CHANNEL#<day>#<channel>: a channel's numbers of one day.
METRICS#<brand> / GOALS: how the brand's goals stood when they were judged last, for a page that may read little.
SNAPSHOTS#<publication id> / AT#<moment>: what was read at that moment, kept as history; all but the first of a UTC day
  for 35 days.

A metric is a short map: {v: value, t: epoch seconds} or {why: reason, t: epoch seconds}, with few: true where so few
people are in it that the platform does not tell it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from portavoce.measuring.goal_progress import JudgedGoals
from portavoce.measuring.model import ChannelDay, MeasuredPost, Metric
from portavoce.measuring.packed_post import pack_post, unpack_post
from portavoce.table.item_value import UnreadableItem, read_value
from portavoce.table.layout import EXPIRES
from portavoce.table.table import ConditionFailed, Item, Key, Table

KEPT_HOURLY = timedelta(days=35)
"""How long each snapshot of a day is kept; the first of the day stays."""

_PACKED = "p1"
_REASON_CHARACTERS = 120
_AFTER_ALL = "~"


@dataclass(frozen=True)
class Measurements:
    """Posts and channels with their numbers."""

    table: Table

    def enrol(self, post: MeasuredPost) -> bool:
        """Begins to measure a post; False when it is measured already."""
        try:
            self.table.put(_post_item(post), condition="attribute_not_exists(pk)")
        except ConditionFailed:
            return False
        return True

    def due(self, posts: Iterable[MeasuredPost], now: datetime) -> Iterator[MeasuredPost]:
        """Those of `posts` whose next look is not later than `now`, as they stand; the longest overdue first.

        They were read a while ago, so each one that seems due is judged by its row."""
        for post in sorted(_due(posts, now), key=lambda post: post.next_look_at or now):
            item = self.table.get(_post_key(post), consistent=True)
            yield from _due(_readable(_post, [item] if item else []), now)

    def keep_snapshot(self, post: MeasuredPost, read: tuple[Metric, ...], at: datetime, *, first_of_day: bool) -> None:
        """Stores what was read at `at` as history, and `post` as the newest that is known. Of each day the first stays;
        the others end by themselves."""
        history: Item = {
            "pk": f"SNAPSHOTS#{post.publication_id}",
            "sk": f"AT#{_stamp(at)}",
            "type": "snapshot",
            "metrics": _short(read),
        }
        ends = {} if first_of_day else {EXPIRES: int((at + KEPT_HOURLY).timestamp())}
        self.table.put(history | ends)
        self.table.put(_post_item(post))

    def postpone(self, post: MeasuredPost, until: datetime | None) -> None:
        """Looks at the post again at `until`, or never again."""
        self.table.put(_post_item(post.model_copy(update={"next_look_at": until})))

    def posts(self, brand_id: str, since: datetime, until: datetime | None = None) -> list[MeasuredPost]:
        """A brand's posts published at `since` or later, and before `until` if it is given, oldest first."""
        last = f"POST#{_stamp(until)}" if until else f"POST#{_AFTER_ALL}"
        return list(_readable(_post, self._between(brand_id, f"POST#{_stamp(since)}", last)))

    def channel_days(self, brand_id: str, since: date, until: date) -> list[ChannelDay]:
        """The days of all channels of a brand, both ends included, by day."""
        items = self._between(brand_id, f"CHANNEL#{since}", f"CHANNEL#{until}{_AFTER_ALL}")
        return list(_readable(_channel_day, items))

    def keep_channel_day(self, day: ChannelDay) -> None:
        """Stores a channel's day in place of an earlier reading of it."""
        item = day.model_dump(mode="json", exclude={"metrics"})
        item |= {"pk": f"METRICS#{day.brand_id}", "sk": f"CHANNEL#{day.day}#{day.channel}", "type": "channel_day"}
        self.table.put(item | {"metrics": _short(day.metrics)})

    def keep_goals(self, judged: JudgedGoals) -> None:
        """Stores how goals stand in place of an earlier judgement."""
        self.table.put(_goals_key(judged.brand_id)._asdict() | {"type": "goals"} | judged.model_dump(mode="json"))

    def goals(self, brand_id: str) -> JudgedGoals | None:
        """How a brand's goals stood when they were judged last; None before that, and of what an older version wrote
        otherwise. One read."""
        item = self.table.get(_goals_key(brand_id))
        return next(_readable(lambda one: read_value(JudgedGoals, one), [item] if item else []), None)

    def _between(self, brand_id: str, first: str, last: str) -> Iterator[Item]:
        values = {":pk": f"METRICS#{brand_id}", ":first": first, ":last": last}
        return self.table.query_all("pk = :pk AND sk BETWEEN :first AND :last", values)


def _post_item(post: MeasuredPost) -> Item:
    return _post_key(post)._asdict() | {"type": "measured_post", _PACKED: pack_post(post, _short(post.metrics))}


def _post_key(post: MeasuredPost) -> Key:
    return Key(f"METRICS#{post.brand_id}", f"POST#{_stamp(post.published_at)}#{post.publication_id}")


def _goals_key(brand_id: str) -> Key:
    return Key(f"METRICS#{brand_id}", "GOALS")


def _due(posts: Iterable[MeasuredPost], now: datetime) -> Iterator[MeasuredPost]:
    return (post for post in posts if post.next_look_at is not None and post.next_look_at <= now)


def _post(item: Item) -> MeasuredPost:
    if _PACKED not in item:  # as a version before this one wrote it
        return read_value(MeasuredPost, item, metrics=_long(item["metrics"]))
    brand_id, publication_id = item["pk"].partition("#")[2], item["sk"].split("#", 2)[2]
    try:
        document = unpack_post(brand_id, publication_id, bytes(item[_PACKED]))
    except ValueError as error:
        raise UnreadableItem(str(error)) from None
    return read_value(MeasuredPost, document, metrics=_long(document["metrics"]))


def _readable[V](read: Callable[[Item], V], items: Iterable[Item]) -> Iterator[V]:
    for item in items:
        with suppress(UnreadableItem):
            yield read(item)


def _channel_day(item: Item) -> ChannelDay:
    return read_value(ChannelDay, item, metrics=_long(item["metrics"]))


def _short(metrics: tuple[Metric, ...]) -> dict[str, Any]:
    return {metric.name: _value(metric) | {"t": int(metric.as_of.timestamp())} for metric in metrics}


def _value(metric: Metric) -> dict[str, Any]:
    if metric.value is None:
        few = {"few": True} if metric.too_few else {}
        return {"why": (metric.unavailable_reason or "")[:_REASON_CHARACTERS]} | few
    return {"v": metric.value}


def _long(short: dict[str, Any]) -> tuple[Metric, ...]:
    return tuple(
        Metric(
            name=name,
            value=one.get("v"),
            unavailable_reason=one.get("why"),
            too_few=one.get("few", False),
            as_of=datetime.fromtimestamp(one["t"], UTC),
        )
        for name, one in short.items()
    )


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
