"""Whether somebody wants to buy. Pure."""

from itertools import product

from portavoce.community.triage.question import asks_something
from portavoce.community.triage.words import Wording

_WITHIN, _CLOSE, _FEW_WORDS = 8, 4, 6


def wants_to_buy(wording: Wording) -> bool:
    """Whether it asks for a price, a place to buy, a booking, or says that one wants it."""
    asked = wording.has("purchase", "ask") or _wants_something(wording)
    past = wording.has("purchase", "not")
    if asked:
        return not past or (wording.asks and not wording.has("complaint", "said"))
    if past or wording.has("complaint", "said"):
        return False
    few = sum(token[0].isalnum() for token in wording.tokens) <= _FEW_WORDS
    asks = asks_something(wording)
    if asks and (wording.has("purchase", "goods") or _asks_for_wares(wording)):
        return True
    return wording.has("purchase", "price") and (asks or few)


def asks_for_advice(wording: Wording) -> bool:
    """Whether it asks what somebody would advise, and of no price: "What grind size do you suggest?"."""
    return wording.has("purchase", "advice") and not wording.has("purchase", "price", "buy")


def offers_wares(wording: Wording) -> bool:
    """Whether it sells something itself, as those do who sell followers."""
    return wording.has("purchase", "pitch")


def _asks_for_wares(wording: Wording) -> bool:
    """ "Do you have gift sets?" wants to buy, "do you have parking?" does not."""
    return wording.has("purchase", "have") and wording.has("purchase", "offer")


def _wants_something(wording: Wording) -> bool:
    """ "I want to … buy", "looking for a … jacket"."""
    return _stand_together("want", "buy", _WITHIN, wording) or _stand_together("seek", "ware", _CLOSE, wording)


def _stand_together(first: str, then: str, within: int, wording: Wording) -> bool:
    pairs = product(wording.spans("purchase", first), wording.spans("purchase", then))
    return any(
        0 <= two.start - one.end <= within and wording.clause(one.start) == wording.clause(two.start)
        for one, two in pairs
    )
