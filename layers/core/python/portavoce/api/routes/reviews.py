"""Reviews: the links by which a post is decided on, and decisions by signed callers."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, StringConstraints, model_validator

from portavoce.api.caller import caller_of
from portavoce.api.problems import Problem, not_found, try_again
from portavoce.api.router import new_router
from portavoce.brands.model import Id, Reviewer
from portavoce.people.roles import APPROVING, OwnPost, Right, is_of_planner, weigh_own_post
from portavoce.publishing.model import Publication
from portavoce.publishing.service.ledger import Moved
from portavoce.publishing.service.reviews import NotInReview
from portavoce.runtime import clock
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.people import users
from portavoce.runtime.wiring.review import address, links, reviews
from portavoce.value import Value

router = new_router()

MAX_COMMENT = 2000
Comment = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_COMMENT)]


class ReviewLink(Value):
    """A link that decides on `publications` until `expires_at`, without an account: whoever has it can decide."""

    reviewer: Reviewer
    url: str
    expires_at: AwareDatetime
    publications: tuple[str, ...]


class ReviewLinks(Value):
    """The links that a post needs by now, one for each kind of reviewer; none when nothing of it waits."""

    brand_id: str
    post_id: str
    links: tuple[ReviewLink, ...]


class Verdict(Value):
    """A decision about a post on all its channels in review, or on one. Asking for changes needs a comment."""

    decision: Literal["approved", "changes_requested"]
    comment: Comment | None = None
    channel: Id | None = None

    @model_validator(mode="after")
    def _changes_are_named(self) -> Self:
        if (self.comment is not None) is not (self.decision == "changes_requested"):
            raise ValueError("a comment belongs to changes_requested, and says what should change")
        return self


class ReviewAnswer(Value):
    """What was decided. `left_alone` are those that need an approval and do not wait for one now."""

    brand_id: str
    post_id: str
    publications: tuple[Publication, ...]
    left_alone: tuple[Publication, ...] = ()


@router.get("/brands/<brand>/posts/<post>/review", tags=["reviews"])
def get_review(brand: Id, post: Id) -> ReviewLinks:
    """The links by which the post can be decided on as it stands. The same post gives the same links."""
    _needing_approval(brand, post, None)
    found = tuple(
        ReviewLink(
            reviewer=link.ticket.reviewer,
            url=address(link.token),
            expires_at=link.ticket.expires_at,
            publications=tuple(one.publication_id for one in link.publications),
        )
        for link in links().of(brand, post, clock.utc_now())
    )
    return ReviewLinks(brand_id=brand, post_id=post, links=found)


@router.post("/brands/<brand>/posts/<post>/review", tags=["reviews"])
def post_review(brand: Id, post: Id, body: Verdict) -> ReviewAnswer:
    """Decides on the post in the caller's own name, for whoever was asked. What asked for changes can be approved.
    403 for the yes of somebody of the console to what they planned themselves, while others are there to look at it."""
    by, decided, left_alone = caller_of(router.current_event), list[Publication](), list[Publication]()
    asked = _needing_approval(brand, post, body.channel)
    if body.decision == "approved":
        _refuse_own(brand, asked, by)
    for publication in asked:
        try:
            decided.append(
                reviews().decide(publication, body.decision, by=by, comment=body.comment, now=clock.utc_now())
            )
        except NotInReview as error:
            left_alone.append(error.publication)
        except Moved as error:
            raise try_again(error) from None
    return ReviewAnswer(brand_id=brand, post_id=post, publications=tuple(decided), left_alone=tuple(left_alone))


def _refuse_own(brand: str, asked: Sequence[Publication], by: str) -> None:
    """Raises Problem when the caller is a person who planned one of them, and is not alone."""
    email = by.rpartition("/")[2]
    if not any(is_of_planner(email, one.planned_by) for one in asked):
        return
    people = [one for one in users().list_all() if one.may_come_in]
    person = next((one for one in people if one.email.lower() == email.lower()), None)
    if person is None:
        return
    others = [one.roles_for(brand) for one in people if one is not person]
    for one in asked:
        right = APPROVING[one.approval.needed_from] if one.approval else Right.APPROVE_INTERNAL
        if weigh_own_post(email, person.roles_for(brand), one.planned_by, right, others) is OwnPost.OWN:
            detail = f"{one.publication_id} is a post that you planned: another of the brand has to say yes to it."
            raise Problem(HTTPStatus.FORBIDDEN, "own-post", detail)


def _needing_approval(brand: str, post: str, channel: str | None) -> list[Publication]:
    """Raises Problem: 404 for what is not there, 409 when nobody has to approve it."""
    found = [one for one in ledger().of_post(brand, post) if channel in (None, one.channel)]
    if not found:
        raise not_found(f"publication {brand}.{post}.{channel}" if channel else f"post {brand}.{post}")
    asked = [one for one in found if one.approval]
    if not asked:
        detail = f"Nobody has to approve {brand}.{post}: its channels need no approval."
        raise Problem(HTTPStatus.CONFLICT, "no-approval-needed", detail)
    return asked
