"""From a kind and its facts to the words of a mail, as text and as HTML, in the brand's language.

`templates/<language>.json` holds every word; `templates/mail.txt` and `mail.html` hold the shape, the same for all."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment

from portavoce.brands.model import Language
from portavoce.commands import complete_command, complete_commands
from portavoce.contained_text import contain_line, contain_text
from portavoce.reporting.bars import read_chart
from portavoce.reporting.model import AlertKind
from portavoce.reporting.number_format import in_last_hours, readable, with_del, with_il
from portavoce.reporting.phrases import translate
from portavoce.templates import open_templates
from portavoce.value import Value

LEAD, CHANGES = "lead", "changes_requested"
REVIEW, REVIEWS = "review", "reviews"
LEAD_DIGEST, POST_DIGEST = "lead_digest", "post_digest"
ASSIGNED, ASSIGNED_DIGEST, ESCALATED = "assigned", "assigned_digest", "escalated"

_TEMPLATES = Path(__file__).parent / "templates"
_ARISE_IN_ENGLISH = frozenset({"cause", "next_step"})
_CRISIS = ("brand_name", "since_at", "freeze_id", "comments")
_PUBLICATION = ("publication_id", "channel", "cause", "next_step")
_SIGN = ("brand_name", "budget", "ad_account", "campaign", "day", "spent", "amount", "as_of_at")
_BRAKE = ("brand_name", "budget", "ad_account", "period", "spent", "amount", "campaigns", "cause", "ordered_by")
_BUDGET = ("brand_name", "budget", "ad_account", "campaign", "period", "spent", "amount", "forecast", "as_of_at")

DETAILS: Mapping[str, tuple[str, ...]] = {
    AlertKind.PUBLICATION_FAILED: _PUBLICATION,
    AlertKind.PUBLICATION_MISSED: _PUBLICATION,
    AlertKind.PUBLICATION_UNCERTAIN: _PUBLICATION,
    AlertKind.PUBLICATION_FROZEN: _PUBLICATION,
    AlertKind.PUBLICATION_UNAPPROVED: _PUBLICATION,
    AlertKind.PUBLICATION_REPEATED: _PUBLICATION,
    AlertKind.PUBLICATION_OVER_FEES: _PUBLICATION,
    AlertKind.BUDGET_THRESHOLD: _BUDGET,
    AlertKind.BUDGET_FORECAST: _BUDGET,
    AlertKind.BUDGET_CURRENCY: ("brand_name", "budget", "ad_account", "budget_currency", "account_currency"),
    AlertKind.BUDGET_IDLE: _BUDGET,
    AlertKind.BUDGET_RESTATED: _BUDGET,
    AlertKind.SPEND_SPIKE: _SIGN,
    AlertKind.SPEND_STOPPED: _SIGN,
    AlertKind.SPEND_WITHOUT_RESULT: _SIGN,
    AlertKind.SPEND_UNREADABLE: ("brand_name", "ad_account", "as_of_at", "cause"),
    AlertKind.BRAKE_PROPOSED: _BRAKE,
    AlertKind.BRAKE_APPLIED: _BRAKE,
    AlertKind.BRAKE_UNSETTLED: _BRAKE,
    AlertKind.BRAKE_RELEASED: _BRAKE,
    AlertKind.AD_ACCOUNT_STOPPED: ("brand_name", "ad_account", "cause"),
    AlertKind.AD_PAYMENT_REFUSED: ("brand_name", "ad_account", "cause"),
    AlertKind.AD_FUNDS_SHORT: ("brand_name", "ad_account", "left"),
    AlertKind.AD_ON_HELD_POST: ("brand_name", "ad_account", "campaign", "ad", "post", "channel", "cause"),
    AlertKind.SERIES_STOPPED: ("brand_name", "series", "cause"),
    AlertKind.CLOCKS_CHANGED: ("brand_name", "count", "cause"),
    AlertKind.CONNECTION_ENDING: ("brand_name", "connection", "ends_at"),
    AlertKind.CONNECTION_LOST: ("brand_name", "connection", "cause"),
    AlertKind.CONNECTION_NOT_RENEWED: ("brand_name", "connection", "cause", "works_until_at"),
    AlertKind.COMMENT_NOT_HIDDEN: ("brand_name", "connection", "cause"),
    AlertKind.ANSWER_UNCERTAIN: ("brand_name", "connection", "comment", "asked_by", "cause", "permalink"),
    AlertKind.ACT_NOT_DONE: ("brand_name", "connection", "comment", "asked_by", "cause", "permalink"),
    AlertKind.ACCOUNT_RESTRICTED: ("brand_name", "connection", "cause", "permalink"),
    AlertKind.ANSWERS_DUE: ("brand_name", "count", "comments"),
    AlertKind.ANSWERS_LATE: ("brand_name", "count", "comments"),
    AlertKind.LISTENING_NEARLY_STOPPED: ("brand_name", "channel", "period", "spent", "amount", "count"),
    AlertKind.LISTENING_STOPPED: ("brand_name", "channel", "period", "spent", "amount", "count"),
    AlertKind.ADDRESS_BOUNCED: ("brand_name", "address", "cause"),
    AlertKind.REPUTATION_WATCH: _CRISIS,
    AlertKind.REPUTATION_FLOOD: _CRISIS,
    AlertKind.CRISIS_PROPOSED: _CRISIS,
    AlertKind.CRISIS_FROZEN: _CRISIS,
    AlertKind.CRISIS_GOES_ON: _CRISIS,
    AlertKind.CRISIS_OVER: _CRISIS,
    LEAD: ("brand_name", "channel", "author_name", "created_at", "permalink"),
    CHANGES: ("brand_name", "post", "channels", "planned_at"),
    ASSIGNED: ("brand_name", "channel", "author_name", "created_at", "permalink"),
    ESCALATED: ("brand_name", "channel", "author_name", "rule", "created_at", "permalink"),
    ASSIGNED_DIGEST: ("brand_name", "count"),
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
    AlertKind.PUBLICATION_REPEATED: "portavoce post now {publication_id} --allow duplicate",
    AlertKind.PUBLICATION_OVER_FEES: "portavoce post now {publication_id} --allow fee_cap",
    AlertKind.BUDGET_THRESHOLD: "portavoce budget --brand {brand_id}",
    AlertKind.BUDGET_FORECAST: "portavoce budget --brand {brand_id}",
    AlertKind.BUDGET_CURRENCY: "portavoce brand apply brand.yaml",
    AlertKind.BUDGET_IDLE: "portavoce budget --brand {brand_id}",
    AlertKind.BUDGET_RESTATED: "portavoce budget --brand {brand_id}",
    AlertKind.SPEND_SPIKE: "portavoce budget --brand {brand_id}",
    AlertKind.SPEND_STOPPED: "portavoce budget --brand {brand_id}",
    AlertKind.SPEND_WITHOUT_RESULT: "portavoce budget --brand {brand_id}",
    AlertKind.SPEND_UNREADABLE: "portavoce doctor",
    AlertKind.BRAKE_PROPOSED: "portavoce budget pause {budget_id} --brand {brand_id}",
    AlertKind.BRAKE_APPLIED: "portavoce budget resume {budget_id} --brand {brand_id} --dry-run",
    AlertKind.BRAKE_UNSETTLED: "portavoce budget --brand {brand_id}",
    AlertKind.BRAKE_RELEASED: "portavoce budget --brand {brand_id}",
    AlertKind.AD_ACCOUNT_STOPPED: "portavoce budget --brand {brand_id}",
    AlertKind.AD_PAYMENT_REFUSED: "portavoce budget --brand {brand_id}",
    AlertKind.AD_FUNDS_SHORT: "portavoce budget --brand {brand_id}",
    AlertKind.AD_ON_HELD_POST: "portavoce post show {post}",
    AlertKind.SERIES_STOPPED: "portavoce series show {series} --brand {brand_id}",
    AlertKind.CLOCKS_CHANGED: "portavoce status",
    AlertKind.CONNECTION_ENDING: "{connect_command}",
    AlertKind.CONNECTION_LOST: "{connect_command}",
    AlertKind.CONNECTION_NOT_RENEWED: "{connect_command}",
    AlertKind.COMMENT_NOT_HIDDEN: "{connect_command}",
    AlertKind.ANSWER_UNCERTAIN: "portavoce comments show {comment}",
    AlertKind.ACT_NOT_DONE: "portavoce comments show {comment}",
    AlertKind.ACCOUNT_RESTRICTED: "portavoce alerts --brand {brand_id}",
    AlertKind.ANSWERS_DUE: "portavoce comments --brand {brand_id}",
    AlertKind.ANSWERS_LATE: "portavoce comments --brand {brand_id}",
    AlertKind.LISTENING_NEARLY_STOPPED: "portavoce status",
    AlertKind.LISTENING_STOPPED: "portavoce status",
    AlertKind.ADDRESS_BOUNCED: "portavoce brand apply brand.yaml",
    AlertKind.REPUTATION_WATCH: "portavoce crisis status --brand {brand_id}",
    AlertKind.REPUTATION_FLOOD: "portavoce crisis status --brand {brand_id}",
    AlertKind.CRISIS_PROPOSED: 'portavoce freeze --brand {brand_id} --reason "crisis {crisis_id}"',
    AlertKind.CRISIS_FROZEN: "portavoce resume {freeze_id} --dry-run",
    AlertKind.CRISIS_GOES_ON: "portavoce crisis end --brand {brand_id}",
    AlertKind.CRISIS_OVER: "portavoce status",
    POST_DIGEST: "portavoce alerts --brand {brand_id}",
    ASSIGNED: "portavoce comments show {comment}",
    ESCALATED: "portavoce comments show {comment}",
    ASSIGNED_DIGEST: "portavoce comments --brand {brand_id} --mine {assignee}",
    CHANGES: "portavoce post show {brand_id}.{post}",
}
"""The command that each mail to those who manage a brand offers; clients and sales are shown none. It is copied into a
terminal, so it carries no marks of direction."""
SALES = frozenset({LEAD, LEAD_DIGEST})
ASSIGNMENTS = frozenset({ASSIGNED, ASSIGNED_DIGEST, ESCALATED})

_LOOKS = frozenset({"alerts", "budget", "comments", "doctor", "leads", "show", "status"})
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
    handle: str
    decide: str
    details: str
    quote: str
    chart: str
    on: str
    planned: str
    until: str
    until_last: str
    campaign: str
    picture: str
    video: str
    more_media: str
    footer: str
    sales_footer: str
    review_footer: str
    assigned_footer: str
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
    kind: str,
    facts: Mapping[str, str],
    speaker: Speaker,
    quote: str | None = None,
    page: str = "",
    *,
    link: str | None = None,
) -> Composed:
    """The mail of one kind. `quote` is what a person said, shown as it is; `page` the address on which its reader says
    that they have seen it, or puts it off; `link` leads to a page where it is decided.

    Raises jinja2.UndefinedError when a fact is missing that the words need."""
    words, plain = dictionary(speaker.language), _write_facts(facts, speaker)
    said = say(kind, plain, speaker.language)
    command = COMMANDS[kind].format_map(plain) if kind in COMMANDS else None
    footer = words.sales_footer if kind in SALES else words.assigned_footer if kind in ASSIGNMENTS else words.footer
    context = {
        "said": said,
        "details": [(words.facts[name], plain[name]) for name in DETAILS[kind] if plain.get(name)],
        "command": complete_command(command, speaker.stage, always=True) if command else None,
        "command_title": words.look if command and _LOOKS.intersection(command.split()[1:3]) else words.command,
        "page": page,
        "quote": contain_text(quote) if quote else quote,
        "link": link,
        "bars": read_chart(facts.get("chart", "")),
        "footer": complete_commands(footer, speaker.stage, always=True),
    }
    return fill_shapes("mail", context, said.subject, speaker.language)


def write_words(kind: str, facts: Mapping[str, str], speaker: Speaker) -> MailWords:
    """The words of one kind of mail, for whoever shows them elsewhere. Raises jinja2.UndefinedError."""
    return say(kind, _write_facts(facts, speaker), speaker.language)


def _write_facts(facts: Mapping[str, str], speaker: Speaker) -> dict[str, str]:
    """The facts as people read them."""
    plain = {"brand_name": contain_line(speaker.brand_name), "brand_id": speaker.brand_id}
    for name, value in readable(facts, speaker.language, speaker.zone).items():
        told = translate(value, speaker.language) if name in _ARISE_IN_ENGLISH else value
        plain[name] = contain_text(complete_commands(told, speaker.stage, always=True))
    return plain | _post_of(facts)


def say(kind: str, facts: Mapping[str, str], language: Language) -> MailWords:
    """The words of one kind of mail over these facts; the subject is one line."""
    words = dictionary(language)
    shown = {name: _isolate_value(value, words.direction) for name, value in facts.items()}
    said = {part: fill_words(template, shown) for part, template in words.kinds[kind].model_dump().items()}
    return MailWords(**said | {"subject": contain_line(said["subject"])})


def fill_shapes(shape: str, context: Mapping[str, Any], subject: str, language: Language) -> Composed:
    """The mail of `templates/<shape>.txt` and `.html`."""
    shared = {"words": dictionary(language), "language": language, "subject": subject}
    text, html = (_shape().get_template(f"{shape}.{end}").render({**shared, **context}) for end in ("txt", "html"))
    return Composed(subject, text, html)


def fill_words(template: str, facts: Mapping[str, str]) -> str:
    """A text of a dictionary with its facts. Raises jinja2.UndefinedError."""
    return _shape().from_string(template).render(facts)


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
    shape.filters |= {"il": with_il, "del": with_del, "last_hours": in_last_hours}
    return shape


def _isolate_value(value: str, direction: str) -> str:
    # U+2068 and U+2069 keep a Latin id from turning the right-to-left sentence around it.
    return f"\u2068{value}\u2069" if value and direction == "rtl" else value
