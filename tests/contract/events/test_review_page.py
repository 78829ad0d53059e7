"""The page that a client decides on: real function, table and key. Looking decides nothing, a decision counts once."""

import base64
import hashlib
import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any, get_args
from urllib.parse import urlencode

import boto3
import pytest
import time_machine

from portavoce.brands.model import Language
from portavoce.platforms.contract import Poll
from portavoce.publishing.model import Content, Media, Part, Publication, PublicationState
from portavoce.publishing.records import PublicationRecords
from portavoce.review import link
from portavoce.review.page import page_words
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.review import links
from portavoce.written_moment import write_moment
from tests.contract.events.house import AURORA, SIGNING_KEY, House
from tests.contract.events.samples import FOLDER, read
from tests.review import NOW, in_review
from tests.stage import PREFIX, REGION

LANGUAGES: tuple[Language, ...] = get_args(Language)
HOSTILE = '</p><script>alert(1)</script><img src=x onerror=alert(2)> \u202ereversed\u2067 "quoted" {{ 7 * 7 }} مرحبا'
IMAGE = Media(key="media/0a.png", mime_type="image/png", size_bytes=9, width=80, height=60, alt_text='Una "tazza"')
POST = "spring"


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text inside of those named `wanted`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def add(*publications: Publication) -> str:
    """Plans another post that waits for the client, and gives its link's token."""
    for one in publications:
        named = {"publication_id": f"aurora.{POST}.{one.channel}", "post_id": POST}
        PublicationRecords(ledger().records.table).add(one.model_copy(update=named))
    (link,) = links().of("aurora", POST, NOW)
    return link.token


def speak(language: Language) -> None:
    brands().put(AURORA.model_copy(update={"language": language}), NOW)


def request(house: House, token: str, form: dict[str, str] | None = None, **changes: Any) -> dict[str, Any]:
    event = read(FOLDER / "http/review_look.json")
    event["pathParameters"]["token"] = token
    if form is not None:
        event["requestContext"]["http"]["method"] = "POST"
        event["body"] = base64.b64encode(urlencode(form).encode()).decode()
        event["isBase64Encoded"] = True
    answer: dict[str, Any] = house.invoke("review", event | changes)
    return answer


def states(post: str = POST) -> dict[str, PublicationState]:
    return {one.channel: one.state for one in ledger().of_post("aurora", post)}


def everything() -> Content:
    return Content(
        text="Prima",
        link="https://example.com/menu?a=1&b=2",
        media=(IMAGE, IMAGE.model_copy(update={"key": "media/0b.png", "alt_text": ""})),
        thread=(Part(text="Seconda"),),
        first_comment="Primo commento!",
        poll=Poll(options=("Sì", "No"), duration_minutes=90),
        content_warning="Caffeina",
        visibility="followers",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_in_the_brands_language_and_can_be_used_without_seeing_it(house: House, language: Language) -> None:
    speak(language)
    words = page_words(language)
    html = request(house, add(in_review("x", content=everything())))["body"]
    page = Elements(html)
    assert page.of("html") == [{"lang": language, "dir": "rtl" if language == "ar" else "ltr"}]
    levels = [int(tag[1]) for tag, _ in page.found if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise([0, *levels]))
    (area,) = page.of("textarea")
    assert [one["for"] for one in page.of("label")] == [area["id"]]
    assert area["aria-describedby"] == "hint"
    assert all(one.get("alt") for one in page.of("img"))
    for said in (words.intro, words.approve, words.ask, words.comment, words.poll, words.first_comment, words.decide):
        assert said in unescape(html)
    assert "{{" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_preview_shows_what_is_sent_as_the_platform_counts_it(house: House, language: Language) -> None:
    speak(language)
    answer = request(house, add(in_review("x", content=everything())))
    html = unescape(answer["body"])
    assert '>Prima\n\n<bdi class="mark">https://example.com/menu?a=1&b=2</bdi><' in html
    for said in ("Seconda", "Primo commento!", "Sì", "Caffeina", 'Una "tazza"', page_words(language).no_alt_text):
        assert said in html
    assert write_moment(in_review().planned_at, "Europe/Rome", language) in html
    # X counts a link as 23, and the two line breaks; the warning counts with the text.
    assert re.search(rf"\u2068?{len('CaffeinaPrima') + 2 + 23}\u2069? [^<]*280", html)
    sources = {str(one["src"]).partition("?")[0][-5:]: one["src"] for one in Elements(answer["body"]).of("img")}
    assert list(sources) == ["a.png", "b.png"]
    assert all("X-Amz-Expires=900" in str(one) for one in sources.values())


def test_the_page_may_load_its_own_style_and_the_posts_media_and_nothing_else(house: House) -> None:
    answer = request(house, add(in_review("x", content=everything())))
    headers, page = answer["headers"], Elements(answer["body"])
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    style = re.search(r"<style>(.*?)</style>", answer["body"], re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    origin = str(page.of("img")[0]["src"]).partition("/media/")[0]
    assert origin == f"https://portavoce-test-media.s3.{REGION}.amazonaws.com"
    assert policy == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "img-src": origin,
        "media-src": origin,
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "noindex" in headers["x-robots-tag"]
    assert not page.of("script")
    assert not [name for _, attributes in page.found for name in attributes if name == "style" or name.startswith("on")]


def test_whatever_a_text_holds_it_is_shown_as_words_and_kept_in_its_place(house: House) -> None:
    content = Content(
        text=HOSTILE,
        media=(IMAGE.model_copy(update={"alt_text": HOSTILE}),),
        thread=(Part(text=HOSTILE),),
        first_comment=HOSTILE,
        poll=Poll(options=(HOSTILE, "b"), duration_minutes=60),
        content_warning=HOSTILE,
    )
    html = request(house, add(in_review("x", content=content)))["body"]
    page = Elements(html)
    assert not page.of("script")
    assert len(page.of("img")) == 1
    assert page.of("img")[0]["alt"] == HOSTILE
    # What turns the writing direction ends with its element: each stands alone in one that isolates.
    around = [html[max(0, at.start() - 40) : at.start()] for at in re.finditer("&lt;/p&gt;", html)]
    assert len(around) == 6 + 1
    assert all(re.search(r'(<(p|li|span)[^>]*dir="auto"[^>]*>|<bdi>|alt=")[^<>]*$', one) for one in around)


def test_looking_at_a_post_decides_nothing_whatever_fetches_it(house: House) -> None:
    token = add(in_review("x"))
    before = house.effects()
    requests: tuple[dict[str, Any], ...] = ({}, {"rawQueryString": "decision=approved"}, {"body": "decision=approved"})
    for changes in requests:
        assert request(house, token, **changes)["statusCode"] == 200
    assert house.effects() == before


def test_an_approval_counts_for_every_channel_that_waits_and_only_once(house: House) -> None:
    token = add(in_review("x"), in_review("facebook"))
    assert request(house, token, {"decision": "approved"})["statusCode"] == 200
    assert set(states().values()) == {PublicationState.SCHEDULED}
    before = house.effects()
    for again in ({"decision": "approved"}, {"decision": "changes_requested", "comment": "No"}, None):
        answer = request(house, token, again)
        assert answer["statusCode"] == 409
        assert page_words("it").refusals["used"].why in unescape(answer["body"])
    assert house.effects() == before


def test_what_should_change_is_kept_word_for_word_and_nothing_leaves(house: House) -> None:
    token = add(in_review("x"))
    comment = "Meno emoji.\r\nE <b>niente</b> \u202eprezzi, مرحبا ☕️\x00"
    assert request(house, token, {"decision": "changes_requested", "comment": comment})["statusCode"] == 200
    (standing,) = ledger().of_post("aurora", POST)
    assert standing.approval
    assert standing.approval.comment == "Meno emoji.\nE <b>niente</b> \u202eprezzi, مرحبا ☕️"
    assert (standing.state, standing.approval.by) == (PublicationState.IN_REVIEW, "client link")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comment_that_is_missing_or_too_long_is_asked_for_again_and_not_lost(
    house: House, language: Language
) -> None:
    speak(language)
    token = add(in_review("x"))
    for comment, shown in (("  \r\n ", ""), ("é<" * 1001, "é&lt;" * 1001)):
        answer = request(house, token, {"decision": "changes_requested", "comment": comment})
        assert answer["statusCode"] == 422
        assert f"\n{shown}</textarea>" in answer["body"]
        (area,) = Elements(answer["body"]).of("textarea")
        assert (area["aria-invalid"], area["aria-describedby"]) == ("true", "error hint")
    assert request(house, token, {"decision": "changes_requested", "comment": "é" * 2000})["statusCode"] == 200


@pytest.mark.parametrize(
    "form", [{}, {"decision": "publish"}, {"comment": "approved"}, {str(n): "" for n in range(50)}]
)
def test_a_form_that_says_nothing_decides_nothing(house: House, form: dict[str, str]) -> None:
    token = add(in_review("x"))
    assert request(house, token, form)["statusCode"] == 422
    assert states() == {"x": PublicationState.IN_REVIEW}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_does_not_count_is_refused_with_the_reason_in_the_brands_language(
    house: House, language: Language, method: str
) -> None:
    speak(language)
    form = {"decision": "approved"} if method == "POST" else None
    token = add(in_review("x"))
    ticket = link.read_ticket(token, SIGNING_KEY.encode())
    expired = link.sign(ticket._replace(expires_at=NOW - timedelta(seconds=1)), SIGNING_KEY.encode())
    told = {"expired": (request(house, expired, form), 410)}
    (standing,) = ledger().of_post("aurora", POST)
    ledger().plan(standing.model_copy(update={"content_hash": "2f"}), NOW)
    told["edited"] = request(house, token, form), 409
    ledger().cancel(standing.publication_id, NOW)
    mark = link.fingerprint(ledger().of_post("aurora", POST))
    withdrawn = link.sign(ticket._replace(fingerprint=mark), SIGNING_KEY.encode())
    told["withdrawn"] = request(house, withdrawn, form), 410
    for reason, (answer, status) in told.items():
        assert answer["statusCode"] == status, reason
        words = page_words(language).refusals[reason]
        assert [word in unescape(answer["body"]) for word in (words.title, words.why, words.next)] == [True] * 3
        assert Elements(answer["body"]).of("html")[0]["lang"] == language


def test_a_forged_link_is_refused_in_every_language_and_says_nothing_of_the_post(house: House) -> None:
    token = add(in_review("x"))
    for forged in (token[:-1], f"{token}0", token.upper(), "nonsense", "..", token.replace("client", "internal")):
        answer = request(house, forged, {"decision": "approved"})
        assert answer["statusCode"] == 403
        for language in LANGUAGES:
            assert page_words(language).refusals["forged"].why in unescape(answer["body"])
        assert "Aurora" not in answer["body"]
    assert states() == {"x": PublicationState.IN_REVIEW}


def test_nothing_of_a_link_or_a_comment_is_logged(
    house: House, lines: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    token = add(in_review("x"))
    request(house, token)
    request(house, f"{token}0")
    request(house, token, {"decision": "changes_requested", "comment": "canarino-giallo"})
    written = "\n".join([*lines, *capfd.readouterr()])
    assert "review link" in written
    assert "aurora.spring" in written
    for secret in (token[:40], token[-20:], "canarino-giallo", SIGNING_KEY):
        assert secret not in written


def test_a_link_made_twice_at_once_is_signed_by_one_key_that_is_never_replaced(house: House) -> None:
    ssm = boto3.client("ssm", region_name=REGION)
    name = f"{PREFIX}/review/links/signing_key"
    ssm.delete_parameter(Name=name)
    house.invoke("review", read(FOLDER / "http/review_look.json"), cold=True)
    token = add(in_review("x"))
    made = ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]
    assert (made["Type"], made["Version"], len(made["Value"])) == ("SecureString", 1, 64)
    house.invoke("review", read(FOLDER / "http/review_look.json"), cold=True)
    (again,) = links().of("aurora", POST, NOW)
    assert again.token == token
    assert ssm.get_parameter(Name=name)["Parameter"]["Version"] == 1


def test_a_link_ends_when_the_post_was_to_leave(house: House) -> None:
    token = add(in_review("x"))
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert request(house, token, {"decision": "approved"})["statusCode"] == 410
    assert states() == {"x": PublicationState.IN_REVIEW}
