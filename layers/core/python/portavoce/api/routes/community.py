"""Comments and leads, as the community room keeps them."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query

from portavoce.api.lookups import known_brand
from portavoce.api.pages import Cursor, Limit, PageOf
from portavoce.api.problems import not_found, try_again
from portavoce.api.router import new_router
from portavoce.brands.model import Email, Id
from portavoce.community.model import ActionRecord, InboxStatus, Lead, StoredInteraction
from portavoce.community.service.inbox import Contended, NoInteraction
from portavoce.runtime import clock
from portavoce.runtime.wiring.community import community
from portavoce.value import Value

router = new_router()

InStatus = Annotated[InboxStatus, Query(description="Which part of the inbox")]


class CommentOrder(Value):
    """What to do with a comment: take it off the list or put it back, or name who is to answer (nobody when `assignee`
    is left out)."""

    action: Literal["done", "reopen", "assign"]
    assignee: Email | None = None


class CommentAnswer(Value):
    """One comment and everything that was done about it."""

    comment: StoredInteraction
    actions: tuple[ActionRecord, ...]


@router.get("/brands/<brand>/comments", tags=["community"])
def list_comments(
    brand: Id, status: InStatus = InboxStatus.OPEN, cursor: Cursor = None, limit: Limit = 50
) -> PageOf[StoredInteraction]:
    """The brand's inbox, newest first."""
    known_brand(brand)
    items, following = community().inbox(brand, status, limit=limit, cursor=cursor)
    return PageOf(items=tuple(items), next_cursor=following)


@router.get("/comments/<platform>/<interaction_id>", tags=["community"])
def get_comment(platform: str, interaction_id: str) -> CommentAnswer:
    """One comment by the platform's own id of it."""
    standing = community().records.get(platform, interaction_id)
    if standing is None:
        raise not_found(f"comment {interaction_id} of {platform}")
    return CommentAnswer(comment=standing.row, actions=tuple(community().records.actions(standing.row)))


@router.post("/comments/<platform>/<interaction_id>", tags=["community"])
def order_comment(platform: str, interaction_id: str, body: CommentOrder) -> StoredInteraction:
    """Does what a person wants with a comment; the same again changes nothing."""
    try:
        return _carry_out(platform, interaction_id, body)
    except NoInteraction:
        raise not_found(f"comment {interaction_id} of {platform}") from None
    except Contended as later:
        raise try_again(later) from None


def _carry_out(platform: str, interaction_id: str, order: CommentOrder) -> StoredInteraction:
    now = clock.utc_now()
    match order.action:
        case "assign":
            return community().assign(platform, interaction_id, order.assignee, now)
        case "done" | "reopen":
            return community().settle(platform, interaction_id, done=order.action == "done", now=now)


@router.get("/brands/<brand>/leads", tags=["community"])
def list_leads(brand: Id, cursor: Cursor = None, limit: Limit = 50) -> PageOf[Lead]:
    """The brand's leads, newest first."""
    known_brand(brand)
    items, following = community().leads(brand, limit=limit, cursor=cursor)
    return PageOf(items=tuple(items), next_cursor=following)
