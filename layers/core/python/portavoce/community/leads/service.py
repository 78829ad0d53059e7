"""Saying what became of a lead."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portavoce.community.leads.changes import apply_change
from portavoce.community.leads.model import LeadChange, LeadMoved
from portavoce.community.leads.records import LeadGone, LeadRecords
from portavoce.community.model import Lead
from portavoce.community.records import CommunityRecords

_PAGE = 100


class NoLead(LookupError):
    """There is no such lead, or no longer."""


class SaleBook(Protocol):
    """Where what leads bought is counted, each order once. Both may be said again."""

    def keep(self, lead: Lead, now: datetime) -> None:
        """Counts what the lead is worth if it is won, and else no longer."""
        ...

    def drop(self, lead: Lead, now: datetime) -> None:
        """Counts nothing under the order that the lead names any longer."""
        ...


@dataclass(frozen=True)
class LeadDesk:
    """Where people follow up the leads."""

    records: LeadRecords
    community: CommunityRecords
    sales: SaleBook

    def find(self, brand_id: str, lead_id: str) -> Lead:
        """As it stands. Raises NoLead."""
        found = self.records.get(brand_id, lead_id)
        if found is None:
            raise NoLead(f"there is no lead {lead_id}")
        return found

    def list_page(
        self, brand_id: str, *, limit: int, cursor: str | None, is_wanted: Callable[[Lead], bool]
    ) -> tuple[list[Lead], str | None]:
        """A page of those that are wanted, newest first, and where to go on: it can hold fewer than `limit`, or none,
        and have a next one. Raises BadCursor."""
        found, following = self.community.leads(brand_id, limit=limit, cursor=cursor)
        return [one for one in found if is_wanted(one)], following

    def iterate(self, brand_id: str) -> Iterator[Lead]:
        """All of a brand's, newest first."""
        cursor = None
        while True:
            found, cursor = self.community.leads(brand_id, limit=_PAGE, cursor=cursor)
            yield from found
            if cursor is None:
                return

    def change(self, brand_id: str, lead_id: str, change: LeadChange, by: str, now: datetime) -> Lead:
        """Changes it, and gives it as it then stands; the same again changes nothing. Raises NoLead, LeadMoved."""
        standing = self.find(brand_id, lead_id)
        changed = apply_change(standing, change, by, now)
        if changed != standing:
            if change.revision not in (None, standing.revision):
                raise LeadMoved(standing)
            if changed.order != standing.order:
                self.sales.drop(standing, now)
            try:
                self.records.replace(standing, changed)
            except LeadGone:
                newest = self.find(brand_id, lead_id)
                self.sales.keep(newest, now)
                raise LeadMoved(newest) from None
        # Told again even where nothing is new: a call that died after its first write is said again to be whole.
        self.sales.keep(changed, now)
        return changed
