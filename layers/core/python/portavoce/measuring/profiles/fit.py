"""How much of the people is in an audience, from what is told of them. Pure.

A platform tells countries and ages apart, never both of the same people: of both together only the bounds are known
(Fréchet: at least what the two leave no room for, at most the smaller of them)."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from portavoce.brands.strategy.model import OLDEST

_CENT = Decimal("0.01")
_WHOLE = Decimal(100)


class PeopleShare(NamedTuple):
    """A share as two fractions, between which it lies; both wholes are people. `low_whole` 0: no least is known."""

    low_part: int
    low_whole: int
    high_part: int
    high_whole: int
    people: int

    @property
    def low(self) -> Decimal | None:
        """In percent."""
        return percent_of(self.low_part, self.low_whole)

    @property
    def high(self) -> Decimal | None:
        """In percent."""
        return percent_of(self.high_part, self.high_whole)


def share_of_countries(
    parts: Mapping[str, int], wanted: Sequence[str], followers: int | None, *, is_cut: bool
) -> PeopleShare | None:
    """How many live in the wanted countries; None where nobody's country is told.

    Where only the largest are told, the least is of all followers, and at most each wanted one that is missing has as
    many as the smallest that is told."""
    told = sum(parts.values())
    if not told:
        return None
    inside = sum(parts.get(one, 0) for one in wanted)
    if not is_cut:
        return PeopleShare(inside, told, inside, told, told)
    unseen = len([one for one in wanted if one not in parts]) * min(parts.values())
    whole = max(followers, told) if followers is not None else 0
    return PeopleShare(inside if whole else 0, whole, inside + unseen, told + unseen, told)


def share_of_ages(parts: Mapping[str, int], wanted: str) -> PeopleShare | None:
    """How many are of the wanted ages; None where nobody's age is told. A band that lies across their end counts as
    perhaps, as does one that cannot be read."""
    told = sum(parts.values())
    if not told:
        return None
    first, last = _read_span(wanted) or (0, OLDEST)
    sure = perhaps = 0
    for name, people in parts.items():
        band = _read_span(name)
        if band and first <= band[0] and band[1] <= last:
            sure += people
        elif band is None or (band[0] <= last and first <= band[1]):
            perhaps += people
    return PeopleShare(sure, told, sure + perhaps, told, told)


def add_shares(shares: Sequence[PeopleShare]) -> PeopleShare | None:
    """The share of several channels' people together; somebody who follows two is counted in both."""
    if not shares:
        return None
    people = sum(one.people for one in shares)
    knows_least = all(one.low_whole for one in shares)
    low_part, low_whole = (
        (sum(one.low_part for one in shares), sum(one.low_whole for one in shares)) if knows_least else (0, 0)
    )
    return PeopleShare(
        low_part, low_whole, sum(one.high_part for one in shares), sum(one.high_whole for one in shares), people
    )


def bound_together(lows: Sequence[Decimal | None], highs: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Between which percents those lie who are in all of several shares of the same people."""
    least = sum((one if one is not None else Decimal(0) for one in lows), Decimal(0)) - _WHOLE * (len(lows) - 1)
    return max(Decimal(0), least), min(highs)


def percent_of(part: int, whole: int) -> Decimal | None:
    """To two places; None of nobody."""
    return (_WHOLE * part / whole).quantize(_CENT, ROUND_HALF_EVEN) if whole else None


def _read_span(text: str) -> tuple[int, int] | None:
    """`25-34`, or `65+`; None for anything else."""
    first, dash, last = text.partition("-")
    if dash and first.isdecimal() and last.isdecimal():
        return int(first), int(last)
    start = text.removesuffix("+")
    return (int(start), OLDEST) if start != text and start.isdecimal() else None
