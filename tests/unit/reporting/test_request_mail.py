"""The mail that asks for a decision shows what is to be decided, to people who know no command."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest

from portavoce.brands.model import Language
from portavoce.reporting.compose import Speaker, dictionary
from portavoce.reporting.model import PostShown, ReviewAsked
from portavoce.reporting.requests.request_mail import MOST_POSTS, compose_request
from portavoce.written_moment import write_moment
from tests.aurora import NOW

LANGUAGES: tuple[Language, ...] = ("en", "it", "ar")
GMAIL_CUTS_OFF = 102 * 1024
"""Bytes of a mail's HTML behind which Gmail shows a link instead."""
TOKEN = "a" * 200


class Read(HTMLParser):
    """The pictures and links of a mail."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def each(self, tag: str, name: str) -> list[str | None]:
        return [attributes[name] for found, attributes in self.found if found == tag]


def speaker(language: Language = "en") -> Speaker:
    return Speaker("aurora", "Aurora Coffee", language, "Europe/Rome", "prod")


def shown(platform: str = "Instagram", **changes: object) -> PostShown:
    fields = {"platforms": (platform,), "text": f"Ciao {platform} #caffè", "picture": f"https://api.example/{platform}"}
    return PostShown.model_validate(fields | {"alt_text": "Una tazza", "media_count": 1} | changes)


def asked(post: str = "spring", days: int = 1, **changes: object) -> ReviewAsked:
    at = NOW + timedelta(days=days)
    fields = {
        "brand_id": "aurora",
        "post_id": post,
        "reviewer": "client",
        "mark": "m",
        "link": f"https://api.example/review/{post}{TOKEN}",
        "channels": ("instagram", "x"),
        "planned_at": at,
        "expires_at": at,
        "campaign": "Spring sale",
        "shown": (shown(), shown("X")),
    }
    return ReviewAsked.model_validate(fields | changes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_shows_text_and_picture_of_each_channel_the_day_and_the_campaign_and_leads_on(language: Language) -> None:
    mail, words = compose_request([asked()], speaker(language)), dictionary(language)
    html = Read(mail.html)
    assert html.each("img", "src") == ["https://api.example/Instagram", "https://api.example/X"]
    assert html.each("img", "alt") == ["Una tazza"] * 2
    assert html.each("a", "href") == [f"https://api.example/review/spring{TOKEN}"]
    for body in (mail.text, mail.html):
        assert write_moment(asked().planned_at, "Europe/Rome", language) in body
        assert "Spring sale" in body
        assert words.decide in body
        assert words.review_footer in body
        assert "portavoce " not in body
        assert "{{" not in body
    assert "> Ciao Instagram #caffè" in mail.text
    assert f"    https://api.example/review/spring{TOKEN}\n" in mail.text
    assert "\n" not in mail.subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_posts_are_one_mail_with_a_button_each(language: Language) -> None:
    mail = compose_request([asked("one"), asked("two", 2), asked("three", 3)], speaker(language))
    assert "3" in mail.subject
    links = [f"https://api.example/review/{post}{TOKEN}" for post in ("one", "two", "three")]
    assert Read(mail.html).each("a", "href") == links
    assert [link for link in links if f"    {link}\n" in mail.text] == links


def test_as_many_posts_as_one_mail_holds_are_not_cut_off_by_a_mailbox() -> None:
    long = (shown(text="Parole e parole. " * 200), shown("X", text="Altre parole. " * 200))
    mail = compose_request([asked(f"post-{one}", shown=long) for one in range(MOST_POSTS)], speaker())
    assert len(mail.html.encode()) < GMAIL_CUTS_OFF
    assert len(Read(mail.html).each("a", "href")) == MOST_POSTS


def test_a_video_is_said_to_be_one_and_what_stands_beside_the_first_picture_is_counted() -> None:
    video = shown(picture=None, has_video=True)
    mail = compose_request([asked(shown=(video, shown("X", media_count=4)))], speaker())
    assert f"▶ {dictionary('en').video}" in mail.html
    assert "on the page: 3" in mail.html


def test_names_and_addresses_do_not_turn_the_arabic_around_them() -> None:
    mail = compose_request([asked(shown=(shown(text="شاهد @bar.roma و https://aurora.example"),))], speaker("ar"))
    assert '<html lang="ar" dir="rtl">' in mail.html
    for latin in ("@bar.roma", "https://aurora.example", "Spring sale"):
        assert f"<bdi>{latin}</bdi>" in mail.html
    assert "\u2068Aurora Coffee\u2069" in mail.subject


def test_a_text_and_a_name_are_words_and_never_markup() -> None:
    hostile = "<script>alert(1)</script> {{ 7 * 7 }}"
    mail = compose_request([asked(campaign=hostile, shown=(shown(text=hostile, alt_text=hostile),))], speaker())
    assert "<script>" not in mail.html
    assert "{{ 7 * 7 }}" in mail.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_channels_that_leave_one_after_the_other_the_first_is_the_one_to_decide_before(language: Language) -> None:
    one = asked(expires_at=NOW + timedelta(days=3))
    words, mail = dictionary(language), compose_request([one], speaker(language))
    first, last = (write_moment(at, "Europe/Rome", language) for at in (one.planned_at, one.expires_at))
    for body in (mail.text, mail.html):
        assert f"{words.until} {first}" in body
        assert f"{words.until_last} {last}" in body
        assert f"{words.until} {last}" not in body
    assert words.until not in compose_request([asked()], speaker(language)).text
