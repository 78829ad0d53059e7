"""Deciding on a post by its link: show it, take the decision, or say why the link decides nothing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qs

from portavoce.brands.model import Brand, Language, Reviewer
from portavoce.platforms.manifest import Manifest
from portavoce.publishing.model import Publication, ReviewDecision
from portavoce.review import link
from portavoce.review.link import LinkRefused, Ticket
from portavoce.review.page import MAX_COMMENT, HtmlPage, Mistake, decided_page, refusal_page, review_page
from portavoce.review.preview import MediaUrl, preview

MAX_FIELDS = 10
_STATUS: dict[type[LinkRefused], HTTPStatus] = {
    link.Forged: HTTPStatus.FORBIDDEN,
    link.Expired: HTTPStatus.GONE,
    link.Edited: HTTPStatus.CONFLICT,
    link.Used: HTTPStatus.CONFLICT,
    link.Withdrawn: HTTPStatus.GONE,
}
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

Decide = Callable[[Publication, ReviewDecision, str, str | None, datetime], bool]
"""Writes a decision about a publication as it was read: who decided, the comment, when. False when the publication has
moved since, and then nothing is written."""


class BrowserAnswer(NamedTuple):
    """What the browser gets. `outcome` is one word for the log; `post` is `<brand>.<post>` once that is certain."""

    status: HTTPStatus
    page: HtmlPage
    outcome: str
    post: str | None = None


class _Review(NamedTuple):
    """A link that counts, and what it may decide."""

    brand: Brand
    ticket: Ticket
    waiting: Sequence[Publication]

    @property
    def name(self) -> str:
        return f"{self.ticket.brand_id}.{self.ticket.post_id}"


@dataclass(frozen=True)
class ReviewDoor:
    """Answers whoever holds a link. `key` is None while no link was ever signed."""

    key: Callable[[], bytes | None]
    brand: Callable[[str], Brand | None]
    of_post: Callable[[str, str], Sequence[Publication]]
    decide: Decide
    manifest: Callable[[str], Manifest]
    media_url: MediaUrl

    def look(self, token: str, now: datetime) -> BrowserAnswer:
        """Shows the post. Looking changes nothing, however often and by whatever fetches it."""
        return self._answer(token, None, now)

    def take(self, token: str, form: str, now: datetime) -> BrowserAnswer:
        """Takes the decision in a form (application/x-www-form-urlencoded), for every channel that still waits."""
        return self._answer(token, form, now)

    def picture(self, token: str, channel: str, now: datetime) -> str | None:
        """An address of the first image that the post shows on the channel, for a short while; None while there is
        none, or the link decides nothing."""
        try:
            waiting = self._waiting_publications(link.read_ticket(token, self.key()), now)
        except LinkRefused:
            return None
        media = next((one.content.media for one in waiting if one.channel == channel), ())
        return self.media_url(media[0].key) if media and media[0].duration_ms is None else None

    def _answer(self, token: str, form: str | None, now: datetime) -> BrowserAnswer:
        language: Language | None = None
        try:
            ticket = link.read_ticket(token, self.key())
            brand = self.brand(ticket.brand_id)
            if brand is None:
                raise link.Withdrawn
            language = brand.language
            review = _Review(brand, ticket, self._waiting_publications(ticket, now))
            return self._show_review(review) if form is None else self._take_decision(review, form, now)
        except LinkRefused as refused:
            reason = type(refused).__name__.lower()
            return BrowserAnswer(_STATUS[type(refused)], refusal_page(reason, language), reason)

    def _waiting_publications(self, ticket: Ticket, now: datetime) -> list[Publication]:
        return link.decidable(ticket, self.of_post(ticket.brand_id, ticket.post_id), now)

    def _take_decision(self, review: _Review, form: str, now: datetime) -> BrowserAnswer:
        decision, comment = _read_form(form)
        mistake = _mistake(decision, comment)
        if decision is None or mistake:
            return self._show_review(review, mistake, comment)
        words = comment if decision == "changes_requested" else None
        by = by_link(review.ticket.reviewer)
        if not [one for one in review.waiting if self.decide(one, decision, by, words, now)]:
            # Somebody was there first, in this very moment: say what they did.
            self._waiting_publications(review.ticket, now)
            raise link.Edited
        return BrowserAnswer(HTTPStatus.OK, decided_page(review.brand, decision), decision, review.name)

    def _show_review(self, review: _Review, mistake: Mistake | None = None, comment: str = "") -> BrowserAnswer:
        previews = [preview(one, self.manifest(one.platform), review.brand, self.media_url) for one in review.waiting]
        page = review_page(review.brand, previews, review.ticket.expires_at, mistake, comment)
        if mistake:
            return BrowserAnswer(HTTPStatus.UNPROCESSABLE_ENTITY, page, mistake, review.name)
        return BrowserAnswer(HTTPStatus.OK, page, "shown", review.name)


def by_link(reviewer: Reviewer) -> str:
    """Who decided, when a link did: it names nobody, so neither do we."""
    return f"{reviewer} link"


def _read_form(form: str) -> tuple[ReviewDecision | None, str]:
    """The decision, None when it is none of ours, and the comment with its line ends as one kind."""
    try:
        fields = parse_qs(form, keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        return None, ""
    comment = fields.get("comment", [""])[0].replace("\r\n", "\n").replace("\r", "\n")
    comment = _UNPRINTABLE.sub("", comment).strip()
    match fields.get("decision"):
        case ["approved"]:
            return "approved", comment
        case ["changes_requested"]:
            return "changes_requested", comment
        case _:
            return None, comment


def _mistake(decision: ReviewDecision | None, comment: str) -> Mistake | None:
    if decision is None:
        return "choose"
    if decision == "approved":
        return None
    if not comment:
        return "comment_missing"
    return "comment_too_long" if len(comment) > MAX_COMMENT else None
