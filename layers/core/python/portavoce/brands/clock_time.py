"""Times of day as a brand's file writes them. Pure."""

import re
from typing import Annotated

from pydantic import AfterValidator

_CLOCK_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def read_clock_time(text: str) -> str:
    """The time of day as it is kept: `09:30`. Raises ValueError."""
    found = _CLOCK_TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is not a time of day such as 09:30")
    return f"{int(found[1]):02}:{found[2]}"


ClockTime = Annotated[str, AfterValidator(read_clock_time)]
"""A time of day on the brand's clocks, kept as `09:30`."""
