"""What leads bought, in this stage's book of orders."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portavoce.community.model import Lead, LeadOutcome, LeadPlace
from portavoce.visits.conversion import SoldToLead
from portavoce.visits.model import VisitOrigin
from portavoce.visits.service.orders import OrderBook


@dataclass(frozen=True)
class LeadSales:
    """Counts what won leads are worth, of the day on which they came and of what they came from. All raise
    OrderContested."""

    orders: OrderBook

    def keep(self, lead: Lead, now: datetime) -> None:
        """Counts what the lead is worth if it is won, and else no longer."""
        if lead.outcome is not LeadOutcome.WON or lead.value_minor is None or lead.currency is None:
            self.drop(lead, now)
            return
        place = lead.place or LeadPlace()
        sold = SoldToLead(
            lead_id=lead.lead_id,
            revision=lead.revision,
            origin=VisitOrigin(
                channel=lead.channel_id.partition(".")[2],
                platform=lead.platform,
                campaign=place.campaign,
                product=place.product,
                post_id=place.post_id,
            ),
            day=lead.created_at.astimezone(ZoneInfo(lead.zone)).date(),
            value_minor=lead.value_minor,
            currency=lead.currency,
        )
        self.orders.sell(lead.brand_id, _reference_of(lead), sold, now)

    def drop(self, lead: Lead, now: datetime) -> None:
        """Counts nothing under the order that the lead names any longer."""
        self.orders.withdraw(lead.brand_id, _reference_of(lead), lead.lead_id, lead.revision, now)


def _reference_of(lead: Lead) -> str:
    """Without an order of the shop's one of the lead's own, which no browser can say: its references are printable."""
    return lead.order or f"\x01lead\x01{lead.lead_id}"
