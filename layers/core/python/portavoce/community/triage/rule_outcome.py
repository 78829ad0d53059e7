"""What the rules that speak about one text have done together. Pure."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from portavoce.brands.rules.model import RuleActions
from portavoce.community.model import MOST_TAGS, Action, Priority, RuleMatch, StoredInteraction
from portavoce.community.triage.rule_book import Spoken


class RuleOutcome(NamedTuple):
    """Whether one `allows` it, whether one `hides` it, the `actions` asked for, those that are asked for `beside` a
    hiding by the rule that hides, and what of it is written down."""

    allows: bool
    hides: bool
    actions: frozenset[Action]
    beside: frozenset[Action]
    written: dict[str, Any]


def settle_rules(spoken: Sequence[Spoken]) -> RuleOutcome:
    """Allow goes before all; of rules that want different things the first here has its way. Tags add up."""
    wants = [one.rule.then for one in spoken]
    allows = any(one.allow for one in wants)
    hiding = [] if allows else [one for one in wants if one.hides]
    first = hiding[0] if hiding else None
    return RuleOutcome(
        allows=allows,
        hides=bool(hiding),
        actions=frozenset().union(*map(_actions, wants)),
        beside=frozenset().union(*map(_actions, hiding)),
        written={
            "matches": tuple(map(_write_match, spoken)),
            "hide_minutes": first.hide_for if first and not first.hide else None,
            "assign_to": next((one.assign for one in wants if one.assign), None),
            "tags": tuple(dict.fromkeys(tag for one in wants for tag in one.tag)),
            "priority": _priority(wants),
            "saved_answer": next((one.saved_answer for one in wants if one.saved_answer), None),
            "escalated": any(one.escalate for one in wants),
            "crisis": any(one.crisis for one in wants),
        },
    )


def mark_by_rules(row: StoredInteraction) -> StoredInteraction:
    """The interaction with the tags and the priority that rules give it; a priority that it has stays."""
    tags = tuple(sorted({*row.tags, *row.decision.tags}))[: max(MOST_TAGS, len(row.tags))]
    wanted = row.decision.priority
    priority = wanted if wanted and row.priority is Priority.NORMAL else row.priority
    return row.model_copy(update={"tags": tags, "priority": priority})


def _write_match(one: Spoken) -> RuleMatch:
    then = one.rule.then
    asks = _actions(then) | ({Action.HIDE} if then.hides else set())
    return RuleMatch(
        rule=one.rule.name,
        because=one.because,
        asks=tuple(action for action in Action if action in asks),
        tags=then.tag,
    )


def _actions(then: RuleActions) -> frozenset[Action]:
    named = {Action.LEAD: then.lead, Action.ASSIGN: then.assign or then.escalate}
    return frozenset(action for action, is_asked in named.items() if is_asked)


def _priority(wants: Sequence[RuleActions]) -> Priority | None:
    if any(one.escalate for one in wants):
        return Priority.URGENT
    return next((Priority(one.priority) for one in wants if one.priority), None)
