"""What the console's lists show: a series, numbers, spend and alerts, put straight into the table."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from portavoce.advertising.model import AccountState, SpendDay
from portavoce.advertising.records import SpendRecords
from portavoce.brands.model import Brand
from portavoce.community.listening_cost.model import ListeningCost
from portavoce.community.listening_cost.records import ListeningRecords
from portavoce.measuring.model import ChannelDay, ContentType, MeasuredPost, Metric
from portavoce.measuring.profiles.model import ChannelProfile
from portavoce.measuring.profiles.records import ProfileRecords
from portavoce.measuring.records import Measurements
from portavoce.measuring.service.goals import GoalKeeper, Goals
from portavoce.planning.model import Variant
from portavoce.planning.series.model import Series
from portavoce.planning.series.records import SeriesRecords
from portavoce.publishing.model import Content, Publication
from portavoce.publishing.records import PublicationRecords
from portavoce.reporting.model import Alert, AlertKind
from portavoce.reporting.records import Alerts
from portavoce.table.table import Table
from tests.faults.world import planned
from tests.measuring import make_dashboards


def keep_post(table: Table, post: str, at: datetime, channel: str = "facebook", **changes: Any) -> Publication:
    """A post of this name on a channel, saying its name unless it is given a `text`."""
    said = Content(text=changes.pop("text", post))
    named = {"publication_id": f"aurora.{post}.{channel}", "post_id": post, "channel": channel}
    made = planned(planned_at=at, late=timedelta(hours=1), content=said).model_copy(update=named | changes)
    PublicationRecords(table).add(made)
    return made


def add_series(table: Table, text: str, now: datetime) -> None:
    """Every Monday at nine."""
    said = Variant(channel="facebook", text=text)
    rule = {"rule": "FREQ=WEEKLY;BYDAY=MO", "start": "2026-11-30 09:00", "variants": (said,)}
    SeriesRecords(table).put(Series(brand_id="aurora", series_id="monday", **rule), 0, now)


def add_people(table: Table, now: datetime) -> None:
    """Who follows the Page: countries of the 45 largest, ages, and too few of those who engaged."""
    told: list[dict[str, Any]] = [
        {"group": "followers", "by": "country", "parts": {"IT": 450} | {f"A{chr(65 + at)}": 1 for at in range(26)}},
        {"group": "followers", "by": "city", "parts": None, "too_few": True, "unavailable_reason": "too few"},
    ]
    many = told[0]["parts"] | {f"B{chr(65 + at)}": 1 for at in range(18)}
    told[0]["parts"] = many | {"FR": 600 - sum(many.values())}
    ProfileRecords(table).keep(
        ChannelProfile.model_validate(
            {"brand_id": "aurora", "channel": "facebook", "platform": "facebook", "followers": 1200, "as_of": now}
            | {"readings": [one | {"as_of": now} for one in told]}
        )
    )


def add_numbers(
    table: Table, now: datetime, form: ContentType = ContentType.IMAGE, source: Literal["outside"] | None = None
) -> None:
    """Two counts of followers, a post that is known and one that is not."""
    measured = Measurements(table)
    for back, followers in ((3, 1200), (0, 1328)):
        day, at = now.date() - timedelta(days=back), now - timedelta(days=back)
        count = Metric(name="followers", value=Decimal(followers), as_of=at)
        measured.keep_channel_day(
            ChannelDay(brand_id="aurora", channel="facebook", platform="facebook", day=day, as_of=at, metrics=(count,))
        )
    known = {"likes": 40, "comments": 3, "shares": 2, "reach": 900}
    for post, numbers in (("advent", known), ("beans", {})):
        measured.enrol(
            MeasuredPost(
                brand_id="aurora",
                publication_id=f"aurora.{post}.facebook",
                post_id=post,
                channel="facebook",
                platform="facebook",
                remote_id=f"17_{post}",
                content_type=form,
                source=source,
                url="https://www.facebook.com/17",
                published_at=now - timedelta(days=2),
                looked_at=now if numbers else None,
                metrics=tuple(Metric(name=name, value=Decimal(one), as_of=now) for name, one in numbers.items()),
            )
        )


def add_spend(table: Table, now: datetime, campaign: str = "Autunno", account: str = "meta") -> None:
    """Some 30 euros a day of this month, and what listening has cost."""
    SpendRecords(table).keep_account(
        AccountState(
            brand_id="aurora",
            ad_account=account,
            platform="meta_ads",
            currency="EUR",
            decimals=2,
            zone="Europe/Rome",
            campaigns={"c1": campaign},
            as_of=now,
        )
    )
    SpendRecords(table).keep_days(
        SpendDay(
            brand_id="aurora",
            ad_account=account,
            campaign_id="c1",
            day=now.date() - timedelta(days=back),
            currency="EUR",
            spend_minor=3000 + 10 * back,
        )
        for back in range(now.day + 20)
    )
    ListeningRecords(table).put(
        ListeningCost(
            brand_id="aurora",
            platform="x",
            month=f"{now:%Y-%m}",
            posts=100,
            messages=3,
            spent_minor=850,
            cap_minor=1000,
            currency="USD",
            decimals=2,
            as_of=now,
        )
    )


def add_alerts(table: Table, cause: str, remedy: str, now: datetime) -> None:
    """A post that failed, and comments that are late."""
    raised = {
        AlertKind.PUBLICATION_FAILED: {
            "publication_id": "aurora.old-beans.x",
            "channel": "x",
            "cause": cause,
            "next_step": remedy,
        },
        AlertKind.BUDGET_CURRENCY: {
            "budget": "Month",
            "ad_account": "meta",
            "budget_currency": "EUR",
            "account_currency": "USD",
        },
    }
    for kind, facts in raised.items():
        Alerts(table).raise_alert(
            Alert(alert_id=f"of-{kind}", brand_id="aurora", kind=kind, facts=facts, raised_at=now, mail="sent")
        )


def judge_goals(table: Table, brand: Brand, now: datetime) -> None:
    """How the brand's goals stand by what is in the table."""
    GoalKeeper(Goals(make_dashboards(table)), Measurements(table)).keep(brand, now)
