"""A month's costs as a file for whoever keeps the accounts. Pure."""

import csv
from datetime import UTC
from decimal import Decimal
from io import StringIO

from portavoce.advertising.month_costs import AccountingRow, AccountingSheet
from portavoce.contained_text import contain_cell
from portavoce.currency import count_digits

COLUMNS = (
    "month", "brand", "kind", "platform", "account", "campaign_id", "campaign", "currency", "amount",
    "accounts_currency", "converted_amount", "rate", "as_of",
)  # fmt: skip
_BYTE_ORDER_MARK = "\ufeff"


def write_sheet(sheet: AccountingSheet) -> str:
    """CSV with a line for each row; amounts such as 1250.00 with a point, moments in UTC. What is not known stands
    empty, and no word of others is a formula to a spreadsheet; an amount below nothing stays a number."""
    written = StringIO()
    lines = csv.writer(written)
    lines.writerow(COLUMNS)
    lines.writerows(_list_cells(sheet, one) for one in sheet.rows)
    blank = [""] * (len(COLUMNS) - COLUMNS.index("amount") - 1)
    for one in sheet.figures:
        told = contain_cell(one.coverage or "")
        lines.writerow([sheet.month, sheet.brand_id, one.name, "", "", "", told, one.unit, str(one.value), *blank])
    return _BYTE_ORDER_MARK + written.getvalue()


def _list_cells(sheet: AccountingSheet, one: AccountingRow) -> tuple[str, ...]:
    is_converted = sheet.currency is not None and one.converted_minor is not None
    rate = Decimal(1) if one.currency == sheet.currency else sheet.rates.get(one.currency)
    return (
        sheet.month,
        sheet.brand_id,
        one.kind,
        *map(contain_cell, (one.platform, one.account, one.campaign_id, one.name, one.currency)),
        _write_amount(one.amount_minor, one.decimals),
        sheet.currency if is_converted and sheet.currency else "",
        _write_amount(one.converted_minor, count_digits(sheet.currency))
        if one.converted_minor is not None and sheet.currency
        else "",
        str(rate) if is_converted and rate is not None else "",
        one.as_of.astimezone(UTC).isoformat(timespec="seconds") if one.as_of else "",
    )


def _write_amount(amount_minor: int, decimals: int) -> str:
    return f"{Decimal(amount_minor).scaleb(-decimals):.{decimals}f}"
