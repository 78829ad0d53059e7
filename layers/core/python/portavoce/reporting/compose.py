"""From a kind and its facts to the words of a mail, as text and as HTML, in the brand's language.

`templates/<language>.json` holds every word; `templates/mail.txt` and `mail.html` hold the shape, the same for all."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment

from portavoce.brands.model import Language
from portavoce.commands import complete_command, complete_commands
from portavoce.contained_text import contain_line, contain_text
from portavoce.reporting.model import AlertKind
from portavoce.reporting.number_format import readable, with_del, with_il
from portavoce.templates import open_templates
from portavoce.value import Value

LEAD, REVIEW, CHANGES = "lead", "review", "changes_requested"
LEAD_DIGEST, POST_DIGEST = "lead_digest", "post_digest"

_TEMPLATES = Path(__file__).parent / "templates"
_PUBLICATION = ("publication_id", "channel", "cause", "next_step")
_BUDGET = ("brand_name", "budget", "ad_account", "campaign_id", "period", "spent", "amount", "forecast", "as_of_at")

DETAILS: Mapping[str, tuple[str, ...]] = {
    AlertKind.PUBLICATION_FAILED: _PUBLICATION,
    AlertKind.PUBLICATION_MISSED: _PUBLICATION,
    AlertKind.PUBLICATION_UNCERTAIN: _PUBLICATION,
    AlertKind.PUBLICATION_FROZEN: _PUBLICATION,
    AlertKind.PUBLICATION_UNAPPROVED: _PUBLICATION,
    AlertKind.BUDGET_THRESHOLD: _BUDGET,
    AlertKind.BUDGET_FORECAST: _BUDGET,
    AlertKind.BUDGET_CURRENCY: ("brand_name", "budget", "ad_account", "budget_currency", "account_currency"),
    AlertKind.SPEND_UNREADABLE: ("brand_name", "ad_account", "as_of_at", "cause"),
    AlertKind.SERIES_STOPPED: ("brand_name", "series", "cause"),
    AlertKind.CLOCKS_CHANGED: ("brand_name", "count", "cause"),
    AlertKind.CONNECTION_ENDING: ("brand_name", "connection", "ends_at"),
    AlertKind.CONNECTION_LOST: ("brand_name", "connection", "cause"),
    AlertKind.CONNECTION_NOT_RENEWED: ("brand_name", "connection", "cause", "works_until_at"),
    AlertKind.COMMENT_NOT_HIDDEN: ("brand_name", "connection", "cause"),
    AlertKind.ADDRESS_BOUNCED: ("brand_name", "address", "cause"),
    LEAD: ("brand_name", "channel", "author_name", "created_at", "permalink"),
    REVIEW: ("brand_name", "post", "channels", "planned_at", "expires_at"),
    CHANGES: ("brand_name", "post", "channels", "planned_at"),
    LEAD_DIGEST: ("brand_name", "count"),
    POST_DIGEST: ("brand_name", "count"),
}
"""Which facts stand in the table of each mail, in order; one that is empty is left out."""

COMMANDS: Mapping[str, str] = {
    AlertKind.PUBLICATION_FAILED: "portavoce post now {publication_id}",
    AlertKind.PUBLICATION_MISSED: "portavoce post now {publication_id}",
    AlertKind.PUBLICATION_UNCERTAIN: "portavoce post show {publication_id}",
    AlertKind.PUBLICATION_FROZEN: "portavoce status",
    AlertKind.PUBLICATION_UNAPPROVED: "portavoce post show {publication_id}",
    AlertKind.BUDGET_THRESHOLD: "portavoce budget --brand {brand_id}",
    AlertKind.BUDGET_FORECAST: "portavoce budget --brand {brand_id}",
    AlertKind.BUDGET_CURRENCY: "portavoce brand apply brand.yaml",
    AlertKind.SPEND_UNREADABLE: "portavoce channel token {brand_id} {ad_account} access_token --ads",
    AlertKind.SERIES_STOPPED: "portavoce series show {series} --brand {brand_id}",
    AlertKind.CLOCKS_CHANGED: "portavoce status",
    AlertKind.CONNECTION_ENDING: "{connect_command}",
    AlertKind.CONNECTION_LOST: "{connect_command}",
    AlertKind.CONNECTION_NOT_RENEWED: "{connect_command}",
    AlertKind.COMMENT_NOT_HIDDEN: "{connect_command}",
    AlertKind.ADDRESS_BOUNCED: "portavoce brand apply brand.yaml",
    LEAD: "portavoce comments --brand {brand_id}",
    LEAD_DIGEST: "portavoce leads --brand {brand_id}",
    POST_DIGEST: "portavoce alerts --brand {brand_id}",
    CHANGES: "portavoce post show {brand_id}.{post}",
}
"""The command that each mail offers; the one to people who decide by a link has none. It is copied into a terminal, so
it carries no marks of direction."""

_LOOKS = frozenset({"alerts", "budget", "comments", "leads", "show", "status"})
"""Words by which a command is known to show something, and to do nothing."""


class MailWords(Value):
    """One kind of mail in one language; each is a Jinja template over the facts."""

    subject: str
    happened: str
    next: str


class Dictionary(Value):
    """One language, whole."""

    direction: str
    happened: str
    next: str
    command: str
    look: str
    decide: str
    details: str
    quote: str
    footer: str
    review_footer: str
    kinds: Mapping[str, MailWords]
    facts: Mapping[str, str]


class Composed(NamedTuple):
    """The words of a mail."""

    subject: str
    text: str
    html: str


class Speaker(NamedTuple):
    """Whose mail it is: the brand's name, id, language and IANA zone; and the stage that its commands are for."""

    brand_id: str
    brand_name: str
    language: Language
    zone: str
    stage: str | None = None


def compose(
    kind: str, facts: Mapping[str, str], speaker: Speaker, quote: str | None = None, link: str | None = None
) -> Composed:
    """The mail of one kind. `quote` is what a person said, shown as it is; `link` is where they can decide.

    Raises jinja2.UndefinedError when a fact is missing that the words need."""
    words = dictionary(speaker.language)
    plain = {"brand_name": contain_line(speaker.brand_name), "brand_id": speaker.brand_id}
    readable_facts = readable(facts, speaker.language, speaker.zone)
    plain |= {name: contain_text(complete_commands(value, speaker.stage)) for name, value in readable_facts.items()}
    plain |= _post_of(facts)
    shown = {name: _isolate_value(value, words.direction) for name, value in plain.items()}
    said = {part: _say(template, shown) for part, template in words.kinds[kind].model_dump().items()}
    subject = contain_line(said.pop("subject"))
    command = complete_command(COMMANDS[kind].format_map(plain), speaker.stage) if kind in COMMANDS else None
    context = {
        "words": words,
        "language": speaker.language,
        "subject": subject,
        "said": said,
        "details": [(words.facts[name], plain[name]) for name in DETAILS[kind] if plain.get(name)],
        "command": command,
        "command_title": words.look if command and _LOOKS.intersection(command.split()[1:3]) else words.command,
        "link": link,
        "quote": contain_text(quote) if quote else quote,
        "footer": complete_commands(words.review_footer if kind == REVIEW else words.footer, speaker.stage),
    }
    return Composed(
        subject, _shape().get_template("mail.txt").render(context), _shape().get_template("mail.html").render(context)
    )


def _post_of(facts: Mapping[str, str]) -> dict[str, str]:
    """The post that a publication belongs to, so that subjects tell posts apart."""
    _, _, rest = facts.get("publication_id", "").partition(".")
    return {"post": rest.rpartition(".")[0]} if rest else {}


@cache
def dictionary(language: Language) -> Dictionary:
    """Every word of one language."""
    return Dictionary.model_validate(json.loads((_TEMPLATES / f"{language}.json").read_text(encoding="utf-8")))


@cache
def _shape() -> Environment:
    shape = open_templates(_TEMPLATES)
    shape.filters |= {"il": with_il, "del": with_del}
    return shape


def _say(template: str, facts: Mapping[str, str]) -> str:
    return _shape().from_string(template).render(facts)


def _isolate_value(value: str, direction: str) -> str:
    # U+2068 and U+2069 keep a Latin id from turning the right-to-left sentence around it.
    return f"\u2068{value}\u2069" if value and direction == "rtl" else value
