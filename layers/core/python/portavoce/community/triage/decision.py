"""What to do about what was said. Pure rules over the words alone: the same words, the same decision."""

from collections.abc import Iterator
from typing import NamedTuple

from portavoce.brands.model import Triage
from portavoce.brands.rules.model import Rule
from portavoce.community import plain_text
from portavoce.community.model import Action, TriageDecision
from portavoce.community.triage.abuse import AbuseFinding, names_readers
from portavoce.community.triage.circumstances import Circumstances
from portavoce.community.triage.complaint import complains, complains_more_than_once, tells_what_happened
from portavoce.community.triage.likelihood import Likelihoods, judge_wording
from portavoce.community.triage.purchase import asks_for_advice, offers_wares, wants_to_buy
from portavoce.community.triage.question import asks_something
from portavoce.community.triage.rule_book import open_book
from portavoce.community.triage.rule_outcome import settle_rules
from portavoce.community.triage.rule_sets import LANGUAGE_NAMES
from portavoce.community.triage.words import Wording, read_wording

LABELS = ("abuse", "rough", "link", "keyword", "purchase_intent", "complaint", "question")
_NOWHERE_ELSE = ("x.com", "twitter.com")
"""A link to another post on X leads nowhere else. One of t.co whose goal X does not tell may lead anywhere."""


_POSSIBLE, _DOUBT, _SELDOM, _LIKELY, _OFTEN, _SURE, _SURE_OF_NONE = 0.15, 0.25, 0.3, 0.6, 0.7, 0.75, 0.8
_ALONE, _CERTAIN, _TIMES_LIKELIER = 0.85, 0.95, 3
"""A likelihood that counts beside another one, casts doubt, leaves room for another, is as good as none; counts beside
the rules, lets them be doubted, speaks against another, speaks against them; hides without a rough word, and outweighs
what else is said. An asking text is a wish to buy if that is so many times likelier than a mere question."""


class _Finding(NamedTuple):
    """One rule that spoke: its name, the label it gives, the action it asks for, and half a sentence on why."""

    rule: str
    label: str
    action: Action | None
    because: str


def decide(
    text: str,
    triage: Triage,
    *,
    may_hide: bool = True,
    rules: tuple[Rule, ...] = (),
    around: Circumstances | None = None,
) -> TriageDecision:
    """The decision on `text` for a brand with these triage words and these rules of its own; the rules are held against
    what is known `around` the text, and without that are not read.

    Abuse that is meant for whoever reads it and the brand's own words to hide ask for HIDE, and so does a link to
    somewhere that is not the brand's if the brand wants that; the wish to buy and the brand's own words for it ask for
    LEAD; a question asks for ASSIGN if the brand named somebody. What a rule that is switched off finds is labelled
    all the same. What is hidden is neither assigned nor handed to sales, unless the rule that hides it says so. What
    cannot be hidden (not `may_hide`) is not asked to be, nor what a rule of the brand's allows."""
    folded, wording = plain_text.fold(plain_text.without_links(text)), read_wording(text)
    likely = judge_wording(wording)
    findings = [*_abuse(wording, likely, triage), *_links(text, triage), *_keywords(folded, triage)]
    findings += [*_purchase(wording, likely, triage), *_complaint(wording, likely, triage)]
    findings += _question(wording, likely, triage)
    labels = tuple(label for label in LABELS if any(finding.label == label for finding in findings))
    spoken = open_book(rules).find(text, labels, triage, around) if rules and around else []
    own = settle_rules(spoken)
    if not may_hide or own.allows:
        findings = [one._replace(action=None) if one.action is Action.HIDE else one for one in findings]
    builtin = {finding.action for finding in findings}
    hides = Action.HIDE in builtin or (may_hide and own.hides)
    asked = (own.beside | {Action.HIDE}) if hides else builtin | own.actions
    actions = tuple(one for one in Action if one in asked)
    spoke = [finding for finding in findings if finding.action in actions] or findings
    causes = [*(f"the rule {one.rule.name} says so: {one.because}" for one in spoken), *(one.because for one in spoke)]
    return TriageDecision(
        labels=labels,
        actions=actions,
        rules=tuple(dict.fromkeys((*(f"rule.{one.rule.name}" for one in spoken), *(one.rule for one in findings)))),
        reason=_sentence(actions, causes),
        built_in=tuple(one for one in Action if spoken and one in builtin),
        **own.written,
    )


def decide_form() -> TriageDecision:
    """The decision on a lead form: whoever fills one in asks to be called."""
    return TriageDecision(
        labels=("purchase_intent",),
        actions=(Action.LEAD,),
        rules=("lead_form",),
        reason=_sentence((Action.LEAD,), ["somebody filled in a lead form"]),
    )


def _abuse(wording: Wording, likely: Likelihoods, triage: Triage) -> Iterator[_Finding]:
    found = AbuseFinding(wording)
    is_sure = _is_surely_abuse(wording, likely, found)
    if not (found.rough or found.wishes or is_sure):
        return
    span = found.first_meant or next(iter(found.rough), None)
    language = wording.language_of("abuse", span) if span else wording.languages[0]
    rule, spoken = f"abuse.{language}", LANGUAGE_NAMES[language]
    is_praise = found.praises and likely["insult"] < _CERTAIN
    is_meant = is_sure or ((found.first_meant is not None or found.may_be_meant) and not is_praise)
    is_cursed = bool(found.curses or found.wishes)
    is_abuse = likely["innocent"] < _LIKELY if is_cursed else _is_likely_abuse(likely, found)
    briefly = not found.is_strong and likely["insult"] < _CERTAIN
    is_certain = found.is_grave or (bool(found.insults) and likely["insult"] >= _CERTAIN)
    tells = not is_certain and tells_what_happened(wording, briefly=briefly)
    if is_meant and is_abuse and not tells:
        yield _Finding(rule, "abuse", Action.HIDE if triage.hide_abuse else None, f"it is abusive ({spoken})")
    elif is_meant and (tells or likely["complaint"] >= _SELDOM):
        yield _Finding(rule, "abuse", None, f"it is abusive, but says what went wrong ({spoken})")
    else:
        yield _Finding(rule, "rough", None, f"it holds rough words, not meant for whoever reads them ({spoken})")


def _is_likely_abuse(likely: Likelihoods, found: AbuseFinding) -> bool:
    """What is surely meant for readers need not be likely itself: nothing else must be."""
    if found.first_meant is None:
        return likely["insult"] >= _SURE_OF_NONE
    return 1 - likely["innocent"] - likely["complaint"] >= _SURE_OF_NONE


def _is_surely_abuse(wording: Wording, likely: Likelihoods, found: AbuseFinding) -> bool:
    """Whether hardly anything else is likely of what is said to or of readers, whatever rough words are in it."""
    return likely["insult"] >= _ALONE and not found.praises and names_readers(wording)


def _links(text: str, triage: Triage) -> list[_Finding]:
    hosts = plain_text.link_hosts(text)
    if not hosts:
        return []
    own = (*triage.own_domains, *_NOWHERE_ELSE)
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


def _purchase(wording: Wording, likely: Likelihoods, triage: Triage) -> list[_Finding]:
    is_chat = likely["innocent"] >= (_SURE_OF_NONE if wording.asks else _LIKELY)
    wants = wants_to_buy(wording) and likely["question"] < _SURE
    is_none = is_chat or offers_wares(wording) or asks_for_advice(wording)
    if is_none or not (wants or _is_likely_to_buy(wording, likely)):
        return []
    language = wording.languages[0]
    action = Action.LEAD if triage.sell_to_buyers else None
    return [_Finding(f"purchase.{language}", "purchase_intent", action, f"it asks to buy ({LANGUAGE_NAMES[language]})")]


def _is_likely_to_buy(wording: Wording, likely: Likelihoods) -> bool:
    doubt = likely["question"] * (_TIMES_LIKELIER if asks_something(wording) else 1)
    return likely["purchase"] >= max(_SELDOM, doubt) and likely["innocent"] < max(_DOUBT, likely["purchase"] / 2)


def _complaint(wording: Wording, likely: Likelihoods, triage: Triage) -> list[_Finding]:
    is_other = max(likely["innocent"] / _SURE_OF_NONE, likely["purchase"] / _SURE) >= 1
    is_chat = (is_other or offers_wares(wording)) and not complains_more_than_once(wording)
    is_likely = likely["complaint"] >= _SELDOM and likely["innocent"] < _OFTEN
    if is_chat or not (complains(wording) or is_likely):
        return []
    language = wording.languages[0]
    action = Action.ASSIGN if triage.assign_to and triage.assign_complaints else None
    return [_Finding(f"complaint.{language}", "complaint", action, f"it complains ({LANGUAGE_NAMES[language]})")]


def _question(wording: Wording, likely: Likelihoods, triage: Triage) -> list[_Finding]:
    asks = asks_something(wording) or _is_likeliest("question", likely)
    asks = asks or (likely["question"] + likely["purchase"] >= _LIKELY and likely["question"] >= _POSSIBLE)
    if not asks or (likely["innocent"] >= _SURE_OF_NONE and not wording.asks):
        return []
    action = Action.ASSIGN if triage.assign_to and triage.assign_questions else None
    return [_Finding("question", "question", action, "it asks something")]


def _is_likeliest(kind: str, likely: Likelihoods) -> bool:
    """Whether nothing is likelier, and somebody is likely to wait for an answer."""
    return likely[kind] == max(likely.values()) and likely["innocent"] + likely["insult"] < _SELDOM


def _is_within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _sentence(actions: tuple[Action, ...], causes: list[str]) -> str:
    if not causes:
        return "Nothing in it asks for anything."
    does = {Action.HIDE: "hide it", Action.ASSIGN: "assign it", Action.LEAD: "hand it to sales"}
    verbs = " and ".join(does[action] for action in actions) or "keep it in the inbox"
    return f"{verbs.capitalize()}, because {' and '.join(dict.fromkeys(causes))}."
