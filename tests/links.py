"""A link that is counted in a post of Aurora's, for the tests of links."""

from typing import Any

from portavoce.links.link import CountedLink
from tests.aurora import NOW


def counted_link(**given: Any) -> CountedLink:
    """The link to the shop in the Facebook post `spring-launch`, with what is `given` in its place."""
    link = CountedLink(
        code="7NqKd2VbXw",
        brand_id="aurora",
        post_id="spring-launch",
        channel="facebook",
        platform="facebook",
        campaign=None,
        product=None,
        target="https://aurora.example/menu",
        zone="Europe/Rome",
        made_at=NOW.isoformat(),
    )
    return link._replace(**given)
