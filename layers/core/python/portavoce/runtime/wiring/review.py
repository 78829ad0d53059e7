"""Approval: the links, the page behind them and the decisions, as the functions use them."""

from datetime import datetime
from functools import cache

from portavoce.platforms import discovery
from portavoce.publishing.model import Publication, ReviewDecision
from portavoce.publishing.service.ledger import Moved
from portavoce.publishing.service.reviews import NotInReview, Reviews
from portavoce.review.service.door import ReviewDoor
from portavoce.review.service.links import Links
from portavoce.runtime import aws, signing_key
from portavoce.runtime.logs import logger
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.ledger import ledger

MEDIA_SECONDS = 900
"""How long the page's images can be fetched: as long as somebody may look at it before they load it again."""


@cache
def reviews() -> Reviews:
    """Writes decisions into this stage's ledger."""
    return Reviews(ledger())


@cache
def links() -> Links:
    """Makes links with this stage's key, which is made when it is first needed."""
    return Links(key=signing_key.signing_key, of_post=ledger().of_post)


@cache
def review_door() -> ReviewDoor:
    """Answers whoever holds a link."""
    return ReviewDoor(
        key=signing_key.known_signing_key,
        brand=brands().brand_of,
        of_post=ledger().of_post,
        decide=_decide,
        manifest=discovery.manifest,
        media_url=media_url,
    )


def answer_review_link(token: str, form: str | None, now: datetime) -> tuple[int, str, str]:
    """What the browser gets that follows a link, or sends its form: status, page and the page's policy."""
    answer = review_door().look(token, now) if form is None else review_door().take(token, form, now)
    logger.info("review link", outcome=answer.outcome, post=answer.post)
    return answer.status, answer.page.html, answer.page.policy


def media_url(key: str) -> str:
    """Where a page's reader finds an image or a video, for as long as they may look at it."""
    return aws.media_url(key, MEDIA_SECONDS)


def address(token: str) -> str:
    """Where a link leads."""
    return f"{settings().need('api_url')}/review/{token}"


def picture_address(token: str, channel: str) -> str:
    """Where a mail finds the picture of one channel."""
    return f"{address(token)}/pictures/{channel}"


def _decide(publication: Publication, decision: ReviewDecision, by: str, comment: str | None, now: datetime) -> bool:
    try:
        reviews().decide(publication, decision, by=by, comment=comment, now=now)
    except (Moved, NotInReview):
        return False
    return True
