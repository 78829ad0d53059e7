"""Facets stand at the bytes of a text that they speak of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce.platforms.bluesky.facets import facets, mentioned_handles

ALICE = {"alice.bsky.social": "did:plc:alice"}


def test_links_mentions_and_tags_stand_at_their_bytes() -> None:
    """The text and offsets of platforms/bluesky.md, verified with `RichText.detectFacets`."""
    text = "Olá 👋 @alice.bsky.social veja https://example.com/é #café"
    found = [(one["index"]["byteStart"], one["index"]["byteEnd"], one["features"]) for one in facets(text, ALICE)]
    assert found == [
        (10, 28, [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:alice"}]),
        (34, 56, [{"$type": "app.bsky.richtext.facet#link", "uri": "https://example.com/é"}]),
        (57, 63, [{"$type": "app.bsky.richtext.facet#tag", "tag": "café"}]),
    ]


def test_a_handle_that_nobody_has_is_plain_text() -> None:
    text = "Grazie @nobody.example e info@aurora.example"
    assert mentioned_handles(text) == ("nobody.example",)
    assert facets(text, {"nobody.example": None}) == []


@pytest.mark.parametrize("text", ["Vedi «{}».", "زوروا {}، شكرا", "（{}）", "「{}」", "Vedi “{}”, grazie"])
def test_a_link_beside_quotation_marks_and_the_marks_of_other_scripts_is_the_bare_address(text: str) -> None:
    url = "https://aurora.example/menu"
    (facet,) = facets(text.format(url), {})
    assert facet["features"][0]["uri"] == url
    assert text.format(url).encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode() == url


def test_a_full_stop_without_its_space_makes_no_link() -> None:
    assert facets("Bravi.Info in privato?", {}) == []


@given(text=st.text(alphabet=st.sampled_from("a.#@:/ (é👋ق1-\n") | st.characters()))
def test_every_facet_cuts_the_text_between_its_letters(text: str) -> None:
    for facet in facets(text, dict.fromkeys(mentioned_handles(text), "did:plc:alice")):
        part = text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        assert part.strip() == part != ""
