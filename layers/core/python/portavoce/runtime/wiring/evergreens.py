"""Posts that are worth saying again, as the functions find them."""

from datetime import datetime, timedelta

from portavoce.brands.model import Brand
from portavoce.measuring.records import Measurements
from portavoce.planning.series.evergreen import HISTORY, EvergreenPost, choose_evergreens, rate_posts
from portavoce.planning.slots import AHEAD
from portavoce.runtime import aws
from portavoce.runtime.wiring.ledger import ledger

MOST_CANDIDATES = 100


def find_evergreens(brand: Brand, channel: str, now: datetime) -> list[EvergreenPost]:
    """The posts of a channel that did better than the brand's middle of a year, the best first."""
    rates = rate_posts(Measurements(aws.table()).posts(brand.id, now - HISTORY))
    ends = f".{channel}"
    best = sorted((one for one in rates if one.endswith(ends)), key=lambda one: -rates[one])[:MOST_CANDIDATES]
    recent = ledger().between(brand.id, now - timedelta(days=brand.duplicate_days), now + AHEAD)
    return choose_evergreens(brand, channel, rates, said=ledger().find(best), recent=recent, now=now)
