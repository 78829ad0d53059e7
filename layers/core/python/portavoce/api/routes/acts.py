"""What people do about comments on the platforms: answers and deeds, each once, and their undoing."""

from http import HTTPStatus

from portavoce.api.caller import caller_of
from portavoce.api.comment_names import decode_name
from portavoce.api.lookups import known_brand
from portavoce.api.problems import FieldError, Problem, changed_by_another, invalid, not_found, try_again
from portavoce.api.router import new_router
from portavoce.community.acts.model import ActEntry, ActOrder
from portavoce.community.acts.service.acts import AnsweredAlready, Busy, NotAllowed, NothingToUndo, Report
from portavoce.community.answers.answer_text import fill_answer
from portavoce.community.answers.service import NoAnswer
from portavoce.community.desk.model import Hand
from portavoce.community.model import ActEnd, StoredInteraction
from portavoce.community.service.inbox import Contended, NoInteraction
from portavoce.community.service.revisions import ChangedMeanwhile
from portavoce.platforms.conversation import AnswerKind
from portavoce.runtime import clock
from portavoce.runtime.wiring.acts import acts
from portavoce.runtime.wiring.community import community, desk, saved_answers
from portavoce.value import Value

router = new_router()


class UndoOrder(Value):
    """Which act to take back: by its number, or the newest that stands; `revision`: only if it is still the one that
    was seen."""

    number: int | None = None
    revision: int | None = None


class ActReport(Value):
    """The comment, what was asked for, and how it ended: `ended` is null while nobody knows, and both are null when
    there was nothing to do."""

    comment: StoredInteraction
    act: ActEntry | None = None
    ended: ActEnd | None = None


@router.post("/comments/<platform>/<interaction_id>/acts", tags=["community"])
def act_on_comment(platform: str, interaction_id: str, body: ActOrder) -> ActReport:
    """Answers a comment, hides it, likes it, or does something else about it on the platform. 409 when somebody else
    has answered, or `revision` is not the one that stands: what was to be said is kept as a note."""
    name, by = decode_name(interaction_id), caller_of(router.current_event)
    body = _fill_saved(platform, name, body)
    if isinstance(body.what, AnswerKind) and not (body.text or "").strip():
        raise invalid("An answer needs words.", [FieldError(field="text", message="Say what is to be said.")])
    try:
        return _tell(acts().ask(platform, name, body, by, clock.utc_now()))
    except AnsweredAlready as earlier:
        told = f"Nothing was said: {earlier}. {_keep(platform, name, body, by)}Say `again` to answer all the same."
        raise Problem(HTTPStatus.CONFLICT, "answered-already", told, words=body.text) from None
    except ChangedMeanwhile as meanwhile:
        told = f"Nothing was done: {meanwhile}. {_keep(platform, name, body, by)}Look at it, then decide."
        raise Problem(HTTPStatus.CONFLICT, "changed-by-another", told, words=body.text) from None
    except (NoInteraction, NotAllowed, Busy, Contended) as refused:
        raise _problem(platform, interaction_id, refused) from None


@router.post("/comments/<platform>/<interaction_id>/acts/undo", tags=["community"])
def undo_act(platform: str, interaction_id: str, body: UndoOrder) -> ActReport:
    """Takes an act back on the platform; one that is taken back already is left."""
    name, by = decode_name(interaction_id), caller_of(router.current_event)
    try:
        return _tell(acts().undo(platform, name, body.number, by, clock.utc_now(), revision=body.revision))
    except ChangedMeanwhile as meanwhile:
        raise changed_by_another(meanwhile, None) from None
    except NothingToUndo as nothing:
        raise Problem(HTTPStatus.CONFLICT, "nothing-to-undo", f"Nothing was changed: {nothing}.") from None
    except AnsweredAlready as earlier:
        raise try_again(earlier) from None
    except (NoInteraction, NotAllowed, Busy, Contended) as refused:
        raise _problem(platform, interaction_id, refused) from None


def _fill_saved(platform: str, interaction_id: str, order: ActOrder) -> ActOrder:
    """With the words of the saved answer that it names, if it does."""
    if order.saved_answer is None:
        return order
    standing = community().records.get(platform, interaction_id)
    if standing is None:
        raise not_found(f"comment {interaction_id} of {platform}")
    brand = known_brand(standing.row.brand_id).brand
    try:
        answer = saved_answers().choose(brand, order.saved_answer, order.language)
    except NoAnswer as missing:
        raise not_found(str(missing)) from None
    text = fill_answer(answer, standing.row.interaction, brand)
    return order.model_copy(update={"text": text, "language": answer.language})


def _keep(platform: str, interaction_id: str, order: ActOrder, by: str) -> str:
    """Keeps what was to be said, and says so."""
    if not order.text:
        return ""
    desk().keep_words(platform, interaction_id, order.text, Hand(by, clock.utc_now()))
    return "Your words are kept as a note. "


def _problem(platform: str, interaction_id: str, refused: Exception) -> Problem:
    match refused:
        case NoInteraction():
            return not_found(f"comment {decode_name(interaction_id)} of {platform}")
        case NotAllowed(link=link):
            where = f" See {link}" if link else ""
            return Problem(HTTPStatus.CONFLICT, "not-allowed-there", f"Nothing was done. {refused}{where}")
        case _:
            return try_again(refused)


def _tell(report: Report) -> ActReport:
    return ActReport(comment=report.row, act=report.entry, ended=report.ended)
