"""A post in a few bytes is the post, whatever it holds."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from portavoce.measuring.model import ContentType, MeasuredPost, Metric
from portavoce.measuring.records import Measurements
from portavoce.table.table import Table
from tests.aurora import NOW
from tests.measuring import measured, metric

LATER = datetime(2026, 11, 23, 10, 0, 30, 123456, tzinfo=UTC)


def store(table: Table, post: MeasuredPost) -> MeasuredPost:
    Measurements(table).enrol(post)
    return Measurements(table).posts("aurora", NOW)[0]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"published_at": LATER, "looked_at": None, "next_look_at": LATER},
        {"content_type": ContentType.REEL, "pillar": "craft", "campaign": "città", "product": "beans"},
        {"url": "https://www.facebook.com/61550000000000001_9", "remote_id": "at://did:plc:z/app.bsky.feed.post/3l"},
        {"post_id": "another", "channel": "another"},
        {"metrics": (metric("likes", 10**12, LATER.replace(microsecond=0)), metric("reach", "Ω refused"))},
        {"metrics": (Metric(name="views", value=Decimal("1.25"), as_of=NOW),)},
        {"metrics": (Metric(name="reach", value=None, unavailable_reason="few", too_few=True, as_of=NOW),)},
    ],
)
def test_a_post_is_read_as_it_was_written(table: Table, changes: dict[str, object]) -> None:
    post = measured("p1", likes=0, reach=7).model_copy(update=changes)
    assert store(table, post) == post


def test_a_row_of_a_version_before_this_one_is_read_and_one_that_holds_no_post_is_left_out(table: Table) -> None:
    post = measured("old", likes=3)
    row = post.model_dump(mode="json", exclude={"metrics"}, exclude_none=True)
    keys = {"pk": "METRICS#aurora", "sk": "POST#2026-11-23T10:00:00Z#aurora.old.facebook", "type": "measured_post"}
    table.put(row | keys | {"metrics": {"likes": {"v": 3, "t": int(NOW.timestamp())}}})
    table.put(keys | {"sk": "POST#2026-11-23T10:00:01Z#aurora.broken.facebook", "p1": b"no post"})
    assert Measurements(table).posts("aurora", NOW) == [post]
