"""Metrics one by one, so that one that is refused takes no other down."""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

from portavoce.platforms.contract import ReadFailed, Reading, ReadRefused
from portavoce.platforms.metric_spec import MetricSpec


class AccessRefused(ReadRefused):
    """The token, a permission or the account is refused: no other read would fare better."""


class TooFewPeople(ReadRefused):
    """The platform counts this, and does not tell it while so few people are in it."""


def readings(metrics: Sequence[MetricSpec], read: Callable[[MetricSpec], Decimal]) -> list[Reading]:
    """One Reading per metric. `read` raises ReadRefused for a number that there is not.

    Raises AccessRefused at once, and ReadFailed when not one read was answered."""
    taken: list[Reading] = []
    failures: list[ReadFailed] = []
    for spec in metrics:
        try:
            taken.append(Reading(metric=spec.name, value=read(spec)))
        except AccessRefused:
            raise
        except ReadRefused as refused:
            too_few = isinstance(refused, TooFewPeople)
            taken.append(Reading(metric=spec.name, value=None, unavailable_reason=str(refused), too_few=too_few))
        except ReadFailed as failed:
            failures.append(failed)
            taken.append(Reading(metric=spec.name, value=None, unavailable_reason=str(failed)))
    if failures and len(failures) == len(taken):
        raise failures[0]
    return taken


def number(value: object) -> Decimal:
    """A platform's number. Raises ReadRefused for anything else: unknown is never 0."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise ReadRefused("The platform gave no number")
    try:
        found = Decimal(value)
    except InvalidOperation:
        raise ReadRefused("The platform gave no number") from None
    if not found.is_finite():
        raise ReadRefused("The platform gave no number")
    return found
