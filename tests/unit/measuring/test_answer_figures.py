"""How long people wait, and who comes back."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from portavoce.measuring.figures.answers import CommentDay, PeriodAnswers, Wait, figures_of_answers
from portavoce.measuring.model import Figure
from tests.aurora import NOW


def of_answers(waits: Sequence[Wait], comments: Sequence[CommentDay] = ()) -> dict[str, Figure]:
    answers = PeriodAnswers(waits=tuple(waits), comments=tuple(comments))
    return {figure.name: figure for figure in figures_of_answers(answers, NOW)}


def test_what_still_waits_counts_as_at_least_what_it_has_waited() -> None:
    answered = [Wait(minutes=minutes, is_open=False, is_late=minutes > 60) for minutes in (10, 20, 30, 40)]
    told = of_answers(answered)
    assert [told["response_time"].value, told["response_time_p90"].value] == [20, 40]
    waiting = [*answered, *(Wait(minutes=100, is_open=True, is_late=True) for _ in range(6))]
    told = of_answers(waiting)
    assert [told["response_time"].value, told["response_time"].low] == [100, 100]
    assert told["response_time"].coverage == "4 of 10 comments"
    assert told["deadlines_kept"].value == Decimal("40.00")


def test_where_more_was_said_than_is_read_how_long_people_waited_is_unknown() -> None:
    assert [figure.value for figure in figures_of_answers(None, NOW)] == [None] * 4


def test_who_wrote_on_two_days_has_come_back() -> None:
    wrote = [("ada", 1), ("ada", 1), ("ugo", 1), ("ugo", 2), ("eva", 3)]
    days = [CommentDay(author_id=who, day=date(2026, 11, on)) for who, on in wrote]
    figure = of_answers([], days)["returning_commenters"]
    assert (figure.value, figure.coverage) == (Decimal("33.33"), "3 of 3 commenters")
