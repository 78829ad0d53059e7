"""What each figure is: its unit, its formula in one sentence for the reader of a report, and where that is from. Data.

docs/metrics.md is made from it: `python -m portavoce.measuring.page < docs/metrics.md`."""

from collections.abc import Mapping
from typing import NamedTuple


class Definition(NamedTuple):
    """One figure. `says` stands beside it wherever it is shown."""

    name: str
    unit: str
    says: str
    source: str


_OURS = "ours"
_GA = (
    "Google Analytics help, Universal Analytics and GA4; Plausible, `session/cache_store.ex`; Matomo, `global.ini.php`"
)
_BARCELONA = "AMEC, Barcelona Principles 3.0 (2020), no. 5: advertising value is not the value of communication"
_INSIGHTS = "Graph API, Page Insights and Instagram Insights: reach is people, views are times shown or played"
_ADS = "Meta Business Help, results, cost per result and ROAS; ROI: DuPont, return on what was spent"
_INDUSTRY = "Hootsuite and Rival IQ, engagement rate by reach, by impressions and by followers"

DEFINITIONS: Mapping[str, Definition] = {
    one.name: one
    for one in (
        Definition(
            "audience",
            "followers",
            "Followers at the newest count of each channel, added up.",
            _INSIGHTS,
        ),
        Definition(
            "audience_growth",
            "followers",
            "The newest count of followers less the oldest one of the period, and follows less unfollows on days that"
            " no two counts enclose; for unknown days nothing is added, and the bounds say what they may bring.",
            _OURS,
        ),
        Definition(
            "audience_growth_percent",
            "percent of the audience",
            "Audience growth divided by the audience that the known days began with (newest count less growth).",
            _OURS,
        ),
        Definition(
            "interactions",
            "interactions",
            "Reactions, comments, shares and saves of the posts published in the period, added up.",
            _INDUSTRY,
        ),
        Definition(
            "post_reach",
            "people, post by post",
            "The reach of each post published in the period, added up: who saw two posts counts twice, so this is not"
            " the reach of the period.",
            _INSIGHTS,
        ),
        Definition(
            "views",
            "times shown or played",
            "Views of the posts published in the period, added up.",
            _INSIGHTS,
        ),
        Definition(
            "frequency",
            "views per person and post",
            "Views divided by reach, over the posts where both are known.",
            _INSIGHTS,
        ),
        Definition(
            "engagement_rate",
            "percent of reach",
            "Interactions divided by reach (people who saw the post), over the posts where both are known.",
            _INDUSTRY,
        ),
        Definition(
            "engagement_rate_views",
            "percent of views",
            "Interactions divided by views, over the posts where both are known.",
            _INDUSTRY,
        ),
        Definition(
            "engagement_rate_followers",
            "percent of followers",
            "Interactions divided by the followers that the post's channel had when it was published (the last count"
            " before, or else the first one after), over the posts where both are known.",
            _INDUSTRY,
        ),
        Definition(
            "coverage_value",
            "of money",
            "What these views would have cost as your ads, at your own price for a thousand views; neither revenue nor"
            " worth.",
            _BARCELONA,
        ),
        Definition(
            "hidden_comments",
            "comments",
            "Comments that were hidden, by the day of the brand's calendar on which they were written.",
            _OURS,
        ),
        Definition("negative_comments", "comments", "Comments that were read as negative.", "docs/sentiment.md"),
        Definition(
            "negative_reactions",
            "reactions",
            "Angry and sad reactions to the posts published in the period.",
            _INSIGHTS,
        ),
        Definition("unfollows", "followers", "Followers who left, by the day that the platform means.", _INSIGHTS),
        Definition(
            "negative_feedback",
            "hidden comments and angry or sad reactions",
            "Derived, because platforms no longer report it: comments that were hidden, plus angry and sad reactions to"
            " the posts published in the period.",
            _OURS,
        ),
        Definition(
            "negative_feedback_index",
            "signs per 1,000 views",
            "Derived: hidden comments, negative comments, angry and sad reactions and unfollows, per 1,000 views of the"
            " posts published in the period. Only where all of them are known; a comment that is hidden and negative"
            " counts twice.",
            _OURS,
        ),
        Definition(
            "negative_share",
            "percent of comments",
            "Comments that were read as negative, by those whose mood was read at all, counted by us as they came in. A"
            " reading by machine: docs/sentiment.md says how often it errs.",
            "docs/sentiment.md",
        ),
        Definition(
            "comments_received",
            "comments",
            "Counted by us as they came in, by the day of the brand's calendar on which they were written.",
            _OURS,
        ),
        Definition(
            "leads",
            "leads",
            "Counted by us as they came in, by the day of the brand's calendar on which they were written.",
            _OURS,
        ),
        Definition(
            "cadence_kept",
            "percent of the plan",
            "Posts published divided by the posts a week that the brand's file plans, over the days of the period that"
            " are over; a channel that publishes more than planned makes up for no other.",
            _OURS,
        ),
        Definition(
            "pillar_mix_kept",
            "percent of the plan",
            "How much of the content is spread over the pillars as the brand's file plans: of each pillar the lesser of"
            " its planned and its real share, added up.",
            "Bray and Curtis (1957), similarity of two shares",
        ),
        Definition(
            "response_time",
            "minutes of work, median",
            "From a comment to our first answer or act, in minutes of work; half were answered within it. What is still"
            " open counts with the time that it has waited, so that the figure may be an “at least”.",
            "Kaplan and Meier (1958), the median of waits that have not ended",
        ),
        Definition(
            "response_time_p90",
            "minutes of work",
            "The same, within which nine in ten were answered.",
            "Kaplan and Meier (1958)",
        ),
        Definition(
            "deadlines_kept",
            "percent of what was due",
            "Answered in time, by all that was answered or is overdue.",
            _OURS,
        ),
        Definition(
            "returning_commenters",
            "percent of commenters",
            "People who wrote on two days or more of the period, by all who wrote.",
            _OURS,
        ),
        Definition(
            "visits",
            "visits",
            "Visits to the brand's pages that its posts and ads led to, as one source counts them.",
            _GA,
        ),
        Definition(
            "conversions",
            "conversions",
            "What browsers told of on these visits: each order once, confirmed or not.",
            _GA,
        ),
        Definition(
            "conversion_rate",
            "percent of visits",
            "Visits with a conversion, divided by visits.",
            _GA,
        ),
        Definition(
            "bounce_rate",
            "percent of visits",
            "Visits that ended without a second page, ten seconds or a conversion, as their source counts them, divided"
            " by visits; sources are never averaged.",
            _GA,
        ),
        Definition(
            "confirmed_value",
            "of money",
            "What the shop has said that the conversions of these visits and the orders of won leads are worth; where"
            " no shop tells of its orders, what won leads are worth by the word of who sold to them. An order that"
            " several tell of counts once, a lead's on the day on which it came.",
            _OURS,
        ),
        Definition(
            "unmatched_value",
            "of money",
            "Won, not matched with an order: what won leads are worth by the word of who sold to them, where the shop"
            " tells of its orders and of none that they name. It is in no other figure, for the shop's orders may hold"
            " it already; told where there is any.",
            _OURS,
        ),
        Definition(
            "cost_per_lead",
            "of money",
            "Ad spend divided by leads, both of the days of which the spend is known. Of a part: the spend of the ad"
            " campaigns that are for it.",
            _ADS,
        ),
        Definition(
            "cost_per_conversion",
            "of money",
            "Ad spend divided by conversions, both of the days of which the spend is known. Of a part: the spend of the"
            " ad campaigns that are for it.",
            _ADS,
        ),
        Definition(
            "return_on_ad_spend",
            "times the spend",
            "Confirmed value of conversions divided by ad spend.",
            _ADS,
        ),
        Definition(
            "return_on_investment",
            "percent of all costs",
            "Confirmed value times the margin less all costs, divided by all costs; the costs are listed beside it.",
            _ADS,
        ),
    )
}
"""By name, in the order of a report."""
