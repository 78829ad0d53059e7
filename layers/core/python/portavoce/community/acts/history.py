"""What acts have done to an interaction, read from the ends that it keeps. Pure."""

from typing import Literal

from portavoce.community.acts.model import ActOrder
from portavoce.community.model import RETRACT, ActEnd, ActProgress, StoredInteraction
from portavoce.platforms.conversation import AnswerKind, Deed

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
    return [one for one in _list_standing(acts) if isinstance(one.what, AnswerKind)]


def latest_undoable(acts: tuple[ActEnd, ...]) -> ActEnd | None:
    """The newest act that took effect, is none that took another back, and still stands."""
    return next((one for one in reversed(_list_standing(acts)) if one.undoes is None), None)


def is_undone(acts: tuple[ActEnd, ...], number: int) -> bool:
    """Whether a later act has taken this one back, and was not taken back itself."""
    return number in _find_undone(acts)


def find_newer(acts: tuple[ActEnd, ...], one: ActEnd) -> ActEnd | None:
    """The newest act that stands and has done the same as this one, or its contrary, since: whoever took this one back
    would take that one back."""
    if not isinstance(one.what, Deed):
        return None
    same = {one.what, one.what.undone_by}
    later = (other for other in reversed(_list_standing(acts)) if other.number > one.number and other.undoes is None)
    return next((other for other in later if other.what in same), None)


def find_hiding(row: StoredInteraction) -> ActEnd | None:
    """The act that keeps the interaction hidden; None when it is shown, or was not hidden from here."""
    hidings = (one for one in reversed(_list_standing(row.acts)) if one.what is Deed.HIDE and one.undoes is None)
    newest = next(hidings, None)
    return newest if newest and row.hidden and find_newer(row.acts, newest) is None else None


def stands_already(row: StoredInteraction, order: ActOrder) -> bool:
    """Whether there is nothing to hide or to show. Hidden for a time is not for good, nor the other way about."""
    if order.what is Deed.UNHIDE:
        return not row.hidden
    if order.what is not Deed.HIDE or not row.hidden:
        return False
    hiding = find_hiding(row)
    return order.hours is None and (hiding is None or hiding.until is None)


def find_way_back(done: ActEnd) -> Deed | Literal["retract"] | None:
    """What takes this act back; None for one that cannot be."""
    if isinstance(done.what, AnswerKind):
        return RETRACT if done.remote_id else None
    return done.what.undone_by if isinstance(done.what, Deed) else None


def said_ids(acts: tuple[ActEnd, ...]) -> frozenset[str]:
    """The platform's ids of what we have said here: no look-up may take one of them for another answer."""
    return frozenset(one.remote_id for one in acts if one.remote_id and one.what != RETRACT)


def _list_standing(acts: tuple[ActEnd, ...]) -> list[ActEnd]:
    """Those that took effect and were not taken back, in order."""
    undone = _find_undone(acts)
    took_effect = {ActProgress.DONE, ActProgress.UNCERTAIN}
    return [one for one in acts if one.progress in took_effect and one.number not in undone]


def _find_undone(acts: tuple[ActEnd, ...]) -> set[int]:
    """The newest first: what took an act back may have been taken back itself."""
    undone = set[int]()
    for one in reversed(acts):
        if one.undoes and one.progress is ActProgress.DONE and one.number not in undone:
            undone.add(one.undoes)
    return undone
