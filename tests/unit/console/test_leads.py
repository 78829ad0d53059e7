"""The page of the leads."""

from portavoce.people.model import Role
from portavoce.table.table import Table
from tests.console import sign_in


def test_without_a_lead_the_page_says_where_they_come_from(stage: Table) -> None:
    assert "No lead yet." in sign_in(Role.SALES, email="sales@aurora.example").get("/aurora/leads").main
