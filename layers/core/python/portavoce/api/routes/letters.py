"""What is parked, and how it goes back.

The gateway sends these routes to a function of its own, the only one that may read the dead-letter queue and call the
other functions."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from portavoce.api.pages import DryRun
from portavoce.api.router import new_router
from portavoce.letters.model import LetterGroup, LetterKind
from portavoce.letters.service import Redriven
from portavoce.runtime.wiring.letters import letters
from portavoce.value import Value

router = new_router()

OfKind = Annotated[LetterKind | None, Query(description="Of this kind only")]


class ParkedLetters(Value):
    """What is parked, the longest first. `more`: there are letters that were not looked at."""

    items: tuple[LetterGroup, ...]
    more: bool


@router.get("/letters", tags=["operation"])
def list_letters() -> ParkedLetters:
    """What could not be handled and waits in the dead-letter queue, by kind, origin and reason. It says nothing of what
    is in a letter."""
    items, more = letters().list_groups()
    return ParkedLetters(items=tuple(items), more=more)


@router.post("/letters/redrive", tags=["operation"])
def redrive_letters(kind: OfKind = None, dry_run: DryRun = False) -> Redriven:
    """Brings letters back, each on its own way: a message to its queue, an event to its function, changes of the table
    to the relay. What comes back too often parks again."""
    return letters().redrive(kind, is_dry=dry_run)
