"""How a brand's reputation stands, and ending a crisis that is none any more."""

from portavoce.api.caller import caller_of
from portavoce.api.lookups import known_brand
from portavoce.api.pages import Limit
from portavoce.api.problems import not_found, try_again
from portavoce.api.router import new_router
from portavoce.brands.inbox.model import CrisisPolicy
from portavoce.brands.model import Id
from portavoce.community.crisis.model import ReputationStanding, StoodOtherwise
from portavoce.community.crisis.service import NoCrisis
from portavoce.runtime import clock
from portavoce.runtime.wiring.crisis import reputation_watch
from portavoce.value import Value

router = new_router()


class CrisisAnswer(Value):
    """How a brand stands (`standing`, null while it stands calm), what is done in a crisis, and how it stood before
    (`history`, the newest first)."""

    brand_id: str
    policy: CrisisPolicy
    standing: ReputationStanding | None
    history: tuple[ReputationStanding, ...]


@router.get("/brands/<brand>/crisis", tags=["community"])
def get_crisis(brand: Id, limit: Limit = 20) -> CrisisAnswer:
    """Whether more is said against the brand than usual, and how often it was."""
    policy, watch = known_brand(brand).brand.crisis.policy, reputation_watch()
    history = tuple(watch.history(brand, limit))
    return CrisisAnswer(brand_id=brand, policy=policy, standing=watch.standing_of(brand), history=history)


@router.post("/brands/<brand>/crisis/end", tags=["community"])
def end_crisis(brand: Id) -> ReputationStanding:
    """Ends what stands, because somebody has looked at it: for twelve hours nothing begins anew. A freeze stays until
    it is resumed by a plan."""
    known_brand(brand)
    try:
        return reputation_watch().end(brand, caller_of(router.current_event), clock.utc_now())
    except NoCrisis:
        raise not_found(f"crisis of brand {brand}: it stands calm") from None
    except StoodOtherwise as moved:
        raise try_again(moved) from None
