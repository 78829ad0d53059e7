"""What it cost and what it brought: budgets and the dashboard."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from portavoce.advertising.model import BudgetStatus
from portavoce.api.lookups import known_brand
from portavoce.api.months import MONTH_PATTERN, read_month
from portavoce.api.pages import PageOf
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.measuring.boost_advice import BoostAdvice
from portavoce.measuring.goal_progress import GoalProgress
from portavoce.measuring.model import Dashboard, DashboardPost
from portavoce.measuring.outside.model import ChannelListing
from portavoce.measuring.profiles.model import AudienceReport
from portavoce.runtime import clock
from portavoce.runtime.wiring.advertising import budgets
from portavoce.runtime.wiring.measuring import audience_reports, boosts, dashboards, goals, outside_finder
from portavoce.value import Value

router = new_router()


class PostsElsewhere(Value):
    """Posts that were made elsewhere, newest first, and how far each channel has been looked through for them."""

    channels: tuple[ChannelListing, ...]
    posts: tuple[DashboardPost, ...]


OneMonth = Annotated[
    str | None,
    Query(pattern=MONTH_PATTERN, description="One month of the brand's calendar, such as 2026-11, that has begun"),
]
Days = Annotated[int, Query(ge=1, le=366, description="How many days of the brand's calendar, today included")]


@router.get("/brands/<brand>/budgets", tags=["advertising"])
def list_budgets(brand: Id) -> PageOf[BudgetStatus]:
    """How each budget of the brand stands this month, all on one page."""
    found = known_brand(brand).brand
    return PageOf(items=tuple(budgets().of(found, clock.utc_now())), next_cursor=None)


@router.get("/brands/<brand>/metrics", tags=["measuring"])
def get_metrics(brand: Id, days: Days = 30, month: OneMonth = None) -> Dashboard:
    """What the brand's posts brought, on the last days or in one month, then with what ads cost. A figure that is
    unknown says why. 422 if the month has not begun; `is_over` is false of the one that runs."""
    found, now = known_brand(brand).brand, clock.utc_now()
    if month is None:
        return dashboards().of(found, days, now)
    return dashboards().report(found, *read_month(month, found, now), now)


@router.get("/brands/<brand>/boosts", tags=["advertising"])
def list_boosts(brand: Id) -> BoostAdvice:
    """Which posts of the last 90 days may be worth an ad, and at what cost. A proposal: nothing is spent."""
    return boosts().advise(known_brand(brand).brand, clock.utc_now())


@router.get("/brands/<brand>/audience", tags=["measuring"])
def get_audience(brand: Id) -> AudienceReport:
    """Who the brand's people are, as far as its platforms tell it, and how much of them is in its audiences."""
    return audience_reports().of(known_brand(brand).brand, clock.utc_now())


@router.get("/brands/<brand>/posts-elsewhere", tags=["measuring"])
def list_posts_elsewhere(brand: Id, days: Days = 30) -> PostsElsewhere:
    """The posts of the last days that were made elsewhere, and how far each channel has been looked through."""
    found, now = known_brand(brand).brand, clock.utc_now()
    posts = dashboards().of(found, days, now).posts
    return PostsElsewhere(
        channels=tuple(outside_finder().tell(found, now)), posts=tuple(one for one in posts if one.source == "outside")
    )


@router.get("/brands/<brand>/goals", tags=["measuring"])
def list_goals(brand: Id) -> PageOf[GoalProgress]:
    """How each goal of the brand stands, all on one page."""
    return PageOf(items=tuple(goals().of(known_brand(brand).brand, clock.utc_now())), next_cursor=None)
