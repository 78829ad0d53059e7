"""How the community's values lie in the table."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.assembly import ROOT
from portavoce.community import items
from portavoce.community.abbreviation import abbreviate_ids, expand_ids
from portavoce.community.history import lift
from portavoce.community.model import Lead
from portavoce.community.sentiment.model import Mood, Sentiment
from portavoce.platforms import discovery
from portavoce.platforms.interaction import Interaction, Verb
from portavoce.table import layout
from portavoce.table.attributes import dump_item
from tests.aurora import NOW
from tests.bench.meter import item_bytes
from tests.community import delivery

ARABIC = "قهوة " * 33
WRITE_ID_BYTES = len(layout.WRITE_ID) + 8
AURORA_DID, ANA_DID = "did:plc:z72i7hdynmk6r22z27h6tvur", "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
REPLY = {
    "uri": f"at://{ANA_DID}/app.bsky.feed.post/3k44deefqdk2g",
    "cid": "bafyreib2rxk3rh6kzwq",
    "author": {"did": ANA_DID, "handle": "giulia-neri.bsky.social"},
    "reason": "reply",
    "record": {
        "$type": "app.bsky.feed.post",
        "text": "x",
        "langs": ["ar"],
        "reply": {
            "root": {"uri": f"at://{AURORA_DID}/app.bsky.feed.post/3k44deefqdk2h", "cid": "bafy"},
            "parent": {"uri": f"at://{AURORA_DID}/app.bsky.feed.post/3k44deefqdk2x", "cid": "bafy"},
        },
        "createdAt": "2026-11-23T10:40:00.123Z",
    },
    "indexedAt": "2026-11-23T10:40:01.123Z",
}
"""A notification of `app.bsky.notification.listNotifications` (lexicon): the longest ids of all platforms."""
LONGEST_MOOD = Sentiment(mood=Mood.NEGATIVE, negative=72, positive=10, language="ar", model="comprehend")
SAMPLES = [path for path in sorted((ROOT / "events/samples/webhooks").glob("*/*.json")) if "bad" not in path.stem]


def stored(said: Interaction, sentiment: Sentiment | None = None) -> items.CommunityItem:
    channel_id = f"aurora.{said.platform}"
    row = lift(said, brand_id="aurora", channel_id=channel_id, retention_days=90, now=NOW + timedelta(microseconds=1))
    row = row.model_copy(update={"sentiment": sentiment})
    item = items.interaction_item(row, 1)
    assert items.read_interaction(item) == row
    return item


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_interaction_of_300_bytes_of_arabic_is_billed_as_one_unit_whatever_was_delivered(path: Path) -> None:
    for said in discovery.part(path.parent.name, "inbox").hear(path.read_bytes()).interactions:
        item = stored(said.model_copy(update={"text": ARABIC}), LONGEST_MOOD)
        assert item_bytes(dump_item(item)) + WRITE_ID_BYTES <= 1024


def test_a_reply_on_bluesky_whose_ids_are_the_longest_of_all_is_billed_as_one_unit_too() -> None:
    body = json.dumps({"account_id": AURORA_DID, "found": [REPLY]}).encode()
    (said,) = discovery.part("bluesky", "inbox").hear(body).interactions
    item = stored(said.model_copy(update={"text": ARABIC}), LONGEST_MOOD)
    assert item_bytes(dump_item(item)) + WRITE_ID_BYTES <= 1024


ids = st.lists(st.sampled_from(["abcdefgh", "ab", "/", "{us}", "{them}", "{post}", "{raw}", "{"]), max_size=4).map(
    "".join
)


@given(account_id=ids, author_id=st.none() | ids, post_id=st.none() | ids, thread_id=st.none() | ids, permalink=ids)
def test_ids_are_whole_again_whatever_stands_in_them(
    account_id: str, author_id: str | None, post_id: str | None, thread_id: str | None, permalink: str
) -> None:
    known = {"post_id": post_id, "thread_id": thread_id, "permalink": f"{account_id}{permalink}{author_id}"}
    fields = {"account_id": account_id, **{name: one for name, one in known.items() if one is not None}}
    assert expand_ids(abbreviate_ids(fields, author_id), author_id) == fields


@pytest.mark.parametrize("mood", [None, "x", "7209itz", "later"])
def test_words_whose_mood_is_unknown_or_of_a_later_version_are_read_all_the_same(mood: str | None) -> None:
    item = stored(delivery("Buono!")) | ({"mood": mood} if mood else {})
    assert items.read_interaction(item).sentiment is None


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
