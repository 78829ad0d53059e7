"""The page on which a mail's reader says that they have seen an alert, or puts it off. Pure: values in, HTML out.

It runs no script. `templates/alert.<language>.json` holds every word."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from portavoce.brands.model import Brand, Language
from portavoce.reporting.model import Alert
from portavoce.review.page import HtmlPage, Notice, notices_page, render_page
from portavoce.value import Value
from portavoce.written_moment import write_moment

SNOOZE_DAYS = (1, 3, 7)
_TEMPLATES = Path(__file__).parent / "templates"
_LANGUAGES: tuple[Language, ...] = get_args(Language)


class AlertWords(Value):
    """One language, whole; `days` names each of SNOOZE_DAYS."""

    direction: Literal["ltr", "rtl"]
    seen: str
    seen_hint: str
    seen_already: str
    later: str
    later_hint: str
    later_already: str
    days: Mapping[str, str]
    acknowledged: Notice
    snoozed: Notice
    refusals: Mapping[str, Notice]


class AlertSaid(NamedTuple):
    """What an alert says, in the brand's language."""

    subject: str
    happened: str


def alert_page(brand: Brand, alert: Alert, said: AlertSaid) -> HtmlPage:
    """The alert with its two ways: seen, or later."""
    words = alert_words(brand.language)
    context = {
        "title": said.subject,
        "said": said,
        "words": words,
        "choices": [(days, words.days[str(days)]) for days in SNOOZE_DAYS],
        "is_seen": alert.acknowledged_by is not None,
        "until": write_moment(alert.snoozed_until, brand.zone, brand.language) if alert.snoozed_until else "",
    }
    return render_page("alert.html", (brand.language,), context, ())


def done_page(brand: Brand, act: Literal["acknowledged", "snoozed"]) -> HtmlPage:
    """What follows from what was just done."""
    words = alert_words(brand.language)
    return notices_page({brand.language: words.acknowledged if act == "acknowledged" else words.snoozed})


def alert_refusal_page(reason: str, language: Language | None) -> HtmlPage:
    """Why a link does nothing; in every language when nobody knows whose it is."""
    languages = (language,) if language else _LANGUAGES
    return notices_page({one: alert_words(one).refusals[reason] for one in languages})


@cache
def alert_words(language: Language) -> AlertWords:
    """Every word of one language."""
    return AlertWords.model_validate(json.loads((_TEMPLATES / f"alert.{language}.json").read_text(encoding="utf-8")))
