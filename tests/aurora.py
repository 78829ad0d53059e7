"""Aurora Coffee, the brand of the tests, and the moment at which most of them stand."""

from datetime import UTC, datetime
from typing import Any

from portavoce.brands.model import Brand

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""Eleven o'clock on a Monday in Rome."""

DOCUMENT: dict[str, Any] = {
    "id": "aurora",
    "name": "Aurora Coffee",
    "zone": "Europe/Rome",
    "language": "it",
    "pillars": [{"id": "origins", "title": "Origins"}],
    "channels": [
        {"id": "facebook", "platform": "facebook", "account_id": "1001"},
        {"id": "x", "platform": "x", "account_id": "2002"},
    ],
    "ad_accounts": [{"id": "meta", "platform": "meta_ads", "account_id": "act_1"}],
    "budgets": [{"id": "month", "ad_account": "meta", "amount_minor": 50000, "currency": "EUR"}],
    "people": {"alerts": ["ada@aurora.example"], "sales": ["sales@aurora.example"]},
}
"""The brand as its file says it and the API takes it."""


def aurora(**changes: object) -> Brand:
    """The brand, with other values for some of its fields."""
    return Brand.model_validate(DOCUMENT | changes)


AURORA = aurora()
