"""Comments and leads, as the community room keeps them."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from portavoce.api.lookups import known_brand
from portavoce.api.pages import Cursor, Limit, PageOf
from portavoce.api.problems import not_found
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.community.model import ActionRecord, Lead, Status, StoredInteraction
from portavoce.runtime.wiring.community import community
from portavoce.value import Value

router = new_router()

InStatus = Annotated[Status, Query(description="Which part of the inbox")]


class CommentAnswer(Value):
    """One comment and everything that was done about it."""

    comment: StoredInteraction
    actions: tuple[ActionRecord, ...]


@router.get("/brands/<brand>/comments", tags=["community"])
def list_comments(
    brand: Id, status: InStatus = Status.OPEN, cursor: Cursor = None, limit: Limit = 50
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


@router.get("/brands/<brand>/leads", tags=["community"])
def list_leads(brand: Id, cursor: Cursor = None, limit: Limit = 50) -> PageOf[Lead]:
    """The brand's leads, newest first."""
    known_brand(brand)
    items, following = community().leads(brand, limit=limit, cursor=cursor)
    return PageOf(items=tuple(items), next_cursor=following)
