"""Whether somebody wants to buy. Pure."""

from portavoce.community.triage.question import asks_something
from portavoce.community.triage.words import Span, Wording

_WITHIN, _FEW_WORDS = 8, 6


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


def _asks_for_wares(wording: Wording) -> bool:
    """ "Do you have gift sets?" wants to buy, "do you have parking?" does not."""
    return wording.has("purchase", "have") and wording.has("purchase", "offer")


def _wants_something(wording: Wording) -> bool:
    wants, goods = wording.spans("purchase", "want"), wording.spans("purchase", "buy")
    return any(_belong(want, buy, wording) for want in wants for buy in goods)


def _belong(want: Span, buy: Span, wording: Wording) -> bool:
    return 0 <= buy.start - want.end <= _WITHIN and wording.clause(want.start) == wording.clause(buy.start)
