"""The ledger, the freezes, dispatch and reconcile, as the functions use them: nothing here talks to a platform."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from portavoce.platforms import discovery
from portavoce.platforms.manifest import LookupRule
from portavoce.publishing.fee_hold import FeeHold
from portavoce.publishing.model import OutgoingMessage, Publication
from portavoce.publishing.records import FreezeRecords, PublicationRecords
from portavoce.publishing.service.dispatch import Dispatcher
from portavoce.publishing.service.freezes import Freezes
from portavoce.publishing.service.ledger import Ledger
from portavoce.publishing.service.reconcile import Reconciler
from portavoce.runtime import aws
from portavoce.runtime.settings import settings
from portavoce.runtime.troubles import Trouble, count_trouble


@cache
def ledger() -> Ledger:
    """The publications in this stage's table."""
    return Ledger(PublicationRecords(aws.table()), _find_fee_hold)


@cache
def freezes() -> Freezes:
    """The freezes in this stage's table."""
    return Freezes(FreezeRecords(aws.table()), ledger())


@cache
def dispatcher() -> Dispatcher:
    """Puts what is due on this stage's outgoing queue."""
    return Dispatcher(ledger(), send_outgoing, lambda platform: discovery.manifest(platform).link_card is not None)


@cache
def reconciler() -> Reconciler:
    """Settles what is overdue in this stage."""
    return Reconciler(
        ledger(), freezes(), send_outgoing, lookup_rule, lambda: count_trouble(Trouble.OVERDUE), _select_within_caps
    )


def _find_fee_hold(publication: Publication, at: datetime) -> FeeHold | None:
    # Only where a cap holds a post: what is called each minute is without the brands.
    from portavoce.runtime.wiring.brands import brands  # noqa: PLC0415
    from portavoce.runtime.wiring.fee_holds import find_fee_hold  # noqa: PLC0415

    brand = brands().brand_of(publication.brand_id)
    return find_fee_hold(brand, publication, at) if brand else None


def _select_within_caps(held: Sequence[Publication], now: datetime) -> Sequence[Publication]:
    from portavoce.runtime.wiring.fee_holds import select_within_caps  # noqa: PLC0415

    return select_within_caps(held, now)


def send_outgoing(message: OutgoingMessage, delay_seconds: int) -> None:
    """One message on this stage's outgoing queue."""
    aws.send(settings().need("outgoing_queue_url"), message.model_dump(mode="json"), delay_seconds)


def lookup_rule(platform: str) -> LookupRule:
    """How the platform's unknown outcomes are settled."""
    return discovery.manifest(platform).lookup
