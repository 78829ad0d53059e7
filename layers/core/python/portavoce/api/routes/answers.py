"""Saved answers, as the community room keeps them."""

from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response

from portavoce.api.caller import caller_of
from portavoce.api.lookups import known_brand
from portavoce.api.pages import PageOf
from portavoce.api.problems import FieldError, invalid, not_found
from portavoce.api.router import new_router
from portavoce.brands.model import Id, Language
from portavoce.community.answers.model import AnswerWords, SavedAnswer
from portavoce.community.answers.service import NoAnswer, TooManyAnswers
from portavoce.runtime import clock
from portavoce.runtime.wiring.community import saved_answers
from portavoce.value import Value

router = new_router()


class AnswerText(Value):
    """The words of an answer. In braces: `{name}` the author, `{brand}`, `{post}` and `{link}` the addresses of the
    post and of what was said."""

    words: AnswerWords


@router.get("/brands/<brand>/answers", tags=["community"])
def list_answers(brand: Id) -> PageOf[SavedAnswer]:
    """All saved answers of a brand, by name and language."""
    known_brand(brand)
    return PageOf(items=tuple(saved_answers().records.list_all(brand)), next_cursor=None)


@router.put("/brands/<brand>/answers/<name>/languages/<language>", tags=["community"])
def put_answer(brand: Id, name: Id, language: Language, body: AnswerText) -> SavedAnswer:
    """Saves an answer over what stood under its name in this language."""
    known_brand(brand)
    answer = SavedAnswer(
        brand_id=brand,
        name=name,
        language=language,
        words=body.words,
        changed_by=caller_of(router.current_event),
        changed_at=clock.utc_now(),
    )
    try:
        saved_answers().put(answer)
    except TooManyAnswers as many:
        raise invalid(str(many), [FieldError(field="name", message=str(many))]) from None
    return answer


@router.delete("/brands/<brand>/answers/<name>/languages/<language>", tags=["community"])
def delete_answer(brand: Id, name: Id, language: Language) -> Response[None]:
    """Removes an answer in one language."""
    known_brand(brand)
    try:
        saved_answers().remove(brand, name, language)
    except NoAnswer:
        raise not_found(f"answer {name} in {language} of brand {brand}") from None
    return Response(HTTPStatus.NO_CONTENT)
