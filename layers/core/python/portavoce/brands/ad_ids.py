"""The ids of ad accounts and ad campaigns, written as their platforms give them: one thing has one id. Pure."""

from pydantic import ValidationInfo

from portavoce.brands.budget import Budget

_CASELESS_IDS = frozenset({"x_ads"})
"""Platforms whose ids are numbers to the base of 36, and so the same in capitals [M]. X's documents give all of theirs
in small letters, and so they are kept."""


def write_account_id(platform: str, written: str) -> str:
    """An ad account's id as it is kept, however somebody has typed it. Meta's own lists have it with and without."""
    return f"act_{written.removeprefix('act_')}" if platform == "meta_ads" else write_ad_id(platform, written)


def write_ad_id(platform: str, written: str) -> str:
    """An ad campaign's id as its platform gives it, however somebody has typed it."""
    return written.lower() if platform in _CASELESS_IDS else written


def write_campaign_ids(budgets: tuple[Budget, ...], info: ValidationInfo) -> tuple[Budget, ...]:
    """Each with the id of its campaign as the platform of its ad account gives it."""
    platforms = {one.id: one.platform for one in info.data.get("ad_accounts", ())}
    return tuple(
        one.model_copy(update={"campaign_id": write_ad_id(platforms.get(one.ad_account, ""), one.campaign_id)})
        if one.campaign_id
        else one
        for one in budgets
    )
