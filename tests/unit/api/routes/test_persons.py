"""The API's routes about persons."""

import pytest
import time_machine

from portavoce.community.history import lift
from portavoce.community.records import CommunityRecords
from portavoce.table.table import Table
from tests.community import delivery
from tests.http_api import call
from tests.stage import MORNING


@pytest.mark.parametrize(
    ("author_id", "asked"),
    [
        ("did:plc:ewvi7nxzyoun6zhxrhs64oiz", "did:plc:ewvi7nxzyoun6zhxrhs64oiz"),
        ("did:plc:ewvi7nxzyoun6zhxrhs64oiz", "did%3Aplc%3Aewvi7nxzyoun6zhxrhs64oiz"),
        ("cana+form@rina.example", "Cana+Form@Rina.example"),
        ("cana+form@rina.example", "cana%2Bform%40rina.example"),
        ("+393331234567", "+393331234567"),
    ],
)
def test_a_person_is_found_by_any_kind_of_id_however_a_gateway_hands_it_over(
    aurora: time_machine.Traveller, stage: Table, author_id: str, asked: str
) -> None:
    del aurora
    said = delivery(platform="bluesky", author_id=author_id).model_copy(update={"occurred_at": MORNING})
    row = lift(said, brand_id="aurora", channel_id="aurora.bluesky", retention_days=90, now=MORNING)
    CommunityRecords(stage).create(row)
    found = call("GET", f"/brands/aurora/persons/bluesky/{asked}")
    assert (found.status, found.json["person"]["author_id"]) == (200, author_id)
    assert [one["kind"] for one in found.json["items"]] == ["interaction"]
    assert call("DELETE", f"/brands/aurora/persons/bluesky/{asked}").json["erased"] == {"interaction": 1}


def test_a_person_of_a_brand_that_is_not_there_is_not_found(aurora: time_machine.Traveller) -> None:
    del aurora
    assert call("GET", "/brands/borea/persons/bluesky/x").status == 404
