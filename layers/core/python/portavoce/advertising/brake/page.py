"""The page behind the link of a proposal's mail. Pure: values in, HTML out. It runs no script and loads nothing.

`templates/page.<language>.json` holds every word, `templates/page.html` the shape, `templates/page.css` the look."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from portavoce.advertising.brake.model import BrakeOrder
from portavoce.brands.model import Brand, Language
from portavoce.contained_text import contain_line
from portavoce.templates import open_templates
from portavoce.value import Value

NoticeName = Literal["ordered", "gone", "forged", "expired", "off", "busy"]
_TEMPLATES = Path(__file__).parent / "templates"
_LANGUAGES: tuple[Language, ...] = get_args(Language)


class BrakeNotice(Value):
    """What happened, why, and what to do next."""

    title: str
    why: str
    next: str


class BrakeWords(Value):
    """One language, whole; `happened` is a Jinja template over the proposal's facts."""

    direction: Literal["ltr", "rtl"]
    title: str
    happened: str
    campaigns: str
    effect: str
    pause: str
    leave: str
    notices: Mapping[NoticeName, BrakeNotice]


class BrakePage(NamedTuple):
    """An HTML page and the Content-Security-Policy that belongs to it."""

    html: str
    policy: str


WriteFacts = Callable[[Mapping[str, str], Language, str], Mapping[str, str]]
"""Writes facts as people read them, in a language and a zone: `spent_minor` becomes `spent`."""


def proposal_page(brand: Brand, order: BrakeOrder, write_facts: WriteFacts) -> BrakePage:
    """The proposal with its figures, and the button that pauses."""
    words = brake_words(brand.language)
    facts = {
        "brand_name": contain_line(brand.name),
        "budget": order.name or order.budget_id,
        "period": order.period,
        "spent_minor": str(order.spent_minor),
        "amount_minor": str(order.amount_minor),
        "currency": order.currency,
        "decimals": str(order.decimals),
    }
    shown = {
        # U+2068 and U+2069 keep a Latin name or number from turning the right-to-left sentence around it.
        name: f"\u2068{value}\u2069" if words.direction == "rtl" else value
        for name, value in write_facts(facts, brand.language, brand.zone).items()
    }
    happened = open_templates(_TEMPLATES).from_string(words.happened).render(shown)
    campaigns = [contain_line(one) for one in order.campaigns]
    return _page(
        (brand.language,), {"happened": happened, "campaigns": campaigns, "words": words, "title": words.title}
    )


def notice_page(name: NoticeName, language: Language | None) -> BrakePage:
    """What came of it, or why the link does nothing. In every language when nobody knows whose it is (None)."""
    languages = (language,) if language else _LANGUAGES
    notices = [(one, brake_words(one).direction, brake_words(one).notices[name]) for one in languages]
    return _page(languages, {"notices": notices, "title": notices[0][2].title, "words": None})


@cache
def brake_words(language: Language) -> BrakeWords:
    """Every word of one language."""
    return BrakeWords.model_validate(json.loads((_TEMPLATES / f"page.{language}.json").read_text(encoding="utf-8")))


def _page(languages: tuple[Language, ...], context: Mapping[str, object]) -> BrakePage:
    style = (_TEMPLATES / "page.css").read_text(encoding="utf-8")
    frame = {"language": languages[0], "direction": brake_words(languages[0]).direction, "style": style}
    html = open_templates(_TEMPLATES).get_template("page.html").render({**frame, **context})
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'"
    return BrakePage(html, f"{policy}; frame-ancestors 'none'")
