"""What of a rule's doing on one comment can be taken back, and the comment without it. Pure."""

from datetime import datetime

from portavoce.community.acts.history import find_hiding
from portavoce.community.acts.model import TRIAGE
from portavoce.community.history import name_assignee
from portavoce.community.model import Action, Priority, StoredInteraction, TriageDecision
from portavoce.community.rules.tally import OWN, UNDO, is_persons, list_asked, tell_irreversible

__all__ = [
    "UNDO",
    "Undoable",
    "call_comment",
    "find_name",
    "is_touched",
    "list_alone",
    "list_undoable",
    "take_back",
    "tell_irreversible",
]

_UNDONE = "undone:"
Undoable = dict[str, int]
"""By the names of UndoneDay, 1 for what there is to take back."""


def find_name(rule: str, decision: TriageDecision) -> str | None:
    """The rule as this decision names it, if it spoke: the brand's own before a built-in one."""
    return next((name for name in (f"{OWN}{rule}", rule) if name in decision.rules), None)


def is_touched(row: StoredInteraction) -> bool:
    """Whether a person has done something about it."""
    return row.touched is not None or row.correction is not None or any(map(is_persons, row.acts))


def call_comment(row: StoredInteraction) -> str:
    """The comment as a person names it."""
    return f"{row.interaction.platform}/{row.interaction.interaction_id}"


def list_alone(decision: TriageDecision, name: str) -> frozenset[Action]:
    """What of a decision this rule asked for and no other."""
    asked = list_asked(decision)
    others = frozenset[Action]().union(*(actions for other, actions in asked.items() if other != name))
    return asked[name] - others


def list_undoable(row: StoredInteraction, name: str) -> Undoable:
    """What stands of it: a hiding, an assignee, a lead, tags and priority."""
    alone, hiding = list_alone(row.decision, name), find_hiding(row)
    is_marked = set(_own_tags(row, name)) & set(row.tags) or _is_prioritised(row, name)
    found = {
        "shown_again": Action.HIDE in alone and hiding is not None and hiding.by == TRIAGE,
        "unassigned": Action.ASSIGN in alone and row.assignee is not None,
        "leads_removed": Action.LEAD in alone,
        "untagged": bool(is_marked),
    }
    return {one: 1 for one, stands in found.items() if stands}


def take_back(row: StoredInteraction, name: str, undoable: Undoable, now: datetime) -> StoredInteraction:
    """The comment without what a rule gave it. Its decision says that the rule was undone, and asks for none of it."""
    if is_touched(row) or name not in row.decision.rules:
        return row
    alone, tags_given = list_alone(row.decision, name), _own_tags(row, name)
    prioritised = _is_prioritised(row, name)
    rules = tuple(f"{_UNDONE}{one}" if one == name else one for one in row.decision.rules)
    actions = tuple(one for one in row.decision.actions if one not in alone)
    row = row.model_copy(update={"decision": row.decision.model_copy(update={"rules": rules, "actions": actions})})
    if "unassigned" in undoable:
        row = name_assignee(row, None, now)
    if "untagged" in undoable:
        tags = tuple(tag for tag in row.tags if tag not in tags_given)
        row = row.model_copy(update={"tags": tags})
    if prioritised:
        row = row.model_copy(update={"priority": Priority.NORMAL})
    return row


def _own_tags(row: StoredInteraction, name: str) -> tuple[str, ...]:
    return next((one.tags for one in row.decision.matches if f"{OWN}{one.rule}" == name), ())


def _is_prioritised(row: StoredInteraction, name: str) -> bool:
    return len(row.decision.matches) == 1 and name.startswith(OWN) and row.priority is row.decision.priority
