"""How the community's values lie in the table."""

from datetime import timedelta
from pathlib import Path

import pytest

from infra.assembly import ROOT
from portavoce.community import items
from portavoce.community.history import lift
from portavoce.community.model import Lead
from portavoce.platforms import discovery
from portavoce.platforms.interaction import Interaction, Verb
from portavoce.table import layout
from portavoce.table.attributes import dump_item
from tests.aurora import NOW
from tests.bench.meter import item_bytes
from tests.community import delivery

ARABIC = "قهوة " * 33
WRITE_ID_BYTES = len(layout.WRITE_ID) + 8
SAMPLES = [path for path in sorted((ROOT / "events/samples/webhooks").glob("*/*.json")) if "bad" not in path.stem]


def stored(said: Interaction) -> items.CommunityItem:
    channel_id = f"aurora.{said.platform}"
    row = lift(said, brand_id="aurora", channel_id=channel_id, retention_days=90, now=NOW + timedelta(microseconds=1))
    item = items.interaction_item(row, 1)
    assert items.read_interaction(item) == row
    return item


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_interaction_of_300_bytes_of_arabic_is_billed_as_one_unit_whatever_was_delivered(path: Path) -> None:
    for said in discovery.part(path.parent.name, "inbox").hear(path.read_bytes()).interactions:
        item = stored(said.model_copy(update={"text": ARABIC}))
        assert item_bytes(dump_item(item)) + WRITE_ID_BYTES <= 1024


def test_an_interaction_and_its_lead_are_found_by_their_person() -> None:
    said = delivery("Quanto costa?")
    index, partition, sort = layout.PERSON_INDEX
    person = {partition: "PERSON#aurora#facebook#u9", sort: "2026-11-28T07:00:00.000Z"}
    assert index == "person"
    assert stored(said).items() >= (person | {sort: stored(said)[sort]}).items()
    lead = Lead(
        lead_id="l1",
        brand_id="aurora",
        channel_id="aurora.facebook",
        platform="facebook",
        interaction_id="c1",
        author_id="u9",
        author_name="Ana",
        text="Quanto costa?",
        permalink=None,
        created_at=NOW,
    )
    assert items.lead_item(lead, NOW)[partition] == person[partition]


def test_what_nobody_is_named_of_is_in_nobodys_history() -> None:
    assert layout.PERSON_INDEX[1] not in stored(delivery("Ciao", author_id=None))


def test_a_removed_one_names_its_author_only_where_its_own_id_does() -> None:
    removed = {"verb": Verb.REMOVED, "text": None}
    own = delivery(interaction_id="at://did:plc:ana/app.bsky.feed.post/3k", author_id="did:plc:ana", platform="bluesky")
    assert stored(own.model_copy(update=removed))[layout.PERSON_INDEX[1]] == "PERSON#aurora#bluesky#did:plc:ana"
    assert layout.PERSON_INDEX[1] not in stored(delivery().model_copy(update=removed))
