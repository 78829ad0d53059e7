"""What counts as a post's result: the nearest to money of what is counted for enough posts. Pure.

Posts that nobody has come from, and posts without a counted link, are left out where visits or links are counted: that
nothing was counted of them says nothing about them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from portavoce.brands.model import Brand
from portavoce.links.model import TrafficRow
from portavoce.measuring.figures.visits import choose_source, count_conversions
from portavoce.measuring.model import DashboardPost
from portavoce.visits.model import VisitDay

Counting = Literal["conversions", "clicks", "interactions"]
"""`conversions`: visits that the post led to and that bought, or did whatever else the site counts; `clicks`: people's
on the post's counted links; `interactions`: what its platform tells."""


class PostResults(NamedTuple):
    """What is counted, and how often for each publication of which it is known."""

    counted: Counting
    of_post: Mapping[str, int]


def choose_results(
    brand: Brand,
    posts: Sequence[DashboardPost],
    visits: Iterable[VisitDay],
    traffic: Iterable[TrafficRow],
    fewest_posts: int,
) -> PostResults:
    """Conversions where at least `fewest_posts` of the posts have them counted, or else clicks, or else interactions.

    What is 0 for every post, such as conversions of a site that tells of none, is passed over."""
    names = {one.publication_id for one in posts}
    nearer = (
        PostResults("conversions", count_conversions(brand, choose_source(visits))),
        PostResults("clicks", _count_clicks(brand, traffic)),
    )
    for found in nearer:
        known = {name: count for name, count in found.of_post.items() if name in names}
        if len(known) >= fewest_posts and any(known.values()):
            return PostResults(found.counted, known)
    told = {one.publication_id: int(one.interactions) for one in posts if one.interactions is not None}
    return PostResults("interactions", told)


def _count_clicks(brand: Brand, traffic: Iterable[TrafficRow]) -> Mapping[str, int]:
    clicks = Counter[str]()
    for row in traffic:
        clicks[f"{brand.id}.{row.post_id}.{row.channel}"] += row.clicks
    return clicks
