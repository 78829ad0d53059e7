"""From what the platforms tell to what a person reads: the real functions, clients and table, simulated networks."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import boto3
import time_machine

from infra.local.simulators.timeline import Post
from portavoce.brands.model import Brand
from portavoce.brands.strategy.model import Audience
from portavoce.measuring.goal_progress import GoalState
from portavoce.outbox.model import unwrap
from portavoce.platforms.contract import OutgoingPost
from portavoce.platforms.outcomes import Published
from portavoce.publishing.model import PublicationState
from portavoce.publishing.records import PublicationRecords
from portavoce.reporting.events import AlertRaised
from portavoce.runtime.wiring.advertising import budgets
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.channels import client_for
from portavoce.runtime.wiring.measuring import audience_reports, dashboards, judged_goals, outside_finder
from portavoce.table.table import Table
from tests.contract.events.house import AURORA, House, publication
from tests.contract.events.invocations import stream_event
from tests.contract.events.outside import INSTAGRAM_USER, PAGE
from tests.contract.events.samples import FOLDER, read
from tests.review import NOW
from tests.stage import PREFIX, REGION

DAY = timedelta(days=1)
TICK = read(FOLDER / "schedule/tick.json")


def publish_on_facebook(house: House) -> str:
    """A post that left five minutes ago; its id on the platform."""
    post = OutgoingPost(publication_id="p", planned_at=NOW, text="Ciao")
    outcome = client_for("facebook", "aurora.facebook", PAGE).release(post)
    assert isinstance(outcome, Published)
    left = {
        "publication_id": "aurora.measured.facebook",
        "post_id": "measured",
        "state": PublicationState.PUBLISHED,
        "remote_id": outcome.remote_id,
        "started_at": NOW - timedelta(minutes=5),
    }
    PublicationRecords(house.table).add(publication().model_copy(update=left))
    return outcome.remote_id


def test_the_goals_of_a_brand_are_judged_with_its_numbers_and_stand_for_a_page_to_read(house: House) -> None:
    goal = {
        "metric": "interactions",
        "target": 100,
        "from": f"{NOW.date() - 10 * DAY}",
        "by": f"{NOW.date() + 9 * DAY}",
    }
    brands().put(Brand.model_validate(AURORA.model_dump(mode="json") | {"goals": [goal]}), NOW)
    post_id = publish_on_facebook(house)
    house.networks[0].platform.seeds["accounts"]({"posts": [{"id": post_id, "counters": {"reactions": 80}}]})
    house.invoke("collect_metrics", TICK)
    judged = judged_goals("aurora")
    assert judged
    assert [(one.value, one.state) for one in judged.goals] == [(Decimal(80), GoalState.ON_TRACK)]


def test_what_facebook_tells_stands_on_the_dashboard_and_what_it_refuses_is_unavailable(house: House) -> None:
    post_id = publish_on_facebook(house)
    seeds = house.networks[0].platform.seeds
    numbers = {"post_total_media_view_unique": 1000, "post_media_view": 1500}
    seeds["accounts"]({"posts": [{"id": post_id, "counters": {"reactions": 40}, "metrics": numbers}]})
    house.invoke("collect_metrics", TICK)
    made = dashboards().of(AURORA, 30, NOW)
    (row,) = made.posts
    known = {metric.name: metric.value for metric in row.metrics}
    assert (known["reach"], known["views"]) == (Decimal(1000), Decimal(1500))
    assert (row.interactions, row.engagement_rate_percent) == (Decimal(40), Decimal("4.00"))
    audience = {figure.of: figure.value for figure in made.figures if figure.name == "audience"}
    assert audience == {None: 2640, "facebook": 1200, "instagram": 800, "x": 640}


def test_a_post_is_looked_at_again_when_its_next_look_is_due(house: House) -> None:
    post_id = publish_on_facebook(house)
    seeds = house.networks[0].platform.seeds
    for hours, views in ((0, 10), (2, 25)):
        seeds["accounts"]({"posts": [{"id": post_id, "metrics": {"post_media_view": views}}]})
        now = NOW + timedelta(hours=hours)
        with time_machine.travel(now, tick=False):
            house.invoke("collect_metrics", TICK)
            (row,) = dashboards().of(AURORA, 30, now).posts
        assert {metric.name: metric.value for metric in row.metrics}["views"] == Decimal(views)


def test_who_follows_is_read_by_the_tick_and_held_against_the_brands_audiences(house: House) -> None:
    brand = AURORA.model_copy(update={"audiences": (Audience(name="Vicini", countries=("IT",), ages="25-44"),)})
    people = {"country": {"IT": 600, "CH": 200}, "age": {"18-24": 100, "25-34": 300}, "city": {}, "gender": {"F": 1}}
    numbers = {"follower_demographics": people, "engaged_audience_demographics": people}
    user = {"id": INSTAGRAM_USER, "username": "auroracoffee", "page_id": PAGE, "followers_count": 800}
    house.networks[0].platform.seeds["accounts"]({"instagram_users": [user | {"metrics": numbers}]})
    house.invoke("collect_metrics", TICK)
    told = {
        (one.by, one.channel): (one.low_percent, one.high_percent) for one in audience_reports().of(brand, NOW).shares
    }
    assert told["country", "instagram"] == (Decimal(75), Decimal(75))
    assert told["age", None] == (Decimal(75), Decimal(75))
    assert told["all", None] == (Decimal(50), Decimal(75))


def test_a_post_made_elsewhere_is_found_once_and_measured_and_nothing_here_can_touch_it(house: House) -> None:
    publish_on_facebook(house)
    store = house.networks[0].platform.graph.store  # type: ignore[attr-defined]
    made: dict[str, Any] = {"text": "Da un'altra app", "received_at": NOW - DAY}
    elsewhere = Post(id=f"{PAGE}_77", network="facebook", account_id=PAGE, **made)
    store.posts[elsewhere.id] = elsewhere
    for hours in (0, 1, 25):
        with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
            house.invoke("collect_metrics", TICK)
    rows = [one for one in dashboards().of(AURORA, 30, NOW + timedelta(hours=26)).posts if one.source == "outside"]
    assert [(one.content_type, one.interactions) for one in rows] == [("text", Decimal(0))]
    assert PublicationRecords(house.table).get(rows[0].publication_id) is None
    states = {one.channel: one.state for one in outside_finder().tell(AURORA, NOW)}
    assert states == {"facebook": "listed", "instagram": "listed", "x": "off"}


def test_spend_passes_a_threshold_and_a_person_gets_one_mail(house: House) -> None:
    brand = _with_budget(house.table)
    campaign = {"id": "c1", "name": "Autumn", "days": {"2026-11-20": {"spend_minor": 41_000}}}
    seeds = house.networks[0].platform.seeds
    seeds["accounts"]({"tokens": [{"value": "ads-token", "kind": "system", "app_id": "9", "profile_id": "1"}]})
    seeds["ads"]({"ad_accounts": [{"id": "77", "currency": "EUR", "campaigns": [campaign]}]})
    before = house.effects()["table"]
    for _ in range(3):
        house.invoke("collect_spend", TICK)
    (status,) = budgets().of(brand, NOW)
    assert (status.spent_minor, status.thresholds_passed) == (41_000, (50, 80))
    house.told()
    house.invoke("relay", stream_event(before, house.effects()["table"]))
    raised = [event for event in house.told() if event["detail-type"] == "AlertRaised"]
    assert [unwrap(AlertRaised, event["detail"])[0].alert_id for event in raised] == ["BUDGET#aurora.month#2026-11#80"]
    for _ in range(2):
        house.invoke("notify", raised[0])
    mails = [subject for subject, _ in house.effects()["mails"]]
    assert mails == ["Aurora Coffee: speso l'80 % del budget Month"]


def _with_budget(table: Table) -> Brand:
    brand = AURORA.model_dump(mode="json") | {
        "ad_accounts": [{"id": "meta", "platform": "meta_ads", "account_id": "act_77"}],
        "budgets": [{"id": "month", "ad_account": "meta", "amount_minor": 50_000, "currency": "EUR"}],
    }
    brands().put(Brand.model_validate(brand), NOW)
    name = f"{PREFIX}/ads/aurora.meta/access_token"
    boto3.client("ssm", region_name=REGION).put_parameter(Name=name, Value="ads-token", Type="SecureString")
    return Brand.model_validate(brand)
