"""What a platform may bill a brand for its API in a month, as the functions hold it before a post leaves."""

from datetime import datetime, timedelta

from portavoce.brands.model import Brand
from portavoce.platforms import discovery
from portavoce.publishing.fee_hold import FeeHold, find_hold
from portavoce.publishing.model import Publication
from portavoce.runtime import aws
from portavoce.runtime.wiring.ledger import ledger

_LATE = timedelta(days=3)
"""How long before a month a post may be planned that has left in it."""


def find_fee_hold(brand: Brand, publication: Publication, at: datetime) -> FeeHold | None:
    """Why the publication may not leave `at` then; nothing is read where the brand has no cap. What has begun to leave
    goes on, and a person may set the cap aside for one post."""
    cap, fees = brand.fees.of(publication.platform), discovery.manifest(publication.platform).fees
    if cap is None or fees is None or publication.sent or "fee_cap" in publication.allows:
        return None
    # Where a brand has a cap: the others' cold starts are without them.
    from portavoce.community.listening_cost.records import ListeningRecords  # noqa: PLC0415
    from portavoce.planning.fee_cap import month_begin, sum_month_mills  # noqa: PLC0415

    begins = month_begin(at)
    until = max(at, publication.planned_at) + timedelta(seconds=1)
    listening = ListeningRecords(aws.table()).get(brand.id, publication.platform)
    heard = listening.spent_minor if listening and listening.month == f"{begins:%Y-%m}" else 0
    others = ledger().between(brand.id, begins - _LATE, until)
    would_cost = fees.to_minor(sum_month_mills(publication, others, fees, at)) + heard
    return find_hold(publication.platform, fees, would_cost, cap, at)
