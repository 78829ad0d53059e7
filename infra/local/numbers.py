"""What the demo's posts bring and what its ads cost, on the simulated networks: fixed numbers, no chance in them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand

AD_ZONE = "Europe/Rome"
SPENT_SHARES = {"month": (86, 100), "campaign": (104, 100)}
"""How much of each budget is spent by now: the month past 80 %, the campaign past 100 %."""
RAISED_AMOUNT = "130.00"
"""What the campaign's budget, 100.00, is raised to when it is spent."""
SPENT_AGAIN_MINOR = 13_400
"""What the campaign has spent when the raised budget is spent as well."""


def post_numbers(post: Mapping[str, Any], at: int) -> dict[str, Any]:
    """Counters and insights of the `at`-th post, by the names that its network uses."""
    reach, likes, shares, clicks = 900 + 173 * at, 41 + 9 * at, 3 + at, 12 + 5 * at
    match post["network"]:
        case "facebook":
            reactions = {"like": likes, "love": 7 + at, "anger": at % 3}
            counters = {"reactions": sum(reactions.values()), "shares": shares}
            metrics: dict[str, Any] = {
                "post_total_media_view_unique": reach,
                "post_media_view": reach + reach // 3,
                "post_clicks": clicks,
                "post_reactions_by_type_total": reactions,
            }
        case "instagram":
            counters = {"like_count": likes}
            metrics = {
                "reach": reach,
                "views": reach + reach // 2,
                "likes": likes,
                "comments": 2 + at,
                "saved": 4 + at,
                "shares": shares,
                "total_interactions": likes + shares + 6 + 2 * at,
            }
        case "bluesky":
            return {"id": post["id"], "counters": {"likeCount": likes, "repostCount": shares, "quoteCount": at % 3}}
        case "mastodon":
            return {"id": post["id"], "counters": {"favourites_count": likes, "reblogs_count": shares}}
        case _:
            counters = {
                "impression_count": reach * 2,
                "like_count": likes,
                "retweet_count": shares,
                "bookmark_count": 2 + at,
            }
            metrics = {"url_link_clicks": clicks}
    return {"id": post["id"], "counters": counters, "metrics": metrics}


def ads(brand: Brand, now: datetime, campaign_minor: int | None = None) -> dict[str, Any]:
    """The brand's ad account with two campaigns, spending since the first of the month in the account's zone; the one
    that has a budget of its own has spent `campaign_minor`, or its share."""
    today = now.astimezone(ZoneInfo(AD_ZONE)).date()
    days = [(today.replace(day=1) + timedelta(days=one)).isoformat() for one in range(today.day)]
    whole = next(one for one in brand.budgets if one.campaign_id is None)
    single = next(one for one in brand.budgets if one.campaign_id is not None)
    share_minor = _share(single.amount_minor, "campaign")
    rest_minor = _share(whole.amount_minor, "month") - share_minor
    return {
        "ad_accounts": [
            {
                "id": brand.ad_accounts[0].account_id.removeprefix("act_"),
                "name": brand.name,
                "currency": whole.currency,
                "timezone_name": AD_ZONE,
                "campaigns": [
                    _campaign(str(single.campaign_id), "Autumn blend", campaign_minor or share_minor, days),
                    _campaign("120210000000000002", "Always on", rest_minor, days),
                ],
            }
        ]
    }


def _share(amount_minor: int, of: str) -> int:
    part, whole = SPENT_SHARES[of]
    return amount_minor * part // whole


def _campaign(campaign_id: str, name: str, spend_minor: int, days: list[str]) -> dict[str, Any]:
    each, rest = divmod(spend_minor, len(days))
    spend = {day: {"spend_minor": each, "impressions": 400, "clicks": 9} for day in days}
    spend[days[-1]]["spend_minor"] += rest
    return {"id": campaign_id, "name": name, "status": "ACTIVE", "days": spend}
