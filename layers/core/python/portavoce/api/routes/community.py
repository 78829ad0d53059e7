"""Comments and leads, as the community room keeps them."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from portavoce.api.caller import caller_of
from portavoce.api.comment_names import decode_name
from portavoce.api.lookups import known_brand
from portavoce.api.pages import Cursor, Limit, PageOf
from portavoce.api.problems import FieldError, Problem, changed_by_another, invalid, not_found, try_again
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.community.desk.changes import TooManyTags
from portavoce.community.desk.model import Hand, InboxChange, InboxEntry, InboxPage, Note
from portavoce.community.desk.search import InboxFilter
from portavoce.community.desk.service import ChangedMeanwhile
from portavoce.community.model import ActionRecord, InboxStatus, Lead, Priority
from portavoce.community.service.inbox import Contended, NoInteraction
from portavoce.platforms.interaction import InteractionKind
from portavoce.runtime import clock
from portavoce.runtime.wiring.community import community, desk
from portavoce.value import Value

router = new_router()

InStatus = Annotated[InboxStatus, Query(description="Which part of the inbox")]


class CommentAnswer(Value):
    """One comment, what was done about it, and what was noted."""

    comment: InboxEntry
    actions: tuple[ActionRecord, ...]
    notes: tuple[Note, ...]


@router.get("/brands/<brand>/comments", tags=["community"])
def list_comments(
    brand: Id,
    *,
    status: InStatus = InboxStatus.OPEN,
    platform: Annotated[str | None, Query(description="The platform's name")] = None,
    channel: Annotated[str | None, Query(description="The channel's id")] = None,
    kind: Annotated[InteractionKind | None, Query(description="What it is")] = None,
    label: Annotated[str | None, Query(description="What triage has found in it")] = None,
    tag: Annotated[str | None, Query(description="A tag of the brand's own")] = None,
    priority: Annotated[Priority | None, Query(description="How urgent it is")] = None,
    person: Annotated[str | None, Query(description="The author's id on the platform, or their name")] = None,
    post: Annotated[str | None, Query(description="The platform's id of the post that it is under")] = None,
    campaign: Annotated[str | None, Query(description="The platform's id of the campaign")] = None,
    assignee: Annotated[str | None, Query(description="The address of who is to answer")] = None,
    search: Annotated[str | None, Query(description="Words that stand in it", max_length=200)] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> InboxPage:
    """The brand's inbox, newest first. What is looked for is looked for in a part of it: `looked_back_to` says how far
    back, and `next_cursor` looks further."""
    known_brand(brand)
    wanted = InboxFilter(
        platform=platform,
        channel=channel,
        kind=kind,
        label=label,
        tag=tag,
        priority=priority,
        person=person,
        post=post,
        campaign=campaign,
        assignee=assignee,
        words=search,
    )
    return desk().list_page(brand, status, wanted, limit=limit, cursor=cursor)


@router.get("/comments/<platform>/<interaction_id>", tags=["community"])
def get_comment(platform: str, interaction_id: str) -> CommentAnswer:
    """One comment by the platform's own id of it; slashes and colons in it are encoded, or stand as they are."""
    entry = _show(platform, interaction_id)
    return CommentAnswer(
        comment=entry,
        actions=tuple(community().records.actions(entry)),
        notes=tuple(desk().notes.list_all(entry)),
    )


@router.patch("/comments/<platform>/<interaction_id>", tags=["community"])
def change_comment(platform: str, interaction_id: str, body: InboxChange) -> InboxEntry:
    """Changes who answers a comment, whether it is done, its tags and priority, and keeps a note; the same again
    changes nothing. 409 when `revision` is not the one that stands, with the note's words."""
    hand = Hand(caller_of(router.current_event), clock.utc_now())
    try:
        desk().change(platform, decode_name(interaction_id), body, hand)
    except NoInteraction:
        raise _no_comment(platform, interaction_id) from None
    except ChangedMeanwhile as meanwhile:
        raise changed_by_another(meanwhile, meanwhile.words) from None
    except TooManyTags as refused:
        raise invalid(str(refused), [FieldError(field="add_tags", message=str(refused))]) from None
    except Contended as later:
        raise try_again(later) from None
    return _show(platform, interaction_id)


def _show(platform: str, interaction_id: str) -> InboxEntry:
    try:
        return desk().show(platform, decode_name(interaction_id))
    except NoInteraction:
        raise _no_comment(platform, interaction_id) from None


def _no_comment(platform: str, interaction_id: str) -> Problem:
    return not_found(f"comment {decode_name(interaction_id)} of {platform}")


@router.get("/brands/<brand>/leads", tags=["community"])
def list_leads(brand: Id, cursor: Cursor = None, limit: Limit = 50) -> PageOf[Lead]:
    """The brand's leads, newest first."""
    known_brand(brand)
    items, following = community().leads(brand, limit=limit, cursor=cursor)
    return PageOf(items=tuple(items), next_cursor=following)
