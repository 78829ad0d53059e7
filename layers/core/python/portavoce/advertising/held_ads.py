"""Which ads go on showing a post of ours that should rather not be shown. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from portavoce.advertising.model import HeldAd
from portavoce.platforms.ad_spend import PromotedPost

FEWEST_AGAINST = 5
"""Of fewer comments against the brand nobody is told; of so many, when they are half of what is said or more."""


class ShownPost(NamedTuple):
    """A post of ours that stands on a platform, with what is known of it: the freeze that covers it, and how much of
    what was said under it lately speaks against the brand."""

    publication_id: str
    channel: str
    freeze_id: str | None = None
    freeze_reason: str = ""
    heard: int = 0
    against: int = 0


def find_held_ads(promoted: Iterable[PromotedPost], posts: Mapping[str, ShownPost], month: str) -> Iterator[HeldAd]:
    """The ads on posts of ours, by the platform's ids of those, that are frozen, that many speak against, or that the
    platform finds fault with; each once, by what weighs most."""
    for ad in promoted:
        post = next((posts[one] for one in ad.post_ids if one in posts), None)
        if post and (why := _find_cause(ad, post, month)):
            cause, occasion = why
            yield HeldAd(
                ad_id=ad.ad_id,
                ad_name=ad.name,
                publication_id=post.publication_id,
                channel=post.channel,
                cause=cause,
                occasion=occasion,
            )


def _find_cause(ad: PromotedPost, post: ShownPost, month: str) -> tuple[str, str] | None:
    if post.freeze_id:
        return f"the publishing is frozen ({post.freeze_reason})", post.freeze_id
    if post.against >= FEWEST_AGAINST and 2 * post.against >= post.heard:
        return "most of what is said under it is negative", f"against#{month}"
    return (ad.fault, f"fault#{month}") if ad.fault else None
