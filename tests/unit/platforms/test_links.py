"""A link is found whatever stands around it, and the end of a sentence is none."""

import time

import pytest

from portavoce.platforms.text.links import find_links

URL = "https://aurora.example/menu"


def addresses(text: str) -> list[str]:
    found = [*find_links(text)]
    assert all(text[one.start : one.end] in {one.address, one.address.removeprefix("https://")} for one in found)
    return [one.address for one in found]


@pytest.mark.parametrize(
    "around",
    [
        *("زوروا {}، شكرا", "هل زرتم {}؟", "اقرأوا {}؛ ثم", "اقرأوا {}۔"),
        *("詳細は {}。", "詳細は{}、", "（{}）", "「{}」", "『{}』です", "【{}】", "{}！", "{}？次"),
        *("Vedi {}»", "Vedi {}”", "Vedi {}…", "Vedi {}!!", "Vedi {}?!", "Vedi {}...", "Vedi «{}»", "Vedi “{}”", "„{}“"),
        *('Vedi "{}"', "Vedi '{}'", "Vedi ‘{}’", "‹{}›", "[{}]", "({})", "({}).", "*{}*", "_{}_", "<{}>", "{};", "{}:"),
        *("👉{}", "👉 {} 👈", "Menu:{}", "Menu - {}", "[menu]({})", "{}\nnuova riga", "यहाँ {}।"),
    ],
)
def test_what_stands_around_a_link_does_not_belong_to_it(around: str) -> None:
    assert addresses(around.format(URL)) == [URL]
    assert addresses(around.format("aurora.it/menu")) == ["https://aurora.it/menu"] or around.startswith(
        ("詳細は{", "_")
    )


@pytest.mark.parametrize(
    "link",
    [
        "https://en.wikipedia.org/wiki/Aurora_(disambiguation)",
        "https://aurora.example/é?q=a&b=c#top",
        "https://aurora.example/a;b=1,2/~home/@us/$x!y*z",
        "https://aurora.example/",
        "https://xn--mnchen-3ya.de/a",
        "https://مثال.إختبار/صفحة",
        "http://127.0.0.1:8080/x",
    ],
)
def test_a_link_is_whole(link: str) -> None:
    assert addresses(f"Vedi {link}, grazie") == [link]


@pytest.mark.parametrize(
    "domain",
    [
        *("aurora.it", "caffe-aurora.it", "www.aurora.it", "münchen.de", "пример.рф", "例え.jp", "shop.aurora.co.uk"),
        *("aurora.it/menu?x=1", "AURORA.IT", "www.Aurora.It", "aurora.it:8080/x", "1aurora.com"),
    ],
)
def test_a_bare_domain_is_a_link(domain: str) -> None:
    assert addresses(f"Vieni su {domain}!") == [f"https://{domain}"]


@pytest.mark.parametrize(
    "text",
    [
        *("Bravi.Info in privato?", "Grazie.Store aperto domani?", "Bellissimo.Spedizione/ritiro quando?"),
        *("Great.Thanks/see you", "Love it.Shop open today?", "Perfetto.Club aperto?", "Fine.Io ci sono"),
        *("info@aurora.it", "@alice.bsky.social", "#aurora.it", "file.txt", "v1.2.3", "3.50", "e.g. questo", "...it"),
        *("https://", "http:// niente", "U.S.A.", "a..it"),
    ],
)
def test_what_only_looks_like_a_link_is_none(text: str) -> None:
    assert addresses(text) == []


def test_a_text_of_any_shape_is_read_in_linear_time() -> None:
    for piece in ("a.", "a-", "https://", "(", "a.it", "a.it/", ".", "é", "a-a.", "\u0301"):
        started = time.process_time()
        list(find_links(piece * (100_000 // len(piece))))
        assert time.process_time() - started < 2, piece
