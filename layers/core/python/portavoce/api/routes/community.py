"""Comments and leads, as the community room keeps them."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from portavoce.api.caller import caller_of
from portavoce.api.comment_names import decode_name
from portavoce.api.lookups import known_brand
from portavoce.api.pages import Cursor, Limit, PageOf
from portavoce.api.problems import FieldError, Problem, changed_by_another, invalid, not_found, try_again
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.brands.strategy.model import Audience
from portavoce.community.acts.model import ActEntry
from portavoce.community.desk.changes import TooManyTags
from portavoce.community.desk.model import Hand, InboxChange, InboxEntry, InboxPage, Note
from portavoce.community.desk.search import InboxFilter
from portavoce.community.desk.service import NoNote
from portavoce.community.leads.model import LeadChange, LeadMoved
from portavoce.community.leads.service import NoLead
from portavoce.community.model import ActionRecord, InboxStatus, Lead, Priority, StoredInteraction
from portavoce.community.sentiment.model import Mood
from portavoce.community.service.inbox import Contended, NoInteraction
from portavoce.community.service.revisions import ChangedMeanwhile
from portavoce.platforms.interaction import InteractionKind
from portavoce.publishing.model import Publication
from portavoce.runtime import clock
from portavoce.runtime.wiring.acts_ledger import acts_ledger, hidings
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.community import community, desk, leads
from portavoce.runtime.wiring.hands import hands_of
from portavoce.runtime.wiring.ledger import ledger
from portavoce.value import Value
from portavoce.visits.service.orders import OrderContested

router = new_router()

MONTH, A_MOMENT = timedelta(days=31), timedelta(minutes=1)

Anyway = Annotated[bool, Query(description="Also an address that is none of the brand's people")]
InStatus = Annotated[InboxStatus, Query(description="Which part of the inbox")]


class Voice(Value):
    """How the brand speaks, for whoever answers."""

    name: str
    tone_of_voice: str
    audiences: tuple[Audience, ...]


class CommentAnswer(Value):
    """One comment and what an answer needs: what it answers in turn (`thread`, the first first), what else its author
    has said lately (`person`, the latest first, at most ten), the post of ours that it is under, how the brand speaks,
    what was done about it, and what was noted."""

    comment: InboxEntry
    thread: tuple[StoredInteraction, ...]
    person: tuple[StoredInteraction, ...]
    post: Publication | None
    voice: Voice | None
    actions: tuple[ActionRecord, ...]
    acts: tuple[ActEntry, ...]
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
    sentiment: Annotated[Mood | None, Query(description="The mood that was read in it")] = None,
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
        sentiment=sentiment,
        tag=tag,
        priority=priority,
        person=person,
        post=post,
        campaign=campaign,
        assignee=assignee,
        words=search,
    )
    return desk().list_page(brand, status, wanted, limit=limit, cursor=cursor)


@router.get("/brands/<brand>/hidings", tags=["community"])
def list_hidings(brand: Id, cursor: Cursor = None, limit: Limit = 50) -> InboxPage:
    """The brand's comments that are hidden for a time, the first to be shown again first. A page can hold fewer than
    `limit`, or none, and have a next one."""
    known_brand(brand)
    return desk().make_page(*hidings().list_page(brand, limit=limit, cursor=cursor))


@router.get("/comments/<platform>/<interaction_id>", tags=["community"])
def get_comment(platform: str, interaction_id: str) -> CommentAnswer:
    """One comment by the platform's own id of it; slashes and colons in it are encoded, or stand as they are."""
    entry = _show(platform, interaction_id)
    brand, thread = brands().brand_of(entry.brand_id), desk().list_thread(entry)
    return CommentAnswer(
        comment=entry,
        thread=tuple(thread),
        person=tuple(one for one in desk().list_of_person(entry) if one not in thread),
        post=_find_post(entry),
        voice=Voice(name=brand.name, tone_of_voice=brand.tone_of_voice, audiences=brand.audiences) if brand else None,
        actions=tuple(community().records.actions(entry)),
        acts=tuple(acts_ledger().list_all(platform, decode_name(interaction_id))),
        notes=tuple(desk().notes.list_all(entry)),
    )


@router.patch("/comments/<platform>/<interaction_id>", tags=["community"])
def change_comment(platform: str, interaction_id: str, body: InboxChange, anyway: Anyway = False) -> InboxEntry:
    """Changes who answers a comment, whether it is done, its tags and priority, and keeps a note; the same again
    changes nothing. 409 when `revision` is not the one that stands, with the note's words; 422 when who is to answer
    is none of the brand's people."""
    if body.assignee and not anyway:
        _need_hand(_show(platform, interaction_id).brand_id, body.assignee)
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


@router.delete("/comments/<platform>/<interaction_id>/notes/<number>", tags=["community"])
def remove_note(platform: str, interaction_id: str, number: int) -> InboxEntry:
    """Takes back a note, by its number as they are shown, from 1."""
    try:
        desk().remove_note(platform, decode_name(interaction_id), number)
    except NoInteraction:
        raise _no_comment(platform, interaction_id) from None
    except NoNote as missing:
        raise Problem(HTTPStatus.NOT_FOUND, "not-found", f"Nothing was changed: {missing}.") from None
    return _show(platform, interaction_id)


def _need_hand(brand_id: str, assignee: str) -> None:
    """Raises Problem unless the brand's file or its console knows the address as one of its own people."""
    hands = hands_of(brand_id)
    if assignee.casefold() not in {one.casefold() for one in hands}:
        message = (
            f"{assignee} is none of the people of {brand_id}, who are {', '.join(hands)}; --anyway names them still"
        )
        problem = "Nothing was changed: nobody of the brand has this address."
        raise invalid(problem, [FieldError(field="assignee", message=message)])


def _find_post(row: StoredInteraction) -> Publication | None:
    """The post of ours that something is said under, among those of the month before."""
    said = row.interaction
    if said.post_id is None:
        return None
    published = ledger().between(row.brand_id, said.occurred_at - MONTH, said.occurred_at + A_MOMENT)
    return next((one for one in published if one.remote_id == said.post_id), None)


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


@router.patch("/brands/<brand>/leads/<lead>", tags=["community"])
def change_lead(brand: Id, lead: str, body: LeadChange) -> Lead:
    """Says what became of a lead, what it is worth and whose it is; the same again changes nothing. 409 when `revision`
    is not the one that stands."""
    known_brand(brand)
    try:
        return leads().change(brand, lead, body, caller_of(router.current_event), clock.utc_now())
    except NoLead:
        raise not_found(f"lead {lead} of brand {brand}") from None
    except LeadMoved as meanwhile:
        raise changed_by_another(meanwhile, None) from None
    except OrderContested as later:
        raise try_again(later) from None
