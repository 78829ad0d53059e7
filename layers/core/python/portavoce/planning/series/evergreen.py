"""Which posts are worth saying again: those that did better than the brand's middle, and were said long ago. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from pydantic import AwareDatetime

from portavoce.brands.model import Brand
from portavoce.measuring.model import MeasuredPost
from portavoce.planning.content import content_hash
from portavoce.planning.model import Variant
from portavoce.publishing.model import Content, Publication, PublicationState, restore_links
from portavoce.value import Value

HISTORY = timedelta(days=365)
SETTLED_AGE = timedelta(hours=48)
MIN_POSTS = 10
"""Under so many posts with an engagement rate there is no middle that says anything."""


class EvergreenPost(Value):
    """A post of a channel that did better than the brand's middle, what it says, and its own rate (interactions by
    reach, in percent) beside that middle."""

    post_id: str
    published_at: AwareDatetime
    engagement_rate_percent: Decimal
    median_percent: Decimal
    variant: Variant


def rate_posts(posts: Iterable[MeasuredPost]) -> dict[str, Decimal]:
    """The engagement rate by reach of each post that was looked at two days after it left, by its publication."""
    found: dict[str, Decimal] = {}
    for post in posts:
        told = {one.name: one.value for one in post.metrics}
        parts = [told[name] for name in ("likes", "comments", "shares", "saves") if name in told]
        reach = told.get("reach")
        is_settled = post.looked_at is not None and post.looked_at - post.published_at >= SETTLED_AGE
        known = [one for one in parts if one is not None]
        if is_settled and reach and parts and len(known) == len(parts):
            found[post.publication_id] = 100 * sum(known, Decimal(0)) / reach
    return found


def choose_evergreens(
    brand: Brand,
    channel: str,
    rates: Mapping[str, Decimal],
    *,
    said: Sequence[Publication],
    recent: Iterable[Publication],
    now: datetime,
) -> list[EvergreenPost]:
    """The best first. `said` are publications that may be said again; `recent` what was said within the brand's
    duplicate window, and what is to be said: none of that is chosen, nor what belongs to a series."""
    if len(rates) < MIN_POSTS:
        return []
    middle = median(rates.values())
    window = now - timedelta(days=brand.duplicate_days)
    taken = {_hash_words(one.content) for one in recent if one.channel == channel and _counts(one)}
    found: dict[str, EvergreenPost] = {}
    for one in sorted(said, key=lambda each: -rates.get(each.publication_id, Decimal(0))):
        rate, words = rates.get(one.publication_id, Decimal(0)), _hash_words(one.content)
        left = one.started_at or one.planned_at
        is_ours = one.channel == channel and one.state is PublicationState.PUBLISHED and one.series is None
        if not is_ours or rate <= middle or left >= window or words in taken or one.content.kind == "story":
            continue
        found.setdefault(
            words,
            EvergreenPost(
                post_id=one.post_id,
                published_at=left,
                engagement_rate_percent=round(rate, 2),
                median_percent=round(middle, 2),
                variant=make_variant(one),
            ),
        )
    return list(found.values())


def make_variant(publication: Publication) -> Variant:
    """What the publication said, as a series says it; its media lie in the bucket under their keys."""
    content = restore_links(publication.content)
    said = content.model_dump(exclude={"tracked_links", "media", "thread"})
    media = [one.model_dump() | {"path": one.key} for one in content.media]
    thread = [
        {"text": part.text, "media": [one.model_dump() | {"path": one.key} for one in part.media]}
        for part in content.thread
    ]
    return Variant.model_validate(said | {"channel": publication.channel, "media": media, "thread": thread})


def _counts(publication: Publication) -> bool:
    return publication.state not in {PublicationState.CANCELLED, PublicationState.FAILED, PublicationState.MISSED}


def _hash_words(content: Content) -> str:
    return content_hash(restore_links(content))
