"""Deciding on a post by its link: show it, take the decision, or say why the link decides nothing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand, Language, Reviewer
from portavoce.platforms.manifest import Manifest
from portavoce.publishing.model import Publication
from portavoce.review import link
from portavoce.review.link import Decision, LinkRefused, Ticket
from portavoce.review.page import MAX_COMMENT, Mistake, Page, decided_page, refusal_page, review_page
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

Decide = Callable[[Publication, Decision, str, str | None, datetime], bool]
"""Writes a decision about a publication as it was read: who decided, the comment, when. False when the publication has
moved since, and then nothing is written."""


class Answer(NamedTuple):
    """What the browser gets. `outcome` is one word for the log; `post` is `<brand>.<post>` once that is certain."""

    status: HTTPStatus
    page: Page
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

    def look(self, token: str, now: datetime) -> Answer:
        """Shows the post. Looking changes nothing, however often and by whatever fetches it."""
        return self._answer(token, None, now)

    def take(self, token: str, form: str, now: datetime) -> Answer:
        """Takes the decision in a form (application/x-www-form-urlencoded), for every channel that still waits."""
        return self._answer(token, form, now)

    def _answer(self, token: str, form: str | None, now: datetime) -> Answer:
        language: Language | None = None
        try:
            ticket = link.read(token, self.key())
            brand = self.brand(ticket.brand_id)
            if brand is None:
                raise link.Withdrawn
            language = brand.language
            review = _Review(brand, ticket, self._waiting(ticket, now))
            return self._shown(review) if form is None else self._decided(review, form, now)
        except LinkRefused as refused:
            reason = type(refused).__name__.lower()
            return Answer(_STATUS[type(refused)], refusal_page(reason, language), reason)

    def _waiting(self, ticket: Ticket, now: datetime) -> list[Publication]:
        return link.decidable(ticket, self.of_post(ticket.brand_id, ticket.post_id), now)

    def _decided(self, review: _Review, form: str, now: datetime) -> Answer:
        decision, comment = _read_form(form)
        mistake = _mistake(decision, comment)
        if decision is None or mistake:
            return self._shown(review, mistake, comment)
        words = comment if decision == "changes_requested" else None
        by = by_link(review.ticket.reviewer)
        if not [one for one in review.waiting if self.decide(one, decision, by, words, now)]:
            self._waiting(review.ticket, now)  # somebody was there first, in this very moment: say what they did
            raise link.Edited
        return Answer(HTTPStatus.OK, decided_page(review.brand, decision), decision, review.name)

    def _shown(self, review: _Review, mistake: Mistake | None = None, comment: str = "") -> Answer:
        zone = review.brand.zone
        previews = [preview(one, self.manifest(one.platform), zone, self.media_url) for one in review.waiting]
        until = f"{review.ticket.expires_at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"
        page = review_page(review.brand, previews, until, mistake, comment)
        if mistake:
            return Answer(HTTPStatus.UNPROCESSABLE_ENTITY, page, mistake, review.name)
        return Answer(HTTPStatus.OK, page, "shown", review.name)


def by_link(reviewer: Reviewer) -> str:
    """Who decided, when a link did: it names nobody, so neither do we."""
    return f"{reviewer} link"


def _read_form(form: str) -> tuple[Decision | None, str]:
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


def _mistake(decision: Decision | None, comment: str) -> Mistake | None:
    if decision is None:
        return "choose"
    if decision == "approved":
        return None
    if not comment:
        return "comment_missing"
    return "comment_too_long" if len(comment) > MAX_COMMENT else None
