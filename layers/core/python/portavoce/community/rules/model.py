"""What rules would do to what was said on a day, what they did, and what became of it."""

from datetime import date

from portavoce.community.model import Action
from portavoce.value import Value


class RuleExample(Value):
    """A comment that a rule speaks about: the beginning of its words, and why."""

    comment: str
    text: str
    because: str


class RuleTally(Value):
    """One rule on one day: about how many comments it would speak now, and how many of these it asks to have hidden,
    assigned, made leads; and of what stands, how many it had spoken about, hid, and how many of those people took back
    or called something else."""

    rule: str
    speaks: int = 0
    hides: int = 0
    assigns: int = 0
    leads: int = 0
    spoke: int = 0
    hid: int = 0
    corrected: int = 0
    examples: tuple[RuleExample, ...] = ()


class RulesDay(Value):
    """A day's comments against a brand's rules. `more` and `fewer` are how many comments would have an action that they
    have not had, or not have one that they had; `irreversible` what could not be taken back of what would be done."""

    day: date
    comments: int
    rules: tuple[RuleTally, ...]
    more: dict[Action, int]
    fewer: dict[Action, int]
    irreversible: tuple[str, ...]


class UndoneDay(Value):
    """What was taken back of a rule's day, and what was not: `left` are comments that a person has seen to since,
    `failed` those that the platform would not show again now, `irreversible` what cannot be taken back. `remaining` are
    to be asked for again: one request takes back a part."""

    comments: int
    shown_again: int = 0
    unassigned: int = 0
    leads_removed: int = 0
    untagged: int = 0
    left: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    irreversible: tuple[str, ...] = ()
    remaining: int = 0
