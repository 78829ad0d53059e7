"""What to do about what was said. Pure rules over the words alone: the same words, the same decision."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from portavoce.brands.model import Triage
from portavoce.community import lexicon, plain_text
from portavoce.community.addressee import is_directed
from portavoce.community.model import Action, TriageDecision

LABELS = ("abuse", "link", "keyword", "purchase_intent", "question")
_Patterns = Mapping[str, re.Pattern[str]]


def _compile_words(words: lexicon.WordLists) -> _Patterns:
    return {language: plain_text.phrases(of_language) for language, of_language in words.items()}


_ABUSE, _PURCHASE = _compile_words(lexicon.ABUSE), _compile_words(lexicon.PURCHASE)
_QUESTION_OPENERS = _compile_words(lexicon.QUESTION_OPENERS)
_ADDRESSED = re.compile(r"^(?:@\S+\s+)+")


class _Finding(NamedTuple):
    """One rule that spoke: its name, the label it gives, the action it asks for, and half a sentence on why."""

    rule: str
    label: str
    action: Action | None
    because: str


def decide(text: str, triage: Triage, *, may_hide: bool = True) -> TriageDecision:
    """The decision on `text` for a brand with these triage words.

    Abuse that is meant for whoever reads it and the brand's own words to hide ask for HIDE, and so does a link to
    somewhere that is not the brand's if the brand wants that; the wish to buy and the brand's own words for it ask for
    LEAD; a question asks for ASSIGN if the brand named somebody. What a rule that is switched off finds is labelled
    all the same. What is hidden is neither assigned nor handed to sales. What cannot be hidden (not
    `may_hide`) is not asked to be."""
    folded = plain_text.fold(plain_text.without_links(text))
    findings = [*_abuse(folded, triage), *_links(text, triage), *_keywords(folded, triage), *_purchase(folded, triage)]
    findings += _question(folded, triage)
    if not may_hide:
        findings = [one._replace(action=None) if one.action is Action.HIDE else one for one in findings]
    asked = {finding.action for finding in findings}
    actions = (Action.HIDE,) if Action.HIDE in asked else tuple(one for one in Action if one in asked)
    spoke = [finding for finding in findings if finding.action in actions] or findings
    return TriageDecision(
        labels=tuple(label for label in LABELS if any(finding.label == label for finding in findings)),
        actions=actions,
        rules=tuple(dict.fromkeys(finding.rule for finding in findings)),
        reason=_sentence(actions, [finding.because for finding in spoke]),
    )


def decide_form() -> TriageDecision:
    """The decision on a lead form: whoever fills one in asks to be called."""
    return TriageDecision(
        labels=("purchase_intent",),
        actions=(Action.LEAD,),
        rules=("lead_form",),
        reason=_sentence((Action.LEAD,), ["somebody filled in a lead form"]),
    )


def _abuse(folded: str, triage: Triage) -> Iterator[_Finding]:
    read = folded if _languages(folded, _ABUSE) else plain_text.unmask(folded)
    for language in _languages(read, _ABUSE):
        if is_directed(read, _ABUSE[language]):
            action, because = Action.HIDE if triage.hide_abuse else None, "it is abusive"
        else:
            action, because = None, "it holds rough words, not meant for whoever reads them"
        yield _Finding(f"abuse.{language}", "abuse", action, f"{because} ({_language_name(language)})")


def _links(text: str, triage: Triage) -> list[_Finding]:
    hosts = plain_text.link_hosts(text)
    if not hosts:
        return []
    own = (*triage.own_domains, *lexicon.UNJUDGED_HOSTS)
    if all(any(_is_within(host, domain.casefold()) for domain in own) for host in hosts):
        return [_Finding("link.own", "link", None, "it holds a link")]
    action = Action.HIDE if triage.hide_links else None
    return [_Finding("link.foreign", "link", action, "it links to a site that is not the brand's")]


def _keywords(folded: str, triage: Triage) -> list[_Finding]:
    findings = []
    if plain_text.phrases(triage.hide_keywords).search(folded):
        findings.append(_Finding("keyword.hide", "keyword", Action.HIDE, "it holds a word that the brand hides"))
    if plain_text.phrases(triage.lead_keywords).search(folded):
        findings.append(_Finding("keyword.lead", "keyword", Action.LEAD, "it holds a word that the brand sells by"))
    return findings


def _purchase(folded: str, triage: Triage) -> list[_Finding]:
    found, action = _languages(folded, _PURCHASE), Action.LEAD if triage.sell_to_buyers else None
    return [
        _Finding(f"purchase.{one}", "purchase_intent", action, f"it asks to buy ({_language_name(one)})")
        for one in found
    ]


def _question(folded: str, triage: Triage) -> list[_Finding]:
    marked = any(mark in folded for mark in lexicon.QUESTION_MARKS)
    words = _ADDRESSED.sub("", folded)
    opened = any(opener.match(words) for opener in _QUESTION_OPENERS.values())
    if not marked and not (opened and _is_short(folded)):
        return []
    action = Action.ASSIGN if triage.assign_to and triage.assign_questions else None
    return [_Finding("question", "question", action, "it asks something")]


def _is_short(folded: str, longest_words: int = 12) -> bool:
    """A question without its mark is a short one; "When I was there it rained all day and ..." asks nothing."""
    return len(folded.split()) <= longest_words


def _languages(folded: str, patterns: _Patterns) -> list[str]:
    return [language for language, pattern in patterns.items() if pattern.search(folded)]


def _is_within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _language_name(language: str) -> str:
    return lexicon.LANGUAGE_NAMES[language]


def _sentence(actions: tuple[Action, ...], causes: list[str]) -> str:
    if not causes:
        return "Nothing in it asks for anything."
    does = {Action.HIDE: "hide it", Action.ASSIGN: "assign it", Action.LEAD: "hand it to sales"}
    verbs = " and ".join(does[action] for action in actions) or "keep it in the inbox"
    return f"{verbs.capitalize()}, because {' and '.join(dict.fromkeys(causes))}."
