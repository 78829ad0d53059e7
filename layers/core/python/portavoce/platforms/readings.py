"""Metrics one by one, so that one that is refused takes no other down."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from portavoce.platforms.audience import AudienceReading, AudienceSpec
from portavoce.platforms.contract import ReadFailed, Reading, ReadRefused
from portavoce.platforms.rules.metric_spec import MetricSpec

_MOST_DIGITS = 30
"""A number of more is none: 1e999999999 would take gigabytes to write out."""


class AccessRefused(ReadRefused):
    """The token, a permission or the account is refused: no other read would fare better."""


class TooFewPeople(ReadRefused):
    """The platform counts this, and does not tell it while so few people are in it."""


def readings(metrics: Sequence[MetricSpec], read: Callable[[MetricSpec], Decimal]) -> list[Reading]:
    """One Reading per metric. `read` raises ReadRefused for a number that there is not.

    Raises AccessRefused at once, and ReadFailed when not one read was answered."""
    return [
        Reading(metric=spec.name, value=found, unavailable_reason=reason, too_few=too_few)
        for spec, found, reason, too_few in _ask_each(metrics, read)
    ]


def audience_readings(
    specs: Sequence[AudienceSpec], read: Callable[[AudienceSpec], Mapping[str, int]]
) -> list[AudienceReading]:
    """One AudienceReading per spec, as `readings` makes them."""
    return [
        AudienceReading(group=spec.group, by=spec.by, parts=found, unavailable_reason=reason, too_few=too_few)
        for spec, found, reason, too_few in _ask_each(specs, read)
    ]


def _ask_each[Spec, Found](
    specs: Sequence[Spec], read: Callable[[Spec], Found]
) -> list[tuple[Spec, Found | None, str | None, bool]]:
    """Each with what was found, or why nothing was, and whether that is because of too few people."""
    taken: list[tuple[Spec, Found | None, str | None, bool]] = []
    failures: list[ReadFailed] = []
    for spec in specs:
        try:
            taken.append((spec, read(spec), None, False))
        except AccessRefused:
            raise
        except ReadRefused as refused:
            taken.append((spec, None, str(refused), isinstance(refused, TooFewPeople)))
        except ReadFailed as failed:
            failures.append(failed)
            taken.append((spec, None, str(failed), False))
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
    if not found.is_finite() or found.adjusted() > _MOST_DIGITS:
        raise ReadRefused("The platform gave no number")
    return found
