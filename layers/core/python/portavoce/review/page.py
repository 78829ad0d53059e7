"""The page on which somebody without an account looks at a post and decides. Pure: values in, HTML out.

`templates/review.<language>.json` holds every word, `templates/*.html` the shape, `templates/review.css` the look.
The page runs no script, and its policy lets it load nothing but its own style and the post's media."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args
from urllib.parse import urlsplit

from jinja2 import Environment

from portavoce.brands.model import Brand, Language
from portavoce.contained_text import contain_text
from portavoce.publishing.model import ReviewDecision
from portavoce.review.preview import Passage, Preview
from portavoce.templates import open_templates
from portavoce.value import Value
from portavoce.written_moment import write_moment

MAX_COMMENT = 2000
Mistake = Literal["comment_missing", "comment_too_long", "choose"]
_TEMPLATES = Path(__file__).parent / "templates"
_LANGUAGES: tuple[Language, ...] = get_args(Language)


class Notice(Value):
    """What happened, why, and what to do next."""

    title: str
    why: str
    next: str


class PageWords(Value):
    """One language, whole; texts are Jinja templates over what the page hands them."""

    direction: Literal["ltr", "rtl"]
    title: str
    intro: str
    until: str
    until_each: str
    when: str
    text: str
    counted: str
    no_text: str
    more: str
    cut: str
    whole: str
    swipe: str
    link: str
    image: str
    video: str
    alt_text: str
    no_alt_text: str
    thread: str
    first_comment: str
    poll: str
    poll_minutes: str
    content_warning: str
    visibility: str
    visibilities: Mapping[str, str]
    kinds: Mapping[str, str]
    decide: str
    approve: str
    approve_hint: str
    comment: str
    comment_hint: str
    ask: str
    comment_missing: str
    comment_too_long: str
    choose: str
    approved: Notice
    changes_requested: Notice
    refusals: Mapping[str, Notice]


class HtmlPage(NamedTuple):
    """An HTML page and the Content-Security-Policy that belongs to it."""

    html: str
    policy: str


def review_page(
    brand: Brand, previews: Sequence[Preview], until: datetime, mistake: Mistake | None = None, comment: str = ""
) -> HtmlPage:
    """The post on each channel, at least one, with the two ways to decide. `until` is when the link ends: with what
    leaves last. What leaves first has to be decided on before that.

    After a mistake the page says so, and `comment` stands where it was written."""
    words = page_words(brand.language)
    parts = [part for shown in previews for part in shown.parts]
    context = {
        "title": _say(words, "title", brand=brand.name),
        "words": words,
        "say": lambda name, **values: _say(words, name, **values),
        "previews": previews,
        "until": _say_until(brand, min(one.planned_at for one in previews), until),
        "when": lambda one: write_moment(one, brand.zone, brand.language),
        "limit": MAX_COMMENT,
        "error": _say(words, mistake, length=len(comment), limit=MAX_COMMENT) if mistake else None,
        "comment": comment,
    }
    media = [one.url for part in parts for one in part.media]
    return render_page("review.html", (brand.language,), context, media, _frames(parts))


def decided_page(brand: Brand, decision: ReviewDecision) -> HtmlPage:
    """What follows from the decision that was just written."""
    words = page_words(brand.language)
    return notices_page({brand.language: words.approved if decision == "approved" else words.changes_requested})


def refusal_page(reason: str, language: Language | None) -> HtmlPage:
    """Why a link decides nothing. `reason` names a class of `approval.py` in lower case.

    In every language when nobody knows whose the link is (None)."""
    languages = (language,) if language else _LANGUAGES
    return notices_page({one: page_words(one).refusals[reason] for one in languages})


@cache
def page_words(language: Language) -> PageWords:
    """Every word of one language."""
    path = _TEMPLATES / f"review.{language}.json"
    return PageWords.model_validate(json.loads(path.read_text(encoding="utf-8")))


def _say_until(brand: Brand, first: datetime, last: datetime) -> str:
    words = page_words(brand.language)
    moments = [write_moment(one, brand.zone, brand.language) for one in (first, last)]
    return _say(words, "until_each" if first < last else "until", when=moments[0], last=moments[1])


def notices_page(notices: Mapping[Language, Notice]) -> HtmlPage:
    """What happened and what to do next, in each of these languages."""
    first = next(iter(notices.values()))
    shown = [
        {"language": language, "direction": page_words(language).direction, "words": words}
        for language, words in notices.items()
    ]
    return render_page("notice.html", tuple(notices), {"title": first.title, "notices": shown}, ())


def _frames(parts: Sequence[Passage]) -> str:
    """A rule for each shape that media are shown in: the policy allows no style on an element."""
    frames = sorted({part.framing.frame for part in parts if part.framing.frame})
    return "".join(f".shape-{width}-{height} {{ aspect-ratio: {width} / {height} }}\n" for width, height in frames)


def render_page(
    template: str, languages: Sequence[Language], context: Mapping[str, Any], media: Sequence[str], frames: str = ""
) -> HtmlPage:
    """A page of `templates/`, in the first of the languages; `media` are all that it loads."""
    style = f"{_style()}{frames}"
    shared = {"languages": languages, "direction": page_words(languages[0]).direction, "style": style}
    html = _shape().get_template(template).render({**shared, **context})
    return HtmlPage(html, _policy(style, media))


def _policy(style: str, media: Sequence[str]) -> str:
    """Nothing may be loaded, framed or sent but what is named: our style by its hash, media from where they lie."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    origins = " ".join(sorted({_origin(url) for url in media})) or "'none'"
    rules = (
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        f"img-src {origins}",
        f"media-src {origins}",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    return "; ".join(rules)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@cache
def _style() -> str:
    return (_TEMPLATES / "review.css").read_text(encoding="utf-8")


@cache
def _shape() -> Environment:
    return open_templates(_TEMPLATES)


def _say(words: PageWords, name: str, **values: object) -> str:
    # U+2068 and U+2069 keep a Latin name or number from turning the right-to-left sentence around it.
    rtl = words.direction == "rtl"
    shown = {key: f"\u2068{contain_text(str(value))}\u2069" if rtl else value for key, value in values.items()}
    return _shape().from_string(getattr(words, name)).render(shown)
