"""Which posts turn viewers into results better than the brand's others, and what that would cost as an ad. Pure.

A rate of few viewers is drawn towards the brand's own, by as much as its posts differ from each other beyond chance
(a beta-binomial model, its strength by moments); its bounds are Wilson's at that strength. A post is named only when a
strict low bound of it lies above the brand's median: the best of many by chance does not. It proposes, and spends
nothing."""

from collections.abc import Sequence
from decimal import Decimal
from math import sqrt
from statistics import median

from portavoce.measuring.figures.returns import AdPrice
from portavoce.measuring.post_results import Counting
from portavoce.value import Value

FEWEST_POSTS, FEWEST_VIEWERS, FEWEST_RESULTS = 10, 100, 10
"""So many posts seen by so many people each, and so many results of the post that is named: less says nothing."""
_Z, _Z_NAMED = 1.645, 2.8
"""Nine in ten lie between the bounds that are shown. How often the stricter one names a post that differs by chance
alone, and one that is better, is measured in docs/advertising.md."""
_PER_THOUSAND, _SMALLEST_SPREAD = 1000, 1e-12


class PostResult(Value):
    """What one post came to: how many saw it, and how many of them did what counts (clicked, reacted, bought)."""

    publication_id: str
    channel: str
    platform: str
    url: str | None = None
    viewers: int
    results: int


class Boost(Value):
    """One post that may be worth an ad. Rates are percent of those who saw it; `low` and `high` hold nine in ten.

    Costs are in minor units of `currency`, of one more result at the brand's own price of views: `cost_low_minor` at
    the high rate. None where nobody knows what views cost, as `cost_unknown_because` says."""

    publication_id: str
    channel: str
    url: str | None
    viewers: int
    results: int
    rate_percent: Decimal
    low_percent: Decimal
    high_percent: Decimal
    cost_minor: int | None = None
    cost_low_minor: int | None = None
    cost_high_minor: int | None = None
    currency: str | None = None
    decimals: int = 2
    cost_unknown_because: str | None = None


class BoostAdvice(Value):
    """The posts that do better than the brand's median, the surest first; `silent_because` says why there is none.

    `counted` is what a result is, `posts` how many could be compared."""

    brand_id: str
    counted: Counting
    posts: int
    median_percent: Decimal | None = None
    boosts: tuple[Boost, ...] = ()
    silent_because: str | None = None


def advise_boosts(
    brand_id: str, counted: Counting, found: Sequence[PostResult], prices: dict[str, AdPrice | None]
) -> BoostAdvice:
    """Advice by what posts came to; `counted` names what a result is, `prices` what views cost by platform."""
    seen = [one for one in found if one.viewers >= FEWEST_VIEWERS and 0 <= one.results <= one.viewers]
    if len(seen) < FEWEST_POSTS:
        reason = (
            f"{len(seen)} posts seen by {FEWEST_VIEWERS} people or more can be compared, and {FEWEST_POSTS} are needed"
        )
        return BoostAdvice(brand_id=brand_id, counted=counted, posts=len(seen), silent_because=reason)
    mean = sum(one.results for one in seen) / sum(one.viewers for one in seen)
    strength = _find_strength(seen, mean)
    middle = median(_shrink(one, mean, strength) for one in seen)
    boosts = [
        _describe_boost(one, mean, strength, prices.get(one.platform))
        for one in seen
        if one.results >= FEWEST_RESULTS and _bound_rate(one, mean, strength, _Z_NAMED)[0] > middle
    ]
    return BoostAdvice(
        brand_id=brand_id,
        counted=counted,
        posts=len(seen),
        median_percent=_percent(middle),
        boosts=tuple(sorted(boosts, key=lambda one: one.low_percent, reverse=True)),
        silent_because=None if boosts else "no post does better than the brand's median beyond what chance does",
    )


def _find_strength(seen: Sequence[PostResult], mean: float) -> float:
    """How many viewers the brand's own rate weighs as much as: many where posts differ by chance alone."""
    viewers = [one.viewers for one in seen]
    total = sum(viewers)
    spread = sum(one.viewers * (one.results / one.viewers - mean) ** 2 for one in seen)
    chance = (len(seen) - 1) * mean * (1 - mean)
    between = (spread - chance) / (total - sum(count**2 for count in viewers) / total)
    if between <= _SMALLEST_SPREAD:
        return float(total)
    return max(mean * (1 - mean) / between - 1, 1.0)


def _shrink(one: PostResult, mean: float, strength: float) -> float:
    return (one.results + strength * mean) / (one.viewers + strength)


def _bound_rate(one: PostResult, mean: float, strength: float, deviations: float = _Z) -> tuple[float, float]:
    """The low and the high bound of its rate."""
    rate, count = _shrink(one, mean, strength), one.viewers + strength
    square = deviations**2
    centre = rate + square / (2 * count)
    half = deviations * sqrt(rate * (1 - rate) / count + square / (4 * count**2))
    return (centre - half) / (1 + square / count), (centre + half) / (1 + square / count)


def _describe_boost(one: PostResult, mean: float, strength: float, price: AdPrice | None) -> Boost:
    low, high = _bound_rate(one, mean, strength)
    rate = _shrink(one, mean, strength)
    known = {
        "publication_id": one.publication_id,
        "channel": one.channel,
        "url": one.url,
        "viewers": one.viewers,
        "results": one.results,
        "rate_percent": _percent(rate),
        "low_percent": _percent(low),
        "high_percent": _percent(high),
    }
    if price is None:
        reason = "no ad of the brand's own says what views cost there this quarter"
        return Boost.model_validate(known | {"cost_unknown_because": reason})
    costs = {"cost_minor": rate, "cost_low_minor": high, "cost_high_minor": low}
    shown = {name: _cost(price, at) for name, at in costs.items()}
    return Boost.model_validate(known | shown | {"currency": price.currency, "decimals": price.decimals})


def _cost(price: AdPrice, rate: float) -> int:
    """What one result costs at a rate: the price of the views that it takes."""
    return int((price.cpm_minor / _PER_THOUSAND / Decimal(rate)).to_integral_value())


def _percent(rate: float) -> Decimal:
    return Decimal(100 * rate).quantize(Decimal("0.01"))
