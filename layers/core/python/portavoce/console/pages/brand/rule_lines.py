"""A brand's own rules for comments, in the reader's words. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from portavoce.brands.rules.model import Condition, Rule
from portavoce.console.interaction_kinds import KINDS
from portavoce.console.texts import mark
from portavoce.console.words import LocalWords
from portavoce.platforms.titles import title_of

Say = Callable[[str], str]
"""A text of the catalogues in the reader's language."""

_GIVEN = {
    "words": mark("has one of these words"),
    "phrases": mark("has one of these, too"),
    "regex": mark("fits one of these expressions"),
    "domains": mark("links to one of these sites"),
    "post": mark("is under one of these posts"),
    "campaign": mark("is of one of these campaigns"),
    "hour": mark("was said at these hours"),
}
"""What is asked for in the brand's own words, which stand behind it."""
_CHOSEN: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "links": (
        mark("links"),
        {
            "any": mark("to any site"),
            "own": mark("to the brand's own sites"),
            "foreign": mark("to sites that are not the brand's"),
        },
    ),
    "contact": (mark("holds"), {"email": mark("an e-mail address"), "phone": mark("a telephone number")}),
    "sentiment": (
        mark("its mood is"),
        {"negative": mark("negative"), "neutral": mark("neutral"), "positive": mark("positive")},
    ),
    "intent": (
        mark("it is"),
        {
            "insult": mark("an insult"),
            "complaint": mark("a complaint"),
            "purchase": mark("a wish to buy"),
            "question": mark("a question"),
        },
    ),
    "kind": (mark("came as"), {str(kind): title for kind, title in KINDS.items()}),
}
"""What is asked for in our words."""
_DIRECTED = {True: mark("speaks to the brand or of it"), False: mark("speaks neither to the brand nor of it")}
_KNOWN = {
    True: mark("its author has said something to the brand before"),
    False: mark("its author has said nothing to the brand before"),
}
_HIDDEN = mark("of its author's latest 20 so many are hidden at least")
_LANGUAGE, _PLATFORM = mark("is in"), mark("is on")
_GROUPS = {"all": mark("all of this holds"), "any": mark("one of this holds"), "unless": mark("this does not hold")}
_SWITCHES = {
    "allow": mark("nothing hides it"),
    "hide": mark("it is hidden"),
    "lead": mark("its author is handed to sales"),
    "escalate": mark("it is urgent, and a mail says so at once"),
    "crisis": mark("it counts toward a crisis"),
}
_PRIORITIES = {"low": mark("low"), "normal": mark("normal"), "high": mark("high"), "urgent": mark("urgent")}


class RuleLine(NamedTuple):
    """One thing that is asked or done, and what of: ours are in the reader's language, the others the brand's."""

    says: str
    values: tuple[str, ...] = ()
    is_ours: bool = True


class ConditionLines(NamedTuple):
    """What is asked together; below it groups of conditions, each with what it says of them."""

    lines: tuple[RuleLine, ...]
    groups: tuple[tuple[str, tuple["ConditionLines", ...]], ...]


class RuleLines(NamedTuple):
    """A rule as the page shows it."""

    name: str
    priority: int
    when: ConditionLines
    then: tuple[RuleLine, ...]


def tell_rule(rule: Rule, say: Say, words: LocalWords, *, names_people: bool) -> RuleLines:
    """A rule in words. `names_people`: whether the reader may see who is assigned what."""
    when = _tell_condition(rule.when, say, words)
    return RuleLines(rule.name, rule.priority, when, tuple(_tell_actions(rule, say, words, names_people=names_people)))


def _tell_condition(one: Condition, say: Say, words: LocalWords) -> ConditionLines:
    parts: Mapping[str, Iterable[Condition]] = {
        "all": one.all,
        "any": one.any,
        "unless": (one.unless,) if one.unless else (),
    }
    groups = tuple(
        (say(_GROUPS[name]), tuple(_tell_condition(part, say, words) for part in inner))
        for name, inner in parts.items()
        if inner
    )
    return ConditionLines(tuple(_list_asked(one, say, words)), groups)


def _list_asked(one: Condition, say: Say, words: LocalWords) -> Iterator[RuleLine]:
    for name, text in _GIVEN.items():
        if given := getattr(one, name):
            yield RuleLine(say(text), given, is_ours=False)
    for name, (text, names) in _CHOSEN.items():
        if chosen := getattr(one, name):
            values = (chosen,) if isinstance(chosen, str) else chosen
            yield RuleLine(say(text), tuple(say(names[value]) for value in values))
    if one.language:
        yield RuleLine(say(_LANGUAGE), tuple(words.language(code) for code in one.language))
    if one.platform:
        yield RuleLine(say(_PLATFORM), tuple(title_of(name) for name in one.platform))
    if one.directed is not None:
        yield RuleLine(say(_DIRECTED[one.directed]))
    if one.author and one.author.known is not None:
        yield RuleLine(say(_KNOWN[one.author.known]))
    if one.author and one.author.hidden is not None:
        yield RuleLine(say(_HIDDEN), (words.number(one.author.hidden),))


def _tell_actions(rule: Rule, say: Say, words: LocalWords, *, names_people: bool) -> Iterator[RuleLine]:
    then = rule.then
    for name, text in _SWITCHES.items():
        if getattr(then, name):
            yield RuleLine(say(text))
    if then.hide_for is not None:
        yield RuleLine(say(mark("it is hidden for")), (words.length(then.hide_for),))
    if then.assign:
        yield RuleLine(say(mark("it is assigned")), (then.assign,) if names_people else (), is_ours=False)
    if then.tag:
        yield RuleLine(say(mark("it is given the tags")), then.tag, is_ours=False)
    if then.priority:
        yield RuleLine(say(mark("its urgency is")), (say(_PRIORITIES[then.priority]),))
    if then.saved_answer:
        yield RuleLine(say(mark("this saved answer is proposed")), (then.saved_answer,), is_ours=False)
