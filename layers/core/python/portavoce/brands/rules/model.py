"""The rules that a brand writes for what people say to it: when each speaks, and what then is done."""

import unicodedata
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from portavoce.brands.email_address import mailable_address
from portavoce.brands.inbox.model import AnswerTime, Shift
from portavoce.brands.rules.expression import check_expression
from portavoce.platforms.interaction import InteractionKind
from portavoce.value import Value

MAX_RULES, MAX_TEXTS, MAX_PARTS, MAX_DEPTH = 1_000, 200, 50, 6
LETTERS_READ = 4_000
"""Of a longer text no condition reads more than these letters."""
_NEVER = {
    "delete": "what is deleted cannot be shown again: a person does it, with `portavoce comments delete`",
    "block": "who is blocked is seldom asked back: a person does it, on the platform",
    "report": "a report speaks in the brand's name to the platform: a person does it, on the platform",
}
_SWITCHES = ("allow", "hide", "lead", "escalate", "crisis")


def _as_list(found: Any) -> Any:
    return (found,) if isinstance(found, str) else found


def _check_readable(text: str) -> str:
    if not any(one.isalnum() or unicodedata.category(one) == "So" for one in text):
        raise ValueError(f"{text!r} has no letter, digit or emoji that could be looked for")
    return text


def _as_actions(found: Any) -> Any:
    """`hide`, `[hide, lead]` and `[hide, {tag: spam}]` as the fields that they stand for."""
    named = [found] if isinstance(found, str | dict) else found
    if not isinstance(named, list | tuple):
        return found
    actions: dict[str, Any] = {}
    for one in named:
        if isinstance(one, str):
            _refuse_never([one])
            if one not in _SWITCHES:
                raise ValueError(
                    f"{one!r} does not stand alone: {', '.join(_SWITCHES)} do; write others as “tag: spam”"
                )
            actions[one] = True
        elif isinstance(one, dict):
            _refuse_never(one)
            actions |= one
        else:
            return found
    return actions


def _refuse_never(names: Any) -> None:
    for name in names:
        if name in _NEVER:
            raise ValueError(f"{name} is never a rule's: {_NEVER[name]}")


RuleName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Phrases = Annotated[
    tuple[Annotated[Text, AfterValidator(_check_readable)], ...], BeforeValidator(_as_list), Field(max_length=MAX_TEXTS)
]
Names = Annotated[tuple[Text, ...], BeforeValidator(_as_list), Field(max_length=MAX_TEXTS)]
Expression = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(check_expression)]
Expressions = Annotated[tuple[Expression, ...], BeforeValidator(_as_list), Field(max_length=MAX_PARTS)]
Hours = Annotated[tuple[Shift, ...], BeforeValidator(_as_list), Field(max_length=MAX_PARTS)]
LinkAim = Literal["any", "own", "foreign"]
Contact = Literal["email", "phone"]
Tongue = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
MoodName = Literal["negative", "neutral", "positive"]
Intent = Literal["insult", "complaint", "purchase", "question"]
RulePriority = Literal["low", "normal", "high", "urgent"]
RuleTag = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=1, max_length=30)]


class Author(Value):
    """Who says it, by what of them stands in the table: `known` says whether they have said something before, `hidden`
    how many of their latest twenty are hidden at least. Read only where a rule asks."""

    known: bool | None = None
    hidden: int | None = Field(default=None, ge=1, le=20)

    @model_validator(mode="after")
    def _ask_something(self) -> Self:
        if self.known is None and self.hidden is None:
            raise ValueError("says nothing of the author: give known, hidden or both")
        return self


class Condition(Value):
    """When a rule speaks: all of what is named here together. Of a list, one is enough."""

    model_config = ConfigDict(serialize_by_alias=True)

    all: Annotated[tuple["Condition", ...], Field(max_length=MAX_PARTS)] = ()
    any: Annotated[tuple["Condition", ...], Field(max_length=MAX_PARTS)] = ()
    unless: "Condition | None" = Field(default=None, alias="not")
    words: Phrases = ()
    phrases: Phrases = ()
    regex: Expressions = ()
    links: LinkAim | None = None
    domains: Names = ()
    contact: Annotated[tuple[Contact, ...], BeforeValidator(_as_list)] = ()
    language: Annotated[tuple[Tongue, ...], BeforeValidator(_as_list)] = ()
    sentiment: Annotated[tuple[MoodName, ...], BeforeValidator(_as_list)] = ()
    intent: Annotated[tuple[Intent, ...], BeforeValidator(_as_list)] = ()
    directed: bool | None = None
    platform: Names = ()
    kind: Annotated[tuple[InteractionKind, ...], BeforeValidator(_as_list)] = ()
    post: Names = ()
    campaign: Names = ()
    hour: Hours = ()
    author: Author | None = None

    @model_validator(mode="after")
    def _ask_something(self) -> Self:
        if not self.model_dump(exclude_defaults=True):
            raise ValueError(f"says nothing: give at least one of {', '.join(CONDITION_KEYS)}")
        if self.depth > MAX_DEPTH:
            raise ValueError(f"all, any and not stand more than {MAX_DEPTH} deep in each other")
        return self

    @property
    def depth(self) -> int:
        """How deep conditions stand in this one, itself counted."""
        inner = (*self.all, *self.any, *([self.unless] if self.unless else []))
        return 1 + max((one.depth for one in inner), default=0)


CONDITION_KEYS = tuple(field.alias or name for name, field in Condition.model_fields.items())


class RuleActions(Value):
    """What a rule has done. `hide_for` hides for a time, in minutes (a file may say `24h`); `crisis` counts it toward a
    crisis; `escalate` makes it urgent and assigns it to who is written to about alerts."""

    allow: bool = False
    hide: bool = False
    hide_for: AnswerTime | None = None
    assign: Annotated[str, StringConstraints(max_length=254), AfterValidator(mailable_address)] | None = None
    tag: Annotated[tuple[RuleTag, ...], BeforeValidator(_as_list), Field(max_length=10)] = ()
    priority: RulePriority | None = None
    saved_answer: Text | None = None
    lead: bool = False
    escalate: bool = False
    crisis: bool = False

    @property
    def hides(self) -> bool:
        """Whether it hides, for good or for a time."""
        return self.hide or self.hide_for is not None

    @model_validator(mode="after")
    def _agree_with_itself(self) -> Self:
        if not self.model_dump(exclude_defaults=True):
            raise ValueError(f"does nothing: give at least one of {', '.join(ACTION_KEYS)}")
        if self.allow and self.hides:
            raise ValueError("says allow and hide at once: allow keeps it from being hidden")
        return self


ACTION_KEYS = tuple(RuleActions.model_fields)


class Rule(Value):
    """One rule of a brand. Of rules that want different things the one of the highest `priority` has its way, of two of
    the same the one that stands first in the file."""

    name: RuleName
    when: Condition
    then: Annotated[RuleActions, BeforeValidator(_as_actions)]
    priority: int = Field(default=0, ge=-1_000, le=1_000)
