"""Whether a brand names platforms that exist, and asks of them what they can: what its values cannot know."""

from collections.abc import Iterator
from typing import NamedTuple

from portavoce.brands.model import Brand
from portavoce.platforms.manifest import PlatformNames


class UnknownPlatform(NamedTuple):
    """A channel or ad account on no platform that it can be on, or a brake on one that has none; `place` is where the
    brand says so."""

    place: tuple[int | str, ...]
    message: str


def unknown_platforms(brand: Brand, known: PlatformNames) -> list[UnknownPlatform]:
    """Each channel, ad account and source of analytics whose platform is none that it can be on, and each brake of a
    budget on a platform whose campaigns cannot be paused."""
    named = [("channels", index, one.platform) for index, one in enumerate(brand.channels)]
    named += [("ad_accounts", index, one.platform) for index, one in enumerate(brand.ad_accounts)]
    named += [("analytics", index, one.platform) for index, one in enumerate(brand.analytics)]
    unknown = [
        UnknownPlatform((field, index, "platform"), _describe(field, platform, known))
        for field, index, platform in named
        if platform not in getattr(known, field)
    ]
    return [*unknown, *_useless_brakes(brand, known)]


def _useless_brakes(brand: Brand, known: PlatformNames) -> Iterator[UnknownPlatform]:
    platforms = {one.id: one.platform for one in brand.ad_accounts}
    for index, budget in enumerate(brand.budgets):
        platform = platforms.get(budget.ad_account)
        if budget.brake != "off" and platform in known.ad_accounts and platform not in known.brakes:
            message = f"{budget.brake!r} is not possible on {platform}, whose campaigns are not paused from here: off"
            yield UnknownPlatform(("budgets", index, "brake"), message)


def _describe(field: str, platform: str, known: PlatformNames) -> str:
    if field == "ad_accounts" and platform in known.channels:
        wrong = "is where posts go, not advertisements: write the platform that bills them"
    elif field == "channels" and platform in known.ad_accounts:
        wrong = "takes advertisements, not posts: name the account under ad_accounts"
    else:
        wrong = "is not a platform"
    return f"{platform!r} {wrong}; allowed: {', '.join(sorted(getattr(known, field)))}"
