"""What a change of a brand takes away, from this stage's table."""

from datetime import datetime, timedelta

from portavoce.brands.model import Brand
from portavoce.community.drafts.estimate import describe_price
from portavoce.planning.brand_losses import BrandLoss, find_losses, touches_posts
from portavoce.runtime.wiring.advertising import decimals_of
from portavoce.runtime.wiring.drafts import drafts
from portavoce.runtime.wiring.ledger import ledger

AHEAD = timedelta(days=3660)
"""As far as anything is planned."""


def draft_prices(brand: Brand) -> list[str]:
    """What drafts of answers will cost, and whether the installation may have them written; nothing where they are
    off."""
    model = drafts().default_model(brand)
    if (told := describe_price(brand, model)) is None:
        return []
    if drafts().is_on(brand):
        return [told]
    return [told, f"This installation may not ask {model} yet: whoever runs it deploys with DRAFT_MODELS={model}."]


def brand_losses(old: Brand, new: Brand, now: datetime) -> list[BrandLoss]:
    """What becoming `new` takes from `old`; the posts that are planned are read only when they may be touched."""
    planned = ledger().between(old.id, now, now + AHEAD) if touches_posts(old, new) else ()
    return find_losses(old, new, planned, decimals_of)
