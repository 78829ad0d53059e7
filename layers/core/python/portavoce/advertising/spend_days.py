"""A campaign's day as it is kept, from how it was read. Pure."""

from portavoce.advertising.model import SpendDay
from portavoce.platforms.ad_spend import SpendReading


def make_spend_day(brand_id: str, ad_account: str, read: SpendReading) -> SpendDay:
    """The day of one campaign of the ad account."""
    return SpendDay(
        brand_id=brand_id,
        ad_account=ad_account,
        campaign_id=read.campaign_id,
        day=read.day,
        currency=read.currency,
        spend_minor=read.spend_minor,
        impressions=read.impressions,
        clicks=read.clicks,
    )


def strip_spend(day: SpendDay) -> SpendDay:
    """The day after the platform took its spend back."""
    return day.model_copy(update={"spend_minor": 0, "impressions": None, "clicks": None})
