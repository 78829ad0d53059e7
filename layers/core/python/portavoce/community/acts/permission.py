"""Whether something may be said or done about an interaction now, by what its platform allows. Pure."""

from collections.abc import Collection
from datetime import datetime, timedelta

from portavoce.community.model import StoredInteraction
from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import Interaction
from portavoce.platforms.rules.conversation_rule import AnswerRule, ConversationRule
from portavoce.value import Value

_FOR_PERSONS = frozenset({Deed.DELETE, Deed.BLOCK, Deed.REPORT})
_LOOK_FIRST = "Open it there, look at it, and do what is needed by hand."
_HOURS_A_DAY, _DAYS_FROM = 24, 48
_NAMES = {
    AnswerKind.REPLY: "be replied to in public",
    AnswerKind.PRIVATE_REPLY: "be replied to in private",
    AnswerKind.MESSAGE: "be answered with a message",
    Deed.HIDE: "be hidden",
    Deed.UNHIDE: "be shown again",
    Deed.LIKE: "be liked",
    Deed.UNLIKE: "lose our like",
    Deed.DELETE: "be deleted",
    Deed.BLOCK: "get its author blocked",
    Deed.UNBLOCK: "get its author unblocked",
    Deed.MUTE: "get its author muted",
    Deed.UNMUTE: "get its author unmuted",
    Deed.REPORT: "be reported",
}


class Allowed(Value):
    """It may be said or done. `only_late`: the usual time is over, so that the platform takes it only as the word of a
    person (`OutgoingAnswer.is_late`). `undone_by` takes a deed back; `is_final`: nothing does, so say it before.

    `told` is who learns of it where others do; `cost_micros` what it costs without a link, in millionths of a US
    dollar."""

    only_late: bool = False
    is_final: bool = False
    undone_by: Deed | None = None
    told: str = ""
    cost_micros: int = 0


class Forbidden(Value):
    """It would be refused. `reason` and `instead` are whole sentences: why, and what a person can do, there at `link`
    (None: there is no such place)."""

    reason: str
    instead: str
    link: str | None = None


def decide_permission(
    rule: ConversationRule,
    what: AnswerKind | Deed,
    said: StoredInteraction,
    *,
    last_heard_at: datetime | None,
    earlier: Collection[AnswerKind],
    now: datetime,
    by_person: bool = True,
) -> Allowed | Forbidden:
    """Whether `what` may be said or done about `said`.

    `last_heard_at` is when its author last wrote us a message (None: not known, so that its own moment counts),
    `earlier` the kinds of the answers that were given to it already, `by_person` whether a person asks, not a rule."""
    link = find_link(rule, said.interaction)
    if said.removed:
        return Forbidden(reason="It was taken back by its author or deleted.", instead="There is nothing to do.")
    if not by_person and what in _FOR_PERSONS:
        return Forbidden(reason="Deleting, blocking and reporting are never done by a rule.", instead=_LOOK_FIRST)
    if isinstance(what, Deed):
        return _judge_deed(rule, what, said.interaction, link)
    found = rule.answer_rule(what, said.interaction.kind)
    if found is None or not found.not_beside.isdisjoint(said.interaction.attachments):
        return _tell_why_closed(rule, what, said.interaction, link)
    if reason := _find_obstacle(found, said, earlier, by_person=by_person):
        return Forbidden(reason=reason, instead=_instead_of(rule, found, said), link=link)
    since = (last_heard_at if found.since_heard else None) or said.interaction.occurred_at
    return _judge_window(rule, found, said, now - since, by_person=by_person)


def find_link(rule: ConversationRule, said: Interaction) -> str | None:
    """Where a person finds it on the platform; None where no address is known."""
    own = {"account": said.account_id, "author": said.author_id or "", "id": said.interaction_id}
    return said.permalink or rule.link.format(**own) or None


def _judge_deed(rule: ConversationRule, deed: Deed, said: Interaction, link: str | None) -> Allowed | Forbidden:
    found = rule.deed_rule(deed, said.kind)
    if found is None:
        return _tell_why_closed(rule, deed, said, link)
    back = rule.undo_of(deed, said.kind)
    return Allowed(is_final=back is None, undone_by=back, told=found.told, cost_micros=found.cost_micros)


def _find_obstacle(
    found: AnswerRule, said: StoredInteraction, earlier: Collection[AnswerKind], *, by_person: bool
) -> str | None:
    if earlier and not by_person:
        return "A rule answers once, and this was answered already."
    if found.once and found.kind in earlier:
        return "The platform takes one such answer to each, and this one has had it."
    return "It is hidden, and what is hidden cannot be answered." if found.needs_shown and said.hidden else None


def _judge_window(
    rule: ConversationRule, found: AnswerRule, said: StoredInteraction, passed: timedelta, *, by_person: bool
) -> Allowed | Forbidden:
    if found.hours is None or passed < timedelta(hours=found.hours):
        return Allowed(is_final=found.is_final, cost_micros=found.cost_micros)
    longer = found.person_hours if by_person else None
    if longer is not None and passed < timedelta(hours=longer):
        return Allowed(only_late=True, is_final=found.is_final, cost_micros=found.cost_micros)
    since = "they last wrote" if found.since_heard else "it was said"
    return Forbidden(
        reason=f"The platform takes such an answer for {_span(longer or found.hours)} after {since}: that is over.",
        instead=_instead_of(rule, found, said),
        link=find_link(rule, said.interaction),
    )


def _tell_why_closed(rule: ConversationRule, what: AnswerKind | Deed, said: Interaction, link: str | None) -> Forbidden:
    row = rule.closed_row(what, said.kind)
    if row:
        return Forbidden(reason=row.why, instead=row.instead, link=link)
    name = said.kind.replace("_", " ")
    reason = f"On this platform a {name} cannot {_NAMES[what]} by other applications."
    return Forbidden(reason=reason, instead=_LOOK_FIRST, link=link)


def _span(hours: int) -> str:
    return f"{hours} hours" if hours < _DAYS_FROM else f"{hours // _HOURS_A_DAY} days"


def _instead_of(rule: ConversationRule, found: AnswerRule, said: StoredInteraction) -> str:
    """What is still open, if anything is."""
    if found.needs_shown and said.hidden:
        return "Show it again, then answer it."
    if found.kind is not AnswerKind.REPLY and rule.answer_rule(AnswerKind.REPLY, said.interaction.kind):
        return "Reply in public, or write to them there by hand."
    return "Write to them there by hand; the platform may say that they have to write first."
