"""What a lead came from, in this stage's table."""

from datetime import timedelta
from itertools import pairwise

from portavoce.community.model import LeadPlace, StoredInteraction
from portavoce.platforms.interaction import Interaction, InteractionKind
from portavoce.runtime.wiring.community import brand_of

_DAYS_BACK = (0, 1, 3, 10, 30, 90)
"""Most is said within hours: what is older is read when the post is not among what is newer, and nothing twice."""
_A_MOMENT = timedelta(minutes=1)


def find_place(row: StoredInteraction) -> LeadPlace | None:
    """The ad's, where the brand's file says what it is for, or else the post's; None where it is under a post that is
    not found."""
    said = row.interaction
    if found := _find_ad(row.brand_id, said):
        return found
    if said.post_id is None or said.kind is InteractionKind.LEAD_FORM:
        return LeadPlace()
    # Only where somebody wants to buy: most acts are without the ledger.
    from portavoce.publishing.claims import claimed_posts  # noqa: PLC0415
    from portavoce.runtime.wiring.ledger import ledger  # noqa: PLC0415

    until = said.occurred_at + _A_MOMENT
    for newest, oldest in pairwise(until - timedelta(days=days) for days in _DAYS_BACK):
        for one in ledger().between(row.brand_id, oldest, newest):
            if said.post_id in {one.remote_id, *claimed_posts([one])}:
                content = one.content
                return LeadPlace(post_id=one.post_id, campaign=content.campaign, product=content.product)
    return None


def _find_ad(brand_id: str, said: Interaction) -> LeadPlace | None:
    """What the ad campaign that somebody answered is for."""
    brand = brand_of()(brand_id) if said.campaign_id else None
    for account in brand.ad_accounts if brand else ():
        for one in account.campaigns:
            if one.id == said.campaign_id:
                return LeadPlace(post_id=one.post, campaign=one.campaign, product=one.product)
    return None
