"""Our facets are those of the official client, letter by letter.

Where readers see another link than it does, ours is theirs, and left out here (tests/unit/platforms has them): it takes
marks of other scripts, and a bracket that was opened before a link, for parts of it, misses links behind such marks and
mentions before them, links whose scheme is in capitals and domains that begin with a digit, and finds handles that no
account can have (`@-a.example`)."""

import pytest

from portavoce.platforms.bluesky.facets import facets, mentioned_handles
from tests.real.bluesky.server import official_facets

TEXTS = [
    "Olá 👋 @alice.bsky.social veja https://example.com/é #café",
    "قهوتنا جاهزة على https://aurora.example/قهوة #قهوة_اليوم و@ليس.حسابا",
    "日本語 #コーヒー https://example.jp/珈琲 ＃全角 @taro.bsky.social",
    "Leggi https://aurora.example/a_(b) e (https://aurora.example/c), poi aurora.coffee! e www.example.com/x?y=1.",
    "@alice.bsky.social. (@bob.example.com) info@aurora.coffee a@b.com @alice @under_score.com",
    "#uno #due, #tre! #4 #5x #️⃣ # vuoto ##doppio #con-trattino #a.b #👩🏽‍🍳 #" + "x" * 64 + " #" + "y" * 65,
    "http://a.example https://b.example?q=#tag ftp://d e.coffee/path: f.notadomain 1.5",
    "riga\n#nuova\nhttps://aurora.example/riga\n@alice.bsky.social",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_facets_are_those_of_the_official_client(installed: None, text: str) -> None:
    [official] = official_facets([text])
    ours = facets(text, {handle: handle for handle in mentioned_handles(text)})
    assert ours == sorted(official, key=lambda facet: facet["index"]["byteStart"])
