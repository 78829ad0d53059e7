"""A year of a brand in the table in memory: rows as the product writes them, without a request for each."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from portavoce.community.model import StoredInteraction
from portavoce.community.records import CommunityRecords
from portavoce.measuring.model import ChannelDay, ContentType, MeasuredPost, Metric
from portavoce.measuring.records import Measurements
from portavoce.publishing.model import Approval, Content, PublicationState
from portavoce.publishing.records import PublicationRecords
from portavoce.table.attributes import dump_item
from portavoce.table.table import Item, Key, Table
from tests.review import in_review
from tests.stage import REGION

METRICS = ("likes", "comments", "shares", "saves", "reach", "views", "reactions_negative")
_YEAR = timedelta(days=365)


class GatheredTable(Table):
    """Takes what is written, and asks nobody."""

    def __init__(self) -> None:
        super().__init__(client=cast("Any", None), name="gathered")
        self.items = list[Item]()

    def get(self, key: Key, *, consistent: bool = False) -> Item | None:
        return None

    def write(self, operation: str, request: Item) -> Item:
        self.items.append(request["Item"])
        return {}


@contextmanager
def filling(name: str) -> Iterator[GatheredTable]:
    """What is written to the table that it gives stands in the table of this name afterwards."""
    gathered = GatheredTable()
    yield gathered
    stored = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables[name]
    for item in gathered.items:
        stored.put_item(dump_item(item), overwrite=True)


def plan_posts(table: Table, count: int, now: datetime) -> None:
    """A year of them, half of it behind; of those ahead every fourth waits for a yes."""
    between = _YEAR / count
    for number in range(-count // 2, count // 2):
        at = now + number * between
        waits = number > 0 and number % 4 == 0
        ahead = PublicationState.IN_REVIEW if waits else PublicationState.SCHEDULED
        PublicationRecords(table).add(
            in_review(
                publication_id=f"aurora.post{number}.facebook",
                post_id=f"post{number}",
                planned_at=at,
                late_after=at + timedelta(minutes=15),
                watch_at=at,
                content=Content(text="Tre modi di fare il caffè a casa. " * 10),
                approval=Approval(needed_from="client") if waits else None,
                state=ahead if number > 0 else PublicationState.PUBLISHED,
            )
        )


def hear_comments(table: Table, like: StoredInteraction, count: int, now: datetime) -> None:
    """A year of comments like one that was taken in, the newest of five hours ago, all open."""
    for number in range(count):
        at = now - timedelta(hours=5) - number * (_YEAR / count)
        said = like.interaction.model_copy(update={"interaction_id": f"c{number}", "occurred_at": at})
        CommunityRecords(table).create(like.model_copy(update={"interaction": said, "first_seen_at": at}))


def measure_posts(table: Table, count: int, now: datetime) -> None:
    """The numbers of the posts of the last year, and of its channel's days."""
    measured = Measurements(table)
    metrics = tuple(Metric(name=name, value=Decimal(40), as_of=now) for name in METRICS)
    for number in range(count // 2):
        at = now - number * (_YEAR / count)
        name = f"post{-number}"
        measured.enrol(
            MeasuredPost(
                brand_id="aurora",
                publication_id=f"aurora.{name}.facebook",
                post_id=name,
                channel="facebook",
                platform="facebook",
                remote_id=f"1001_{name}",
                content_type=ContentType.TEXT,
                published_at=at,
                looked_at=now,
                metrics=metrics,
            )
        )
    for back in range(180):
        day = (now - timedelta(days=back)).date()
        measured.keep_channel_day(
            ChannelDay(
                brand_id="aurora", channel="facebook", platform="facebook", day=day, as_of=now, metrics=metrics[:3]
            )
        )
