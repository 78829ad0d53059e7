"""Whether a model drafts answers for a brand, which, and for how much; what the models cost."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from portavoce.brands.minor_units import MinorCap
from portavoce.value import Value

TRILLIONTHS_A_CENT = 10**10
"""Costs are counted in trillionths of a US dollar: a token costs whole ones."""
# Amazon Bedrock User Guide, "Supported Regions and models for inference profiles".
_GEOGRAPHY = re.compile(r"(?:us-gov|us|eu|apac|jp|au|ca|global)\.")


class ModelPrice(Value):
    """What a million tokens cost, in millionths of a US dollar: those that a model reads, and those that it writes."""

    read_micros: int
    written_micros: int
    source: str

    def cost(self, read: int, written: int) -> int:
        """The cost of so many tokens, in trillionths of a US dollar."""
        return read * self.read_micros + written * self.written_micros


_SOURCE = "aws.amazon.com/bedrock/pricing, Amazon Nova, on demand, US East (N. Virginia), as published in 2026"
DEFAULT_MODEL = "amazon.nova-lite-v1:0"
PRICES: Mapping[str, ModelPrice] = {
    "amazon.nova-micro-v1:0": ModelPrice(read_micros=35_000, written_micros=140_000, source=_SOURCE),
    DEFAULT_MODEL: ModelPrice(read_micros=60_000, written_micros=240_000, source=_SOURCE),
    "amazon.nova-pro-v1:0": ModelPrice(read_micros=800_000, written_micros=3_200_000, source=_SOURCE),
}
"""By the model's id. Other regions ask for other prices, which are not known here: docs/drafts.md says what to do."""


def price_of(model: str) -> ModelPrice | None:
    """The price of a model, or of the one behind an inference profile; None where it is not known."""
    return PRICES.get(_GEOGRAPHY.sub("", model, count=1)) or PRICES.get(model)


def _check_price(model: str) -> str:
    if price_of(model) is None:
        raise ValueError(f"the price of {model!r} is not known; known are {', '.join(PRICES)}, and profiles of them")
    return model


VoiceWord = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class DraftRules(Value):
    """Drafts of answers by Amazon Bedrock, up to this price in a UTC month, in US cents; none at 0. `model` is the id
    of a model or of an inference profile, the first that the installation may ask if left out. `prefer` and `avoid` are
    words that answers use, and words that they never use."""

    month_minor: MinorCap = 0
    model: Annotated[str, AfterValidator(_check_price)] | None = None
    prefer: Annotated[tuple[VoiceWord, ...], Field(max_length=50)] = ()
    avoid: Annotated[tuple[VoiceWord, ...], Field(max_length=50)] = ()
