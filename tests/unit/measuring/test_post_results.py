"""What counts as a post's result: what is nearest to money, where enough posts have it counted."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from portavoce.links.model import TrafficRow
from portavoce.measuring.model import ContentType, DashboardPost
from portavoce.measuring.post_results import PostResults, choose_results
from portavoce.visits.model import VisitDay
from tests.aurora import AURORA, NOW

DAY = date(2026, 11, 20)
NAMES = ("p0", "p1", "p2")


def posts(**interactions: int | None) -> list[DashboardPost]:
    return [
        DashboardPost(
            publication_id=f"aurora.{name}.facebook",
            channel="facebook",
            content_type=ContentType.TEXT,
            url=None,
            published_at=NOW,
            looked_at=NOW,
            interactions=None if count is None else Decimal(count),
            engagement_rate_percent=None,
        )
        for name, count in interactions.items()
    ]


def visits(**given: Any) -> list[VisitDay]:
    made: dict[str, Any] = {"day": DAY, "source": "own", "key": "k", "visits": 10, "as_of": NOW, "platform": "facebook"}
    return [VisitDay.model_validate(made | {"post_id": name, "channel": "facebook"} | given) for name in NAMES]


def clicks(count: int = 5, names: tuple[str, ...] = NAMES) -> list[TrafficRow]:
    row = {"day": DAY, "channel": "facebook", "platform": "facebook", "clicks": count, "bot_clicks": 90}
    return [TrafficRow.model_validate(row | {"code": name, "post_id": name}) for name in names]


def choose(found: list[VisitDay], traffic: list[TrafficRow]) -> tuple[str, dict[str, int]]:
    chosen: PostResults = choose_results(AURORA, posts(p0=1, p1=2, p2=3, p3=None), found, traffic, 3)
    return chosen.counted, {name.split(".")[1]: count for name, count in chosen.of_post.items()}


def test_visits_that_became_something_come_before_clicks_and_clicks_before_interactions() -> None:
    assert choose(visits(converted=2), clicks()) == ("conversions", dict.fromkeys(NAMES, 2))
    assert choose([], clicks()) == ("clicks", dict.fromkeys(NAMES, 5))
    assert choose([], []) == ("interactions", {"p0": 1, "p1": 2, "p2": 3})


def test_conversions_count_where_a_source_does_not_tell_which_visits_had_one() -> None:
    assert choose(visits(source="umami", conversions=4), []) == ("conversions", dict.fromkeys(NAMES, 4))
    both = visits(converted=2, conversions=9)
    assert choose([*both, *both], []) == ("conversions", dict.fromkeys(NAMES, 4))


@pytest.mark.parametrize(
    "found",
    [visits(converted=0), visits(), visits(converted=2)[:2], visits(converted=2, post_id=None), visits(post_id="old")],
    ids=["none became anything", "nobody tells", "too few posts", "of no post", "of posts of another time"],
)
def test_what_is_counted_of_too_few_posts_or_is_nought_for_all_is_passed_over(found: list[VisitDay]) -> None:
    assert choose(found, clicks(0)) == ("interactions", {"p0": 1, "p1": 2, "p2": 3})
    assert choose(found, clicks()) == ("clicks", dict.fromkeys(NAMES, 5))


def test_a_post_without_a_counted_link_is_left_out_where_clicks_count() -> None:
    chosen = choose_results(AURORA, posts(p0=1, p1=2, p2=3, p4=90), [], [*clicks(), *clicks()], 3)
    assert chosen == ("clicks", {f"aurora.{name}.facebook": 10 for name in NAMES})
