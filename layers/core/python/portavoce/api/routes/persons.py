"""What is held of a person, and forgetting them.

The gateway sends these routes to a function of their own, for a person's words may lie among the dead letters too."""

from typing import Annotated
from urllib.parse import unquote

from aws_lambda_powertools.event_handler.openapi.params import Path

from portavoce.api.lookups import known_brand
from portavoce.api.pages import DryRun
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.community.persons.model import Erasure, Person, PersonExport
from portavoce.runtime import clock
from portavoce.runtime.wiring.persons import persons

router = new_router()

AuthorId = Annotated[
    str, Path(min_length=1, description="The platform's id of the person; of a lead form, its e-mail address")
]


@router.get("/brands/<brand>/persons/<platform>/<author_id>", tags=["persons"])
def export_person(brand: Id, platform: str, author_id: AuthorId) -> PersonExport:
    """Everything that is held of a person: what they said, what was done about it, what came of it, what is parked, and
    who was written to about them."""
    return persons().export(_known_person(brand, platform, author_id))


@router.delete("/brands/<brand>/persons/<platform>/<author_id>", tags=["persons"])
def erase_person(brand: Id, platform: str, author_id: AuthorId, dry_run: DryRun = False) -> Erasure:
    """Forgets a person for good, in the table and among the dead letters, and keeps what they had said from coming
    back. Says what no command can reach. To be repeated after `repeat_after`, for what was on its way."""
    return persons().erase(_known_person(brand, platform, author_id), clock.utc_now(), is_dry=dry_run)


def _known_person(brand: str, platform: str, author_id: str) -> Person:
    known_brand(brand)
    # A DID holds colons, which a gateway may hand over as they were sent; no platform's id holds a percent sign.
    named = unquote(author_id)
    # An address is the same however it is written; no platform's id holds an @.
    return Person(brand_id=brand, platform=platform, author_id=named.lower() if "@" in named else named)
