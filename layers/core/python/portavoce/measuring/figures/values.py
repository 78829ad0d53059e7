"""How a figure is put together: of what is known, with how much of the whole that is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from portavoce.measuring.figures.definitions import DEFINITIONS
from portavoce.measuring.model import Cut, Figure

_CENT = Decimal("0.01")
ZERO = Decimal(0)


class Known(NamedTuple):
    """A number that is known, and the moment of its oldest part."""

    value: Decimal
    as_of: datetime


class Ratio(NamedTuple):
    """A part and the whole that it is of."""

    part: Known
    whole: Known


@dataclass(frozen=True)
class FigureMaker:
    """Makes the figures of one cut: `total` things of a kind (`things`, such as posts) belong to it."""

    total: int
    things: str = "posts"
    by: Cut | None = None
    of: str | None = None

    def add_up(self, name: str, known: Sequence[Known], reason: str) -> Figure:
        """The sum of what is known; unknown, for this reason, where nothing is."""
        value = sum((one.value for one in known), ZERO) if known else None
        return self.state(name, value, [one.as_of for one in known], known=len(known), reason=reason)

    def divide(self, name: str, known: Sequence[Ratio], reason: str, times: int = 1) -> Figure:
        """The sum of the parts divided by the sum of the wholes, never a mean of shares. `times` 100 makes percent."""
        part, whole = (sum((getattr(one, side).value for one in known), ZERO) for side in ("part", "whole"))
        moments = [moment for one in known for moment in (one.part.as_of, one.whole.as_of)]
        return self.state(name, round_ratio(times * part, whole), moments, known=len(known), reason=reason)

    def state(
        self,
        name: str,
        value: Decimal | None,
        moments: Sequence[datetime],
        *,
        known: int = 0,
        reason: str = "",
        unit: str = "",
    ) -> Figure:
        """A figure of a value that is made already. `reason` is told when there is none."""
        definition = DEFINITIONS[name]
        return Figure(
            name=name,
            unit=unit or definition.unit,
            definition=definition.says,
            by=self.by,
            of=self.of,
            value=value,
            as_of=min(moments, default=None) if value is not None else None,
            coverage=f"{known} of {self.total} {self.things}" if self.things else None,
            known=known if self.things else None,
            total=self.total if self.things else None,
            unavailable_reason=None if value is not None else reason,
        )


def round_ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """One by the other, to two places, half to even; None by nothing."""
    return (part / whole).quantize(_CENT, ROUND_HALF_EVEN) if whole > 0 else None
