"""What a platform may bill a brand for its API in a month, as the functions hold it before a post leaves."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby

from portavoce.brands.model import Brand
from portavoce.platforms import discovery
from portavoce.publishing.delays import is_too_late
from portavoce.publishing.fee_hold import FeeHold, find_hold
from portavoce.publishing.model import Publication
from portavoce.publishing.records import PublicationRecords
from portavoce.publishing.service.ledger import Ledger
from portavoce.runtime import aws
from portavoce.runtime.wiring.brands import brands

_LATE = timedelta(days=3)
"""How long before a month a post may be planned that has left in it."""


def find_fee_hold(brand: Brand, publication: Publication, at: datetime) -> FeeHold | None:
    """Why the publication may not leave `at` then; nothing is read where the brand has no cap. What has begun to leave
    goes on, and a person may set the cap aside for one post."""
    cap, fees = brand.fees.of(publication.platform), discovery.manifest(publication.platform).fees
    if cap is None or fees is None or publication.sent or "fee_cap" in publication.allows:
        return None
    # Where a brand has a cap: the others' cold starts are without them.
    from portavoce.planning.fee_cap import sum_month_mills  # noqa: PLC0415

    others = _read_month(brand, at, max(at, publication.planned_at))
    would_cost = fees.to_minor(sum_month_mills(publication, others, fees, at))
    would_cost += _read_heard_minor(brand, publication.platform, at)
    return find_hold(publication.platform, fees, would_cost, cap, at)


def select_within_caps(held: Sequence[Publication], now: datetime) -> list[Publication]:
    """Of posts that caps hold, those to try again, of each brand and platform the earliest first."""
    from portavoce.planning.fee_cap import select_within_cap  # noqa: PLC0415

    found: list[Publication] = []
    for (brand_id, platform), group in groupby(sorted(held, key=_purse), key=_purse):
        posts, brand, fees = list(group), brands().brand_of(brand_id), discovery.manifest(platform).fees
        cap = brand.fees.of(platform) if brand else None
        if brand is None or fees is None or cap is None:
            found += sorted(posts, key=lambda one: one.planned_at)
            continue
        # What is past its late limit takes no room: for it alone, round after round, the month is not read.
        late = [one for one in posts if is_too_late(one, now)]
        found += [one for one in late if one.fee_hold and one.fee_hold.is_lifted(cap, now)]
        if in_time := [one for one in posts if one not in late]:
            others = _read_month(brand, now, max(one.planned_at for one in in_time))
            found += select_within_cap(in_time, others, fees, (cap, _read_heard_minor(brand, platform, now)), now)
    return found


def _purse(publication: Publication) -> tuple[str, str]:
    return publication.brand_id, publication.platform


def _read_month(brand: Brand, at: datetime, until: datetime) -> Iterator[Publication]:
    """The brand's posts that may be billed in the month of `at` and are planned up to `until`."""
    from portavoce.planning.fee_cap import month_begin  # noqa: PLC0415

    publications = Ledger(PublicationRecords(aws.table()))
    return publications.between(brand.id, month_begin(at) - _LATE, max(at, until) + timedelta(seconds=1))


def _read_heard_minor(brand: Brand, platform: str, at: datetime) -> int:
    """What listening has cost the brand in the month of `at`, as last counted."""
    from portavoce.community.listening_cost.records import ListeningRecords  # noqa: PLC0415

    listening = ListeningRecords(aws.table()).get(brand.id, platform)
    return listening.spent_minor if listening and listening.month == f"{at.astimezone(UTC):%Y-%m}" else 0
