"""What rules asked for of one comment, and the sums of a day. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from portavoce.community.acts.model import TIMER, TRIAGE
from portavoce.community.model import ActEnd, Action, ActProgress, StoredInteraction, TriageDecision
from portavoce.community.rules.model import RuleExample, RulesDay, RuleTally
from portavoce.platforms.conversation import Deed

OWN, UNDO = "rule.", "undo of "
"""What stands before a brand's own rule where built-in ones stand beside it, and before who undid a rule's day."""
_IRREVERSIBLE = {
    Action.LEAD: "a mail to sales cannot be called back",
    Action.ASSIGN: "a mail to who is to answer cannot be called back",
}
_MOST_EXAMPLES, _MOST_LETTERS = 3, 120
_BUILTIN = {"abuse": Action.HIDE, "link": Action.HIDE, "keyword.hide": Action.HIDE, "purchase": Action.LEAD}
_BUILTIN |= {"keyword.lead": Action.LEAD, "lead_form": Action.LEAD}
_BUILTIN |= {"complaint": Action.ASSIGN, "question": Action.ASSIGN}


def list_asked(decision: TriageDecision) -> dict[str, frozenset[Action]]:
    """By the name of each rule that spoke: what of the decision it asked for."""
    own = {f"{OWN}{one.rule}": one.asks for one in decision.matches}
    built_in = frozenset(decision.built_in if decision.matches else decision.actions)
    asked = {name: own.get(name, built_in.intersection(_builtin_action(name))) for name in decision.rules}
    return {name: frozenset(actions).intersection(decision.actions) for name, actions in asked.items()}


def is_corrected(row: StoredInteraction) -> bool:
    """Whether a person has said that it is something else, or has shown again what a rule hid."""
    shown = any(one.what is Deed.UNHIDE and one.progress is ActProgress.DONE and is_persons(one) for one in row.acts)
    return row.correction is not None or (was_hidden(row) and shown)


def is_persons(one: ActEnd) -> bool:
    """Whether a person did it to this comment, and not a rule, a timer or the undoing of a rule's day."""
    return one.by not in {TRIAGE, TIMER} and not one.by.startswith(UNDO)


def was_hidden(row: StoredInteraction) -> bool:
    """Whether a rule's hiding took effect, whatever became of it."""
    return any(one.what is Deed.HIDE and one.by == TRIAGE and one.progress is ActProgress.DONE for one in row.acts)


def sum_day(
    day: date, pairs: Iterable[tuple[StoredInteraction, StoredInteraction]], own: Iterable[str] = ()
) -> RulesDay:
    """The day of pairs of what stands and of what the rules would make of it now. Each of the brand's `own` is named,
    one that never speaks too."""
    counts: dict[str, Counter[str]] = defaultdict(Counter, {name: Counter() for name in own})
    examples: dict[str, list[RuleExample]] = defaultdict(list)
    more, fewer, comments = Counter[Action](), Counter[Action](), 0
    for stands, now in pairs:
        comments += 1
        _count_now(now, counts, examples)
        for name, asked in list_asked(stands.decision).items():
            hid = Action.HIDE in asked and was_hidden(stands)
            counts[name].update(spoke=1, hid=hid, corrected=is_corrected(stands))
        more.update(set(now.decision.actions) - set(stands.decision.actions))
        fewer.update(set(stands.decision.actions) - set(now.decision.actions))
    return RulesDay(
        day=day,
        comments=comments,
        rules=tuple(RuleTally(rule=name, examples=tuple(examples[name]), **counts[name]) for name in sorted(counts)),
        more=dict(more),
        fewer=dict(fewer),
        irreversible=tell_irreversible(more),
    )


def tell_irreversible(counts: Mapping[Action, int]) -> tuple[str, ...]:
    """What cannot be taken back of so many actions, in words."""
    return tuple(f"{count} times: {_IRREVERSIBLE[one]}" for one, count in counts.items() if one in _IRREVERSIBLE)


def _count_now(now: StoredInteraction, counts: dict[str, Counter[str]], examples: dict[str, list[RuleExample]]) -> None:
    said, because = now.interaction, {f"{OWN}{one.rule}": one.because for one in now.decision.matches}
    for name, asked in list_asked(now.decision).items():
        does = {"hides": Action.HIDE, "assigns": Action.ASSIGN, "leads": Action.LEAD}
        counts[name].update(speaks=1, **{word: action in asked for word, action in does.items()})
        if len(examples[name]) < _MOST_EXAMPLES:
            examples[name].append(
                RuleExample(
                    comment=f"{said.platform}/{said.interaction_id}",
                    text=(said.text or "")[:_MOST_LETTERS],
                    because=because.get(name, now.decision.reason),
                )
            )


def _builtin_action(name: str) -> tuple[Action, ...]:
    return tuple(action for start, action in _BUILTIN.items() if name == start or name.startswith(f"{start}."))
