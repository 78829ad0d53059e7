"""A chart that every mail program shows: bars of table cells in HTML, of marks in plain text. Pure."""

from typing import NamedTuple

_WIDTH = 24
"""How many marks the longest bar has in plain text."""


class Bar(NamedTuple):
    """One hour: all comments, the negative ones of them, and both as per cent of the longest bar."""

    label: str
    total: int
    negative: int
    negative_width: int
    other_width: int

    @property
    def marks(self) -> str:
        """The bar in plain text: `#` for negative ones, `-` for the others."""
        dark, light = (round(width * _WIDTH / 100) for width in (self.negative_width, self.other_width))
        return "#" * dark + "-" * light


def write_chart(hours: list[tuple[str, int, int]]) -> str:
    """The hours (label without space, all, negative) as one fact."""
    return " ".join(f"{label}={total}/{negative}" for label, total, negative in hours)


def read_chart(fact: str) -> list[Bar]:
    """The bars of a fact that `write_chart` wrote."""
    hours = []
    for one in fact.split():
        label, _, counts = one.rpartition("=")
        total, _, negative = counts.partition("/")
        hours.append((label, int(total), int(negative)))
    most = max((total for _, total, _ in hours), default=0) or 1
    return [
        Bar(label, total, negative, round(100 * negative / most), round(100 * (total - negative) / most))
        for label, total, negative in hours
    ]
