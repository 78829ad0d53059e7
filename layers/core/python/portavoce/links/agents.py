"""Whether a request for a link is a person's, by what the program says of itself. Pure.

What pretends to be a browser, as the scanners of mail do, cannot be told by this and counts as a person."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from crawleruseragents import is_crawler

Follower = Literal["person", "bot", "preview"]

PREFETCH, PREVIEW = "prefetch", "preview"

_OWN_LINES = (
    r"https?://|www\.|[\w.]@[\w-]+\.[a-z]{2}|\bat\b \w+ \bdot\b"  # who leaves an address is no browser
    r"|\(compatible;(?! ?(?:MSIE (?!or )|Konqueror))|compatible;? ?\)"
    r"|cardyb"  # Bluesky's cards
    r"|pleroma|akkoma|misskey|lemmy|friendica|mastodon|peertube|pixelfed|gotosocial"
    r"|^viber|slackbot|slack-img|telegrambot|discordbot|whatsapp/|skypeuripreview"
    r"|headless|phantomjs|cypress/|playwright|puppeteer|selenium|slimerjs|webdriver"
    r"|synthetic|observatory|lighthouse|pagespeed|gtmetrix|ptst/|gomezagent|dejaclick|catchpoint|dynatrace|rigor"
    r"|spider|crawl|(?<!cam)scanner|\w+bot\b|\bbot\b|fetcher|archiver|grabber|checker|monitor|proxy|preview|validator"
    r"|transcoder|weblight|burpcollaborator|prerender|google-|-google|googlemessages|google (?:page|search)"
    r"|googleadsense|site24x7|pageburst|devtools|\bslurp\b|portavoce|diagnostics|inspector|prospecting|measurement|iplabel"
)
"""Programs that crawler-user-agents (MIT) does not name, from runs of it; `portavoce` is our own reader of pages."""
_BROWSER = re.compile(
    r"^\s*(?:\[FBAN/|ucweb/|(?:mozilla/\d|opera/\d|.*applewebkit/)"
    r".*(?:windows|macintosh|mac os|x11|linux|android|iphone|ipad|ipod|\bcros\b|playstation|\bps3\b|nintendo|xbox|tizen"
    r"|web0s|bsd|symbian|blackberry|bb10|kaios|haiku|amiga))",
    re.IGNORECASE,
)
"""How every browser names itself, also one inside another app: Mozilla/5.0 and its system (MDN, User-Agent), or as UC
Browser does while it saves data."""
_PEOPLE = re.compile(
    r"\bcubot\b|\bm bot tab\b|SogouMSE|SogouMobileBrowser|FB_?IAB/FB4A|\bMetaIAB\b|Viber/[\d.]+$", re.IGNORECASE
)
"""Makers of telephones and tablets, Sogou's browser, and those inside Facebook's and Viber's apps."""


def read_purpose(headers: Mapping[str, str]) -> str:
    """What a browser says that it asks ahead of a person for, or that it shows a preview; empty for a plain request.

    Headers in lower case. `Sec-Purpose` (Fetch standard), `Purpose` (Chromium's link rel=prefetch), `X-Moz` (Firefox),
    `X-Purpose` (Safari)."""
    said = " ".join(headers.get(name, "") for name in ("sec-purpose", "purpose", "x-moz")).lower()
    if PREFETCH in said or "prerender" in said:
        return PREFETCH
    return PREVIEW if PREVIEW in f"{said} {headers.get('x-purpose', '').lower()}" else ""


def identify_follower(agent: str, purpose: str) -> Follower:
    """A person, a program, or a preview that a browser made before anybody asked for the page."""
    if purpose:
        return "preview"
    if not _BROWSER.search(agent):
        return "bot"
    told = _PEOPLE.sub("", agent)
    return "bot" if _own_lines().search(told) or is_crawler(told) else "person"


@cache
def _own_lines() -> re.Pattern[str]:
    return re.compile(_OWN_LINES, re.IGNORECASE)
