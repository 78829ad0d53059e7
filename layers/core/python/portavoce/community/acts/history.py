"""What acts have done to an interaction, read from the ends that it keeps. Pure."""

from portavoce.community.model import RETRACT, ActEnd, ActProgress
from portavoce.platforms.conversation import AnswerKind

MOST_ACTS = 40
"""How many acts one interaction takes: it is one item, and is listed whole."""


def find_end(acts: tuple[ActEnd, ...], number: int) -> ActEnd | None:
    """How the act of this number ended; None when it has not."""
    return next((one for one in acts if one.number == number), None)


def next_number(acts: tuple[ActEnd, ...]) -> int:
    """The number of the act that is asked for next: they end one after the other."""
    return max((one.number for one in acts), default=0) + 1


def standing_answers(acts: tuple[ActEnd, ...]) -> list[ActEnd]:
    """The answers that are there, or may be, and were not taken back."""
    return [one for one in acts if isinstance(one.what, AnswerKind) and _stands(acts, one)]


def latest_undoable(acts: tuple[ActEnd, ...]) -> ActEnd | None:
    """The newest act that took effect, is none that took another back, and still stands."""
    return next((one for one in reversed(acts) if one.undoes is None and _stands(acts, one)), None)


def is_undone(acts: tuple[ActEnd, ...], number: int) -> bool:
    """Whether a later act has taken this one back."""
    return any(one.undoes == number and one.progress is ActProgress.DONE for one in acts)


def said_ids(acts: tuple[ActEnd, ...]) -> frozenset[str]:
    """The platform's ids of what we have said here: no look-up may take one of them for another answer."""
    return frozenset(one.remote_id for one in acts if one.remote_id and one.what != RETRACT)


def _stands(acts: tuple[ActEnd, ...], one: ActEnd) -> bool:
    took_effect = one.progress in {ActProgress.DONE, ActProgress.UNCERTAIN}
    return took_effect and not is_undone(acts, one.number)
