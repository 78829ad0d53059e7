"""What a mail says, and that every language says all of it."""

import json
import re
from pathlib import Path

import pytest

from portavoce.brands.model import Language
from portavoce.reporting import compose as composing
from portavoce.reporting.compose import (
    ASSIGNED,
    ASSIGNED_DIGEST,
    CHANGES,
    COMMANDS,
    DETAILS,
    ESCALATED,
    LEAD,
    LEAD_DIGEST,
    POST_DIGEST,
    REVIEW,
    REVIEWS,
    SALES,
    Speaker,
    compose,
    dictionary,
)
from portavoce.reporting.model import AlertKind
from portavoce.reporting.number_format import days, money

LANGUAGES: tuple[Language, ...] = ("en", "it", "ar")
TEMPLATES = Path(composing.__file__).parent / "templates"
FACTS = {
    "publication_id": "aurora.spring-launch.facebook",
    "channel": "facebook",
    "cause": "facebook refused: code 100",
    "next_step": "Mend the link.",
    "budget": "month",
    "budget_id": "month",
    "ad_account": "meta",
    "campaign": "Spring sale",
    "period": "2026-11",
    "threshold_percent": "80",
    "spent_minor": "412350",
    "amount_minor": "500000",
    "forecast_minor": "561000",
    "forecast_high_minor": "588000",
    "day": "2026-11-22",
    "currency": "EUR",
    "decimals": "2",
    "zone": "Europe/Rome",
    "as_of_at": "2026-11-23T10:00:00+00:00",
    "connection": "aurora.x",
    "connect_command": "portavoce channel connect aurora.x",
    "asked_by": "ada",
    "days": "7",
    "ends_at": "2026-11-30T10:00:00+00:00",
    "works_until_at": "2026-11-23T12:00:00+00:00",
    "left_minor": "2900",
    "ad": "Spinta autunno",
    "budget_currency": "EUR",
    "account_currency": "JPY",
    "author_name": "Ana",
    "rule": "harm",
    "permalink": "https://facebook.example/c1",
    "series": "tip",
    "address": "ada@aurora.example",
    "count": "39",
    "comments": "facebook/7_1, bluesky/at://did:plc:ana/app.bsky.feed.post/3k",
    "comment": "facebook/7_1",
    "assignee": "bea@aurora.example",
    "post": "spring-launch",
    "channels": "facebook, x",
    "planned_at": "2026-11-24T08:30:00+00:00",
    "expires_at": "2026-11-24T08:30:00+00:00",
    "created_at": "2026-11-23T10:00:00+00:00",
    "crisis_id": "aurora-202611231000",
    "freeze_id": "aurora-202611231000",
    "since_at": "2026-11-23T10:00:00+00:00",
    "hours": "2",
    "negative": "34",
    "moods": "51",
    "usual": "3",
    "share": "67",
    "usual_share": "20",
    "people": "28",
    "known": "9",
    "chart": "10:00=4/1 11:00=51/34",
}
KINDS = (*AlertKind, LEAD, CHANGES, LEAD_DIGEST, POST_DIGEST, ASSIGNED, ASSIGNED_DIGEST, ESCALATED)


def speaker(language: Language) -> Speaker:
    return Speaker("aurora", "Aurora Coffee", language, "Europe/Rome")


def keys(document: object, path: str = "") -> set[str]:
    if not isinstance(document, dict):
        return {path}
    return {key for name, inner in document.items() for key in keys(inner, f"{path}/{name}")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text(language: Language) -> None:
    read = {one: json.loads((TEMPLATES / f"{one}.json").read_text(encoding="utf-8")) for one in ("en", language)}
    assert keys(read[language]) == keys(read["en"])
    assert set(dictionary(language).kinds) == {*KINDS, REVIEW, REVIEWS}
    assert set(DETAILS) == set(KINDS)
    assert set(COMMANDS) == set(KINDS) - SALES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_says_what_happened_and_only_those_who_manage_a_brand_are_shown_a_command(
    kind: str, language: Language
) -> None:
    mail = compose(kind, FACTS, speaker(language)._replace(stage="prod"))
    assert "Aurora Coffee" in mail.subject
    assert "\n" not in mail.subject
    for body in (mail.text, mail.html):
        assert ("portavoce " in body) is (kind not in SALES)
        assert body.count("portavoce ") == body.count("--stage prod")
        assert dictionary(language).happened in body
        assert "{{" not in body


def test_a_chart_is_bars_of_cells_and_of_marks_and_no_picture() -> None:
    mail = compose(AlertKind.CRISIS_PROPOSED, FACTS, speaker("en"))
    assert "<svg" not in mail.html
    assert "<img" not in mail.html
    # 34 of 51 and the 17 others, of the longest bar's 100 %: 67 and 33.
    assert "width:67%" in mail.html
    assert "width:33%" in mail.html
    assert "11:00 ################-------- 34 / 51" in mail.text
    assert "10:00 - 1 / 4" in mail.text


@pytest.mark.parametrize(
    ("percent", "il", "del_"),
    [
        ("1", "l'1 %", "dell'1 %"),
        ("8", "l'8 %", "dell'8 %"),
        ("10", "il 10 %", "del 10 %"),
        ("11", "l'11 %", "dell'11 %"),
        ("18", "il 18 %", "del 18 %"),
        ("50", "il 50 %", "del 50 %"),
        ("80", "l'80 %", "dell'80 %"),
        ("88", "l'88 %", "dell'88 %"),
        ("100", "il 100 %", "del 100 %"),
        ("110", "il 110 %", "del 110 %"),
        ("180", "il 180 %", "del 180 %"),
        ("800", "l'800 %", "dell'800 %"),
        ("899", "l'899 %", "dell'899 %"),
        ("1000", "il 1000 %", "del 1000 %"),
        ("1100", "il 1100 %", "del 1100 %"),
        ("8000", "l'8000 %", "dell'8000 %"),
        ("11000", "l'11000 %", "dell'11000 %"),
    ],
)
def test_an_italian_number_that_is_said_with_a_vowel_first_takes_an_apostrophe(
    percent: str, il: str, del_: str
) -> None:
    mail = compose(AlertKind.BUDGET_THRESHOLD, FACTS | {"threshold_percent": percent}, speaker("it"))
    assert f"speso {il}" in mail.subject
    assert f"la soglia {del_}" in mail.text


@pytest.mark.parametrize(("language", "promise"), [("en", "link"), ("it", "collegamento"), ("ar", "الرابط")])
def test_a_mail_about_a_lead_promises_a_link_only_where_it_has_one(language: Language, promise: str) -> None:
    for link in ("", FACTS["permalink"]):
        mail = compose(LEAD, FACTS | {"permalink": link}, speaker(language))
        assert (promise in mail.text, "https://" in mail.text) == (bool(link), bool(link))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "shows"),
    [
        (AlertKind.PUBLICATION_FAILED, False),
        (AlertKind.CONNECTION_LOST, False),
        (AlertKind.PUBLICATION_UNCERTAIN, True),
        (AlertKind.PUBLICATION_FROZEN, True),
        (AlertKind.BUDGET_THRESHOLD, True),
        (POST_DIGEST, True),
    ],
)
def test_a_command_that_only_shows_is_not_called_the_one_that_does_it(
    kind: str, shows: bool, language: Language
) -> None:
    words, mail = dictionary(language), compose(kind, FACTS, speaker(language))
    for said in (mail.text, mail.html):
        assert (words.look in said, words.command in said) == (shows, not shows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_is_copied_without_marks_of_direction(language: Language) -> None:
    mail = compose(AlertKind.PUBLICATION_FAILED, FACTS, speaker(language))
    assert "\n    portavoce post now aurora.spring-launch.facebook\n" in mail.text
    assert ">portavoce post now aurora.spring-launch.facebook</pre>" in mail.html


def test_an_arabic_mail_runs_from_right_to_left_and_isolates_what_is_latin() -> None:
    mail = compose(AlertKind.BUDGET_THRESHOLD, FACTS, speaker("ar"))
    assert '<html lang="ar" dir="rtl">' in mail.html
    assert "\u2068Aurora Coffee\u2069" in mail.subject
    assert "\u2068month\u2069" in mail.text


def test_what_a_stranger_wrote_is_shown_as_words_and_never_as_markup() -> None:
    facts = FACTS | {"author_name": "<b>Ana</b>"}
    mail = compose(LEAD, facts, speaker("en"), quote="<script>alert(1)</script> {{ 7 * 7 }}")
    assert "<script>" not in mail.html
    assert "<b>Ana" not in mail.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}" in mail.html
    assert "> <script>alert(1)</script> {{ 7 * 7 }}" in mail.text


def test_a_link_that_is_not_https_is_not_made_clickable() -> None:
    mail = compose(LEAD, FACTS | {"permalink": "javascript:alert(1)"}, speaker("en"), quote="How much?")
    assert "<a " not in mail.html


def test_a_line_break_in_a_fact_cannot_break_the_subject() -> None:
    mail = compose(AlertKind.PUBLICATION_FAILED, FACTS | {"channel": "face\r\nBcc: all"}, speaker("en"))
    assert "\r" not in mail.subject
    assert "\n" not in mail.subject


def test_a_budget_mail_names_the_money_in_the_way_of_its_language() -> None:
    assert "4,123.50 EUR of 5,000.00 EUR" in compose(AlertKind.BUDGET_THRESHOLD, FACTS, speaker("en")).text
    assert "4.123,50 EUR su 5.000,00 EUR" in compose(AlertKind.BUDGET_THRESHOLD, FACTS, speaker("it")).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind, names in DETAILS.items() if "period" in names])
def test_a_budget_for_days_of_its_own_is_told_of_in_every_mail_about_money(kind: str, language: Language) -> None:
    mail = compose(kind, FACTS | {"period": "2026-11-20..2026-12-10"}, speaker(language))
    assert ".." not in mail.text.replace("...", "")
    assert " – 10 " in mail.text


def test_a_moment_is_told_on_the_ad_accounts_own_clock() -> None:
    mail = compose(AlertKind.BUDGET_THRESHOLD, FACTS | {"zone": "America/Sao_Paulo"}, speaker("en"))
    assert "Monday 23 November 2026, 07:00 (America/Sao_Paulo)" in mail.text


@pytest.mark.parametrize(
    ("amount_minor", "decimals", "written"),
    [(5, 2, "0.05 EUR"), (123456789, 2, "1,234,567.89 EUR"), (5000, 0, "5,000 EUR"), (-150, 2, "-1.50 EUR")],
)
def test_money_is_written_to_the_last_minor_unit(amount_minor: int, decimals: int, written: str) -> None:
    assert money(amount_minor, decimals, "EUR", "en") == written


def test_the_commands_of_a_mail_name_the_stage_that_it_came_from() -> None:
    next_step = "Look at it with `portavoce post show aurora.spring.x`."
    facts = FACTS | {"next_step": next_step}
    mail = compose(AlertKind.PUBLICATION_FAILED, facts, speaker("en")._replace(stage="prod"))
    assert "`portavoce post show aurora.spring.x --stage prod`" in mail.text
    assert re.search(r"^    portavoce post now \S+ --stage prod$", mail.text, re.MULTILINE)
    assert "`portavoce brand apply --stage prod`" in mail.text
    usual = compose(AlertKind.PUBLICATION_FAILED, facts, speaker("en")._replace(stage="dev"))
    assert usual.text.count("--stage dev") == 3, "whoever pastes it may have set another stage"


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("en", 1, "1 day"),
        ("en", 7, "7 days"),
        ("it", 1, "1 giorno"),
        ("it", 30, "30 giorni"),
        ("ar", 1, "يوم واحد"),
        ("ar", 2, "يومين"),
        ("ar", 7, "7 أيام"),
        ("ar", 11, "11 يومًا"),
        ("ar", 30, "30 يومًا"),
        ("ar", 100, "100 يوم"),
    ],
)
def test_a_number_of_days_agrees_with_its_word(language: Language, count: int, words: str) -> None:
    assert days(count, language) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subjects_of_two_posts_differ(language: Language) -> None:
    subjects = {
        compose(kind, FACTS | {"publication_id": f"aurora.{post}.facebook"}, speaker(language)).subject
        for kind in AlertKind
        if kind.startswith("publication_")
        for post in ("spring-launch", "autumn")
    }
    assert len(subjects) == 14
    assert sum("autumn" in subject for subject in subjects) == 7
