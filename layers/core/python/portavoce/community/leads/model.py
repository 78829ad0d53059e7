"""What a person says about a lead, and how the counters of a day name what leads came from."""

from collections.abc import Iterator, Mapping
from typing import Annotated, NamedTuple, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from portavoce.brands.model import Email
from portavoce.community.model import Lead, LeadOutcome, LeadPlace
from portavoce.value import Value

_MARK = "lead"
MOST_OF_ORDER = 100


def _check_one_line(order: str) -> str:
    if not order.isprintable():
        raise ValueError("should be one line without control characters")
    return order


ShopOrder = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_OF_ORDER),
    AfterValidator(_check_one_line),
]
"""As a browser may tell it too."""
Currency = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[A-Za-z]{3}$")]


class LeadChange(Value):
    """What is left out stays as it is. `value_minor` in minor units of `currency` stands beside it, and null takes it
    away; `seller` null makes it everybody's; `order` is what the shop calls what was bought, null where it is not
    known. `revision` is the one that was seen."""

    outcome: LeadOutcome | None = None
    value_minor: Annotated[int, Field(gt=0, lt=10**15)] | None = None
    currency: Currency | None = None
    seller: Email | None = None
    order: ShopOrder | None = None
    revision: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _has_both(self) -> Self:
        if (self.value_minor is None) != (self.currency is None):
            raise ValueError("a value needs its currency, and a currency its value")
        return self


class LeadMoved(Exception):
    """Nothing was changed: what was seen stands no longer. `standing` is how it stands."""

    def __init__(self, standing: Lead) -> None:
        touched = standing.touched
        who = f": {touched.by} {touched.what}" if touched else ""
        super().__init__(f"the lead is at revision {standing.revision} by now{who}")
        self.standing = standing


PLACES = "leads"
"""The list of counters that holds the places: a brand may have thousands of them."""


class PlacedLeads(NamedTuple):
    """So many leads of a channel that came from one place; None where nobody knows from which."""

    channel: str
    place: LeadPlace | None
    leads: int


def name_place(lead: Lead) -> str:
    """The counter of the lead's place. No id holds a `#`; what people call a campaign may, and stands last."""
    channel = lead.channel_id.partition(".")[2]
    if lead.place is None:
        return f"{_MARK}#{channel}"
    return "#".join((_MARK, channel, lead.place.post_id or "", lead.place.product or "", lead.place.campaign or ""))


def list_places(counters: Mapping[str, int]) -> Iterator[PlacedLeads]:
    """The places among a day's counters."""
    for name, leads in counters.items():
        mark, _, rest = name.partition("#")
        if mark == _MARK and rest:
            channel, *said = rest.split("#", 3)
            place = None
            if said:
                post_id, product, campaign = (one or None for one in said)
                place = LeadPlace(post_id=post_id, product=product, campaign=campaign)
            yield PlacedLeads(channel, place, leads)
