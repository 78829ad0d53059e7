"""Whether a brand names only platforms that exist: the one rule on a brand that its values cannot know."""

from typing import NamedTuple

from portavoce.brands.model import Brand
from portavoce.platforms.manifest import PlatformNames


class UnknownPlatform(NamedTuple):
    """A channel or ad account on no platform that it can be on; `place` is where it says so."""

    place: tuple[int | str, ...]
    message: str


def unknown_platforms(brand: Brand, known: PlatformNames) -> list[UnknownPlatform]:
    """Each channel, ad account and source of analytics whose platform is none that it can be on."""
    named = [("channels", index, one.platform) for index, one in enumerate(brand.channels)]
    named += [("ad_accounts", index, one.platform) for index, one in enumerate(brand.ad_accounts)]
    named += [("analytics", index, one.platform) for index, one in enumerate(brand.analytics)]
    return [
        UnknownPlatform((field, index, "platform"), _describe(field, platform, known))
        for field, index, platform in named
        if platform not in getattr(known, field)
    ]


def _describe(field: str, platform: str, known: PlatformNames) -> str:
    if field == "ad_accounts" and platform in known.channels:
        wrong = "is where posts go, not advertisements: write the platform that bills them"
    elif field == "channels" and platform in known.ad_accounts:
        wrong = "takes advertisements, not posts: name the account under ad_accounts"
    else:
        wrong = "is not a platform"
    return f"{platform!r} {wrong}; allowed: {', '.join(sorted(getattr(known, field)))}"
