"""Figures of answering: how long people wait, and who comes back. Pure. Sources: `definitions.py`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from portavoce.measuring.figures.values import FigureMaker, round_ratio
from portavoce.measuring.model import Figure
from portavoce.value import Value


class Wait(Value):
    """How long one comment waited for our first answer or act, in minutes of work. `is_open`: it still waits, and has
    waited so long. `is_late`: its deadline has passed before; None where it has none."""

    minutes: int
    is_open: bool
    is_late: bool | None = None


class CommentDay(Value):
    """That somebody wrote on a day of the brand's calendar."""

    author_id: str
    day: date


class PeriodAnswers(Value):
    """What was said to a brand in a period: how long each waited, and who wrote when."""

    waits: tuple[Wait, ...]
    comments: tuple[CommentDay, ...]


def figures_of_answers(answers: PeriodAnswers | None, counted_at: datetime) -> list[Figure]:
    """Median, ninth tenth, deadlines kept, and who came back. What is open counts as at least what it has waited. None
    where more was said than is read at once: all are unknown then."""
    if answers is None:
        make, reason = FigureMaker(0, ""), "more was said than is read at once"
        names = ("response_time", "response_time_p90", "deadlines_kept", "returning_commenters")
        return [make.state(name, None, [], reason=reason) for name in names]
    waits = answers.waits
    make = FigureMaker(len(waits), "comments")
    answered = sum(1 for one in waits if not one.is_open)
    figures = []
    for name, part in (("response_time", Decimal("0.5")), ("response_time_p90", Decimal("0.9"))):
        value, is_least = find_quantile(waits, part)
        figure = make.state(name, value, [counted_at], known=answered, reason="nothing was said that waits for us")
        figures.append(figure.model_copy(update={"low": value}) if is_least else figure)
    due = [one.is_late for one in waits if one.is_late is not None and (one.is_late or not one.is_open)]
    kept = round_ratio(Decimal(100 * due.count(False)), Decimal(len(due)))
    figures.append(make.state("deadlines_kept", kept, [counted_at], known=len(due), reason="nothing was due"))
    return [*figures, _loyalty(answers.comments, counted_at)]


def find_quantile(waits: Sequence[Wait], part: Decimal) -> tuple[Decimal | None, bool]:
    """The wait within which this part was answered, by Kaplan and Meier's estimate. With True it is that at least: so
    many still wait that the answer is not known yet, and the longest wait stands for it."""
    if not waits:
        return None, False
    left = Decimal(1)
    for minutes in sorted({one.minutes for one in waits if not one.is_open}):
        at_risk = sum(1 for one in waits if one.minutes >= minutes)
        ended = sum(1 for one in waits if one.minutes == minutes and not one.is_open)
        left *= 1 - Decimal(ended) / at_risk
        if left <= 1 - part:
            return Decimal(minutes), False
    return Decimal(max(one.minutes for one in waits)), True


def _loyalty(comments: Iterable[CommentDay], counted_at: datetime) -> Figure:
    days: dict[str, set[date]] = {}
    for one in comments:
        days.setdefault(one.author_id, set()).add(one.day)
    back = sum(1 for found in days.values() if len(found) > 1)
    value = round_ratio(Decimal(100 * back), Decimal(len(days)))
    make = FigureMaker(len(days), "commenters")
    reason = "nobody whose id is known wrote"
    return make.state("returning_commenters", value, [counted_at], known=len(days), reason=reason)
