"""The parts of the console that need no stage: cookies, links, hostile words, answers, numbers."""

import base64
import gzip
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlencode

import pytest

from portavoce.console.answer import make_page, write_answer
from portavoce.console.cookies import PendingSignIn, read_sign_in, sign_in_cookie
from portavoce.console.links import PageLinks
from portavoce.console.moments import read_moment
from portavoce.console.request import FormFields
from portavoce.console.security import is_our_form
from portavoce.console.strangers import clean_name, clean_words, thin_marks
from portavoce.console.words import LocalWords

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
PENDING = PendingSignIn("verifier", "state", "nonce", "/aurora?state=new")


def test_a_sign_in_is_read_back_from_its_cookie() -> None:
    cookie = sign_in_cookie(PENDING)
    assert cookie.startswith("__Host-signin=")
    assert cookie.endswith("; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax")
    assert read_sign_in(cookie.partition("=")[2].partition(";")[0]) == PENDING


@pytest.mark.parametrize("value", [None, "", "a.b.c", "...", "a.b.c._w", "a.b.c.d.e"])
def test_a_cookie_that_is_not_ours_is_none(value: str | None) -> None:
    assert read_sign_in(value) is None


def test_every_link_stands_under_the_stages_own_path() -> None:
    there = PageLinks("http://127.0.0.1:4566/_aws/execute-api/abc")
    assert there.path("aurora", "inbox", state="new", tag="") == "/_aws/execute-api/abc/console/aurora/inbox?state=new"
    assert there.address("sign_in") == "http://127.0.0.1:4566/_aws/execute-api/abc/console/sign_in"
    assert PageLinks("https://api.test").path() == "/console"
    assert PageLinks("https://api.test").path("a/b", "..?x") == "/console/a%2Fb/..%3Fx"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Marta\u202egnirts\u202c", "Martagnirts"),
        ("\u2067Ana\u2069", "Ana"),
        ("A\nB\x1b[31m", "A B[31m"),
        ("e" + "\u0301" * 10_000, "e" + "\u0301" * 8),
        ("مُحَمَّد", "مُحَمَّد"),
        ("👩‍👩‍👧 ☕️", "👩‍👩‍👧 ☕️"),
    ],
)
def test_a_name_is_one_line_that_turns_nothing_and_stacks_nothing(text: str, shown: str) -> None:
    assert clean_name(text) == shown


def test_a_text_keeps_its_lines() -> None:
    assert clean_words("uno\r\ndue\x00") == "uno\ndue"
    assert thin_marks("a" + "\u0489" * 9 + "b\u0301") == "a" + "\u0489" * 8 + "b\u0301"


def test_a_form_is_ours_only_with_the_whole_secret() -> None:
    assert is_our_form("secret", "secret")
    assert not any(is_our_form("secret", one) for one in ("", "secre", "secret ", "Secret", "sécret"))


def test_a_forms_fields_are_read_with_the_line_breaks_of_a_page() -> None:
    fields = FormFields("text=uno%0D%0Adue&box=1&box=2&empty=")
    assert (fields.one("text"), fields.many("box"), fields.one("empty"), fields.one("none", "x")) == (
        "uno\ndue",
        ("1", "2"),
        "",
        "x",
    )


@pytest.mark.parametrize(
    ("written", "number"),
    [("17", 17), ("0", 0), ("9" * 5_000, None), ("²", None), ("٣", None), ("-1", None), ("1e3", None), ("", None)],
)
def test_a_field_is_a_number_only_as_a_page_of_ours_writes_one(written: str, number: int | None) -> None:
    assert FormFields(urlencode({"revision": written})).number("revision") == number


def test_a_page_is_gzipped_for_a_browser_that_takes_it_and_plain_for_another() -> None:
    page = make_page("è" * 1000)
    squeezed = write_answer(page, {"x-a": "1"}, accepts_gzip=True)
    assert squeezed["isBase64Encoded"]
    assert gzip.decompress(base64.b64decode(squeezed["body"])).decode() == "è" * 1000
    assert squeezed["headers"]["content-encoding"] == "gzip"
    plain = write_answer(page, {}, accepts_gzip=False)
    assert (plain["statusCode"], plain["body"], "content-encoding" in plain["headers"]) == (
        HTTPStatus.OK,
        "è" * 1000,
        False,
    )


# Expected by CLDR 48, as babel 2.19 carries it.
@pytest.mark.parametrize(
    ("language", "moment", "number", "money"),
    [
        ("en", "tomorrow 10:00", "1,234,567", "€1,142.00"),
        ("it", "domani 10:00", "1.234.567", "1.142,00\xa0€"),
        ("ar", "غدًا 10:00", "1,234,567", "\u200f1,142.00\xa0€"),
    ],
)
def test_moments_numbers_and_money_are_written_as_the_language_does(
    language: str, moment: str, number: str, money: str
) -> None:
    words = LocalWords(language, "Europe/Rome", NOW)  # type: ignore[arg-type]
    assert words.moment(NOW + timedelta(days=1)) == moment
    assert words.number(1_234_567) == number
    assert words.money(114_200, "EUR") == money
    assert words.money(1_142, "JPY").replace("\xa0", " ").strip("\u200f") != ""


@pytest.mark.parametrize(
    ("language", "month", "days", "city"),
    [
        ("en", "November 2027", "November 20, 2027 – December 10, 2027", "Rome"),
        ("it", "novembre 2027", "20 novembre 2027 – 10 dicembre 2027", "Roma"),
        ("ar", "نوفمبر 2027", "20 نوفمبر 2027 – 10 ديسمبر 2027", "روما"),
    ],
)
def test_a_budgets_time_and_the_city_of_the_clocks_are_told_in_the_readers_language(
    language: str, month: str, days: str, city: str
) -> None:
    words = LocalWords(language, "Europe/Rome", NOW)  # type: ignore[arg-type]
    assert words.period("2027-11") == month
    assert words.period("2027-11-20..2027-12-10") == days
    assert words.clocks == city


@pytest.mark.parametrize(
    ("address", "below"),
    [
        ("https://api.test/console/aurora/inbox/thread?comment=x%2F1", "/aurora/inbox/thread?comment=x%2F1"),
        ("https://api.test/console", ""),
        ("https://api.test/elsewhere", ""),
        ("", ""),
    ],
)
def test_of_an_address_only_what_is_below_the_console_is_gone_back_to(address: str, below: str) -> None:
    assert PageLinks("https://api.test").below(address) == below


def test_an_amount_is_of_the_minor_units_that_its_platform_counts_in() -> None:
    # Meta counts Taiwan's dollars whole (its currency offset is 1), CLDR gives them hundredths.
    words = LocalWords("en", "Europe/Rome", datetime(2026, 11, 23, tzinfo=UTC))
    assert words.money(1500, "TWD", 0) == "NT$1,500.00"
    assert words.money(1500, "TWD") == "NT$15.00"


def test_a_moment_of_an_address_that_no_page_of_ours_writes_is_now() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert read_moment("2026-12-01T09:00:00+01:00", now) == datetime(2026, 12, 1, 8, tzinfo=UTC)
    for text in ("", "x", "2026-12-01T09:00", "9999-12-31T23:59-23:59", "0001-01-01T00:00+23:59"):
        assert read_moment(text, now) == now
