"""Whether a brand names only platforms that exist: the one rule on a brand that its values cannot know."""

from collections.abc import Collection
from typing import NamedTuple

from portavoce.brands.model import Brand


class UnknownPlatform(NamedTuple):
    """A channel or ad account on no platform of ours; `place` is where it says so."""

    place: tuple[int | str, ...]
    message: str


def unknown_platforms(brand: Brand, platforms: Collection[str]) -> list[UnknownPlatform]:
    """Each channel and ad account whose platform is not one of `platforms`."""
    allowed = ", ".join(sorted(platforms))
    named = [("channels", index, one.platform) for index, one in enumerate(brand.channels)]
    named += [("ad_accounts", index, one.platform) for index, one in enumerate(brand.ad_accounts)]
    return [
        UnknownPlatform((field, index, "platform"), f"{platform!r} is not a platform; allowed: {allowed}")
        for field, index, platform in named
        if platform not in platforms
    ]
