"""What a platform allows to be said and done about an interaction: plain data, each row with its source."""

from typing import Literal

from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import InteractionKind
from portavoce.platforms.outcomes import Refused
from portavoce.platforms.rules.text_rule import TextRule
from portavoce.value import Value

CLOSED = "closed"
_BY_HAND = "Do it there by hand, where the platform lets you."


class AnswerRule(Value):
    """How one kind of answer may be given to what was said as one of the kinds in `to`.

    `hours` is for how long: since they last wrote to us where `since_heard`, else since it was said; None is for ever.
    `person_hours` is a longer time for which it is taken all the same, if a person has written it and no rule.
    `once`: a second one is refused for good. `needs_shown`: not while it is hidden. `is_final`: we cannot take it back.
    `not_beside`: no answer where one of these is attached. `listed_among`: the platform's list does not tell what it
    answers, but shows it beside all that we said under the same comment, or to the same person. The costs are in
    millionths of a US dollar, the second one for words with a link in them."""

    kind: AnswerKind
    to: frozenset[InteractionKind]
    text: TextRule
    hours: int | None = None
    person_hours: int | None = None
    since_heard: bool = False
    once: bool = False
    needs_shown: bool = False
    is_final: bool = False
    not_beside: frozenset[str] = frozenset()
    listed_among: Literal["comment", "person"] | None = None
    cost_micros: int = 0
    cost_with_link_micros: int = 0
    source: str


class DeedRule(Value):
    """What may be done about what was said as one of the kinds in `about`. `cost_micros`: millionths of a US dollar.

    `told`: who learns of it where others do, as the end of the sentence "…, and <told>"."""

    deeds: frozenset[Deed]
    about: frozenset[InteractionKind]
    told: str = ""
    cost_micros: int = 0
    source: str


class ClosedRow(Value):
    """What a platform keeps from other applications, `about` nothing meaning all kinds.

    `why` and `instead` are whole sentences for a person: why we cannot, and what they can do where the link leads."""

    what: frozenset[AnswerKind | Deed]
    about: frozenset[InteractionKind] = frozenset()
    why: str
    instead: str
    source: str


class MachineRule(Value):
    """What a platform asks of whoever has answers written by a machine: `asks` is whole sentences for a person."""

    asks: str
    source: str


class ConversationRule(Value):
    """All of it, for one platform. What no row opens is closed; `closed` says of some of it why, the first that fits.

    `link` is where a person does by hand what we cannot, for what has no address of its own: it may hold `{account}`
    (ours), `{author}` and `{id}`. `ids_name_authors`: the id of what is said holds that of who said it. `machine_words`
    is None where a platform is not known to ask anything of answers that a machine drafted."""

    answers: tuple[AnswerRule, ...] = ()
    deeds: tuple[DeedRule, ...] = ()
    closed: tuple[ClosedRow, ...] = ()
    link: str = ""
    ids_name_authors: bool = False
    machine_words: MachineRule | None = None

    def answer_rule(self, kind: AnswerKind, to: InteractionKind) -> AnswerRule | None:
        """How an answer of this kind may be given to such a thing; None where it cannot be."""
        return next((one for one in self.answers if one.kind is kind and to in one.to), None)

    def deed_rule(self, deed: Deed, about: InteractionKind) -> DeedRule | None:
        """How this may be done about such a thing; None where it cannot be."""
        return next((one for one in self.deeds if deed in one.deeds and about in one.about), None)

    def closed_row(self, what: AnswerKind | Deed, about: InteractionKind) -> ClosedRow | None:
        """Why it is closed, where it is said."""
        fits = (one for one in self.closed if what in one.what and (not one.about or about in one.about))
        return next(fits, None)

    def undo_of(self, deed: Deed, about: InteractionKind) -> Deed | None:
        """What takes a deed back; None for one that cannot be taken back here."""
        back = deed.undone_by
        return back if back and self.deed_rule(back, about) else None

    def refuse(self, what: AnswerKind | Deed, about: InteractionKind) -> Refused:
        """The answer of a client to what is closed: nothing is tried."""
        row = self.closed_row(what, about)
        if row:
            return Refused(code=CLOSED, reason=row.why, next_step=row.instead)
        return Refused(code=CLOSED, reason="the platform does not offer this to applications", next_step=_BY_HAND)


def refuse_retraction() -> Refused:
    """The answer of a client that is to take back what cannot be."""
    return Refused(code=CLOSED, reason="the platform lets no application take this back", next_step=_BY_HAND)
