"""Drafts of answers to comments: asked for, handed over, never sent."""

from http import HTTPStatus

from portavoce.api.comment_names import decode_name
from portavoce.api.lookups import known_brand
from portavoce.api.problems import Problem, not_found
from portavoce.api.router import new_router
from portavoce.community.drafts.model import (
    AnswerDraft,
    DraftCapReached,
    DraftRefused,
    DraftsOff,
    ModelBusy,
    ModelClosed,
    ModelGaveUp,
    NoDraft,
    NothingToDraft,
)
from portavoce.community.service.inbox import NoInteraction
from portavoce.platforms.conversation import AnswerKind
from portavoce.runtime import clock
from portavoce.runtime.wiring.community import desk
from portavoce.runtime.wiring.drafts import drafts
from portavoce.value import Value

router = new_router()
_KINDS: dict[type[NoDraft], tuple[HTTPStatus, str]] = {
    DraftsOff: (HTTPStatus.CONFLICT, "drafts-off"),
    DraftCapReached: (HTTPStatus.CONFLICT, "draft-cap-reached"),
    NothingToDraft: (HTTPStatus.CONFLICT, "nothing-to-draft"),
    DraftRefused: (HTTPStatus.CONFLICT, "draft-refused"),
    ModelBusy: (HTTPStatus.SERVICE_UNAVAILABLE, "model-busy"),
    ModelClosed: (HTTPStatus.CONFLICT, "model-closed"),
    ModelGaveUp: (HTTPStatus.CONFLICT, "model-gave-up"),
}


class DraftOrder(Value):
    """Which kind of answer is to be drafted: the first that is open if left out."""

    kind: AnswerKind | None = None


@router.post("/comments/<platform>/<interaction_id>/drafts", tags=["community"])
def draft_answer(platform: str, interaction_id: str, body: DraftOrder) -> AnswerDraft:
    """Has an answer drafted by the brand's model, for a person to edit; nothing is sent. It costs what its tokens cost.
    409 when drafts are off, the month's cap is reached, or there is nothing to draft; 503 when the model is busy."""
    try:
        entry = desk().find(platform, decode_name(interaction_id)).row
    except NoInteraction:
        raise not_found(f"comment {decode_name(interaction_id)} of {platform}") from None
    brand = known_brand(entry.brand_id).brand
    try:
        return drafts().propose(brand, entry, body.kind, clock.utc_now())
    except NoDraft as none:
        status, kind = _KINDS[type(none)]
        raise Problem(status, kind, str(none)) from None
