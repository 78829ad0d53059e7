"""What people say about leads, in the lead's own item: it goes when the lead goes."""

from dataclasses import dataclass

from portavoce.community import items
from portavoce.community.model import Lead
from portavoce.table.layout import PARTITION
from portavoce.table.table import ConditionFailed, Key, Table

_OURS = ("seller", "outcome", "value_minor", "currency", "order", "touched", "revision")


class LeadGone(Exception):
    """The lead is there no longer, or stands otherwise."""


@dataclass(frozen=True)
class LeadRecords:
    """The leads as people change them."""

    table: Table

    def get(self, brand_id: str, lead_id: str) -> Lead | None:
        """The lead as it stands, read consistently."""
        item = self.table.get(_key(brand_id, lead_id), consistent=True)
        return items.read_lead(item) if item else None

    def replace(self, standing: Lead, changed: Lead) -> None:
        """Writes what people say, and none of its author's words: they may have been forgotten since. Raises
        LeadGone."""
        plain = changed.model_dump(mode="json", include=set(_OURS), exclude_none=True)
        gone = ", ".join(f"#{name}" for name in _OURS if name not in plain)
        seen, values = "attribute_not_exists(#revision)", {f":{name}": value for name, value in plain.items()}
        if standing.revision > 1:
            seen, values[":seen"] = "#revision = :seen", standing.revision
        try:
            self.table.update(
                _key(standing.brand_id, standing.lead_id),
                f"SET {', '.join(f'#{name} = :{name}' for name in plain)}" + (f" REMOVE {gone}" if gone else ""),
                condition=f"attribute_exists({PARTITION}) AND {seen}",
                names={f"#{name}": name for name in _OURS},
                values=values,
            )
        except ConditionFailed:
            raise LeadGone from None


def _key(brand_id: str, lead_id: str) -> Key:
    return Key(**items.lead_key(brand_id, lead_id))
