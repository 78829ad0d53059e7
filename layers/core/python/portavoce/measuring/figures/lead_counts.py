"""Leads of a brand's days, and of each part of it that they came from. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from portavoce.community.model import list_places
from portavoce.measuring.figures.returns import LeadCount
from portavoce.measuring.model import Cut

CountedDays = Sequence[tuple[date, Mapping[str, int]]]
"""Our own counts by day."""


class LeadCounts:
    """The leads of some days. Which channel they are of is known of all but those that an older version has counted."""

    def __init__(self, brand_id: str, days: CountedDays, placed: CountedDays) -> None:
        self.total = sum(numbers.get("leads", 0) for _, numbers in days)
        self.parts = Counter[tuple[Cut, str]]()
        self._placed = {"channel": 0, "post": 0}
        for one in (one for _, numbers in placed for one in list_places(numbers)):
            self.parts["channel", one.channel] += one.leads
            self._placed["channel"] += one.leads
            if one.place is None:
                continue
            self._placed["post"] += one.leads
            post = f"{brand_id}.{one.place.post_id}.{one.channel}" if one.place.post_id else None
            named: tuple[tuple[Cut, str | None], ...] = (
                ("campaign", one.place.campaign),
                ("product", one.place.product),
                ("post", post),
            )
            self.parts.update({(by, of): one.leads for by, of in named if of})

    def of(self, by: Cut, name: str) -> LeadCount:
        """Those of a part."""
        placed = self._placed["channel" if by == "channel" else "post"]
        return LeadCount(self.parts[by, name], self.total - placed)
