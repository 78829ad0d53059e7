"""Leads as a file for a spreadsheet. Pure."""

import csv
from collections.abc import Iterable
from datetime import UTC
from decimal import Decimal
from io import StringIO

from portavoce.community.model import Lead, LeadPlace
from portavoce.contained_text import contain_cell
from portavoce.currency import count_digits

COLUMNS = (
    "lead", "at", "channel", "platform", "name", "words", "permalink", "seller", "outcome", "value", "currency",
    "changed_by", "changed_at", "post", "campaign", "product", "order",
)  # fmt: skip
_BYTE_ORDER_MARK = "\ufeff"


def write_leads(leads: Iterable[Lead]) -> str:
    """CSV with a line for each, in their order; moments in UTC, values as amounts such as 1250.00. What nobody has said
    stands empty."""
    written = StringIO()
    sheet = csv.writer(written)
    sheet.writerow(COLUMNS)
    sheet.writerows([contain_cell(cell) for cell in _list_cells(one)] for one in leads)
    return _BYTE_ORDER_MARK + written.getvalue()


def _list_cells(one: Lead) -> tuple[str, ...]:
    place = one.place or LeadPlace()
    return (
        one.lead_id,
        one.created_at.astimezone(UTC).isoformat(timespec="seconds"),
        one.channel_id,
        one.platform,
        one.author_name or "",
        one.text,
        one.permalink or "",
        one.seller or "",
        one.outcome,
        _write_value(one),
        one.currency or "",
        one.touched.by if one.touched else "",
        one.touched.at.astimezone(UTC).isoformat(timespec="seconds") if one.touched else "",
        place.post_id or "",
        place.campaign or "",
        place.product or "",
        one.order or "",
    )


def _write_value(one: Lead) -> str:
    if one.value_minor is None or one.currency is None:
        return ""
    digits = count_digits(one.currency)
    return f"{Decimal(one.value_minor).scaleb(-digits):.{digits}f}"
