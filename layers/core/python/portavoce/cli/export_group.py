"""`portavoce export`: the calendar, where nothing else is named."""

from typing import Any

import typer
from typer.core import TyperGroup

_CALENDAR = "calendar"


class CalendarFirst(TyperGroup):
    """A group whose first word may be left out: `portavoce export aurora` is `portavoce export calendar aurora`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Puts in the word that is meant."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [_CALENDAR, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=CalendarFirst, help="Write files: a brand's calendar, or what a month has cost.", no_args_is_help=True
)
