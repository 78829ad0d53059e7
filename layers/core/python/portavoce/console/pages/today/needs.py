"""What needs a person, kind by kind. A kind is added by a line in `KINDS` and its shape `need_<name>.html`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from portavoce.community.leads.changes import is_of_seller
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.console.waiting_posts import WaitingPosts
from portavoce.people.roles import Reach, Right
from portavoce.publishing.model import Publication, PublicationState
from portavoce.publishing.states import is_asked_about
from portavoce.publishing.summary import find_troubles
from portavoce.reporting.compose import MailWords, Speaker, write_words
from portavoce.reporting.model import Alert, AlertKind
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.alerts import alerts
from portavoce.runtime.wiring.attention import find_ending, find_new_leads, find_overspent, find_urgent

ALERT_COUNT = 10
_ALERTS_SHOWN = timedelta(days=3)
TROUBLES = {
    PublicationState.UNCERTAIN: mark("Post with no answer"),
    PublicationState.FAILED: mark("Post that failed"),
    PublicationState.MISSED: mark("Post that missed its time"),
    PublicationState.FROZEN: mark("Post that is held back"),
}
STORMS = (AlertKind.CRISIS_PROPOSED, AlertKind.CRISIS_FROZEN, AlertKind.CRISIS_GOES_ON, AlertKind.CRISIS_OVER)
"""What is told of one storm after another: the newest says how it stands."""
_TOLD_ALONE = {
    **dict.fromkeys(STORMS, Right.FREEZE),
    AlertKind.REPUTATION_FLOOD: Right.ANSWER,
    AlertKind.SPEND_SPIKE: Right.READ_MONEY,
    AlertKind.SPEND_STOPPED: Right.READ_MONEY,
    AlertKind.SPEND_WITHOUT_RESULT: Right.READ_MONEY,
    AlertKind.SPEND_UNREADABLE: Right.READ_MONEY,
    AlertKind.AD_ACCOUNT_STOPPED: Right.READ_MONEY,
    AlertKind.AD_PAYMENT_REFUSED: Right.READ_MONEY,
    AlertKind.AD_FUNDS_SHORT: Right.READ_MONEY,
    AlertKind.AD_ON_HELD_POST: Right.READ_MONEY,
    AlertKind.BUDGET_CURRENCY: Right.READ_MONEY,
    AlertKind.BUDGET_IDLE: Right.READ_MONEY,
    AlertKind.BUDGET_RESTATED: Right.READ_MONEY,
    AlertKind.SERIES_STOPPED: Right.WRITE,
    AlertKind.CLOCKS_CHANGED: Right.WRITE,
    AlertKind.COMMENT_NOT_HIDDEN: Right.ANSWER,
    AlertKind.ANSWER_UNCERTAIN: Right.ANSWER,
    AlertKind.ACT_NOT_DONE: Right.ANSWER,
    AlertKind.ACCOUNT_RESTRICTED: Right.CONNECT,
    AlertKind.CONNECTION_NOT_RENEWED: Right.CONNECT,
    AlertKind.LISTENING_NEARLY_STOPPED: Right.CONNECT,
    AlertKind.LISTENING_STOPPED: Right.CONNECT,
}
"""The alerts that no other kind tells, and who can do something about each."""


class OpenNeed(NamedTuple):
    """One thing. By its `key`, which is another once the thing stands otherwise, somebody marks it as seen; an empty
    one goes only by being done."""

    key: str
    about: Any


class NeedKind(NamedTuple):
    """`find` gives what needs whoever makes the visit, of those posts and of what else it reads, the most urgent first;
    it is asked only for those who have one of the `rights`. What is marked as seen is kept so for as long as `kept`."""

    name: str
    rights: tuple[Right, ...]
    find: Callable[[Visit, Sequence[Publication]], Iterable[OpenNeed]]
    kept: timedelta = timedelta(days=8)


def find_needs(
    visit: Visit, posts: Sequence[Publication], seen: frozenset[str]
) -> list[tuple[NeedKind, list[OpenNeed]]]:
    """What needs the reader, by kind, and was not marked as seen."""
    asked = [kind for kind in KINDS if any(map(visit.may, kind.rights))]
    return [(kind, [one for one in kind.find(visit, posts) if one.key not in seen]) for kind in asked]


def _find_troubles(visit: Visit, posts: Sequence[Publication]) -> Iterator[OpenNeed]:
    """Posts that failed, were missed or held back, and those of which nobody knows: these want an answer."""
    for one in find_troubles(posts) if visit.reach(Right.SEE) is Reach.ALL else ():
        yield OpenNeed("" if is_asked_about(one) else f"post {one.publication_id} {one.revision} {one.state}", one)


def _find_urgent(visit: Visit, _: Sequence[Publication]) -> Iterator[OpenNeed]:
    return (OpenNeed("", one) for one in find_urgent(visit.brand, visit.now))


def _find_waiting(visit: Visit, posts: Sequence[Publication]) -> Iterator[OpenNeed]:
    """All that wait for the reader's yes, as one thing."""
    if found := [one for one in WaitingPosts(visit).group(posts) if one.may_be_approved]:
        yield OpenNeed("", found)


def _find_new_leads(visit: Visit, _: Sequence[Publication]) -> Iterator[OpenNeed]:
    """A seller's are their own, and those that nobody has taken."""
    sees_all = visit.reach(Right.READ_LEADS) is Reach.ALL
    for one in find_new_leads(visit.brand, visit.now):
        if sees_all or is_of_seller(one, visit.user.email):
            yield OpenNeed(f"lead {one.lead_id}", one)


def _find_overspent(visit: Visit, _: Sequence[Publication]) -> Iterator[OpenNeed]:
    for one in find_overspent(visit.brand, visit.now):
        how = "spent" if (one.spent_minor or 0) >= one.budget.amount_minor else "forecast"
        yield OpenNeed(f"budget {one.budget.id} {one.period} {how}", one)


def _find_ending(visit: Visit, _: Sequence[Publication]) -> Iterator[OpenNeed]:
    for holder, one in find_ending(visit.brand, visit.now):
        yield OpenNeed(f"connection {holder.owner} {one.state} {one.ends_at or one.since}", (holder, one))


def _find_alerts(visit: Visit, _: Sequence[Publication]) -> Iterator[OpenNeed]:
    """What else was raised in the last days and is told by no other kind, in the words of its mail."""
    found, _cursor = alerts().list_page(visit.brand.id, limit=ALERT_COUNT)
    mine = [one for one in found if one.kind in _TOLD_ALONE and visit.may(_TOLD_ALONE[one.kind])]
    told_before = [one for one in mine if one.kind in STORMS][1:]
    for one in mine:
        if not one.quiet and visit.now - one.raised_at < _ALERTS_SHOWN and one not in told_before:
            yield OpenNeed(f"alert {one.alert_id}", one)


def is_storm(need: OpenNeed) -> bool:
    """Whether it is a storm that has not ended: nothing is more urgent."""
    return isinstance(need.about, Alert) and need.about.kind in STORMS[:-1]


def tell_alert(visit: Visit, alert: Alert) -> MailWords:
    """What happened and what to do, as its mail says it, in the reader's language."""
    brand = visit.brand
    return write_words(
        alert.kind, alert.facts, Speaker(brand.id, brand.name, visit.language, brand.zone, settings().stage)
    )


_SEES_WHOLE = (Right.READ_MONEY, Right.WRITE, Right.ANSWER, Right.CONNECT, Right.FREEZE)
KINDS: tuple[NeedKind, ...] = (
    # The most urgent first; a storm stands before all of them (`is_storm`).
    NeedKind("trouble", (Right.SEE,), _find_troubles),
    NeedKind("comment", (Right.READ_INBOX,), _find_urgent),
    NeedKind("approval", (Right.APPROVE_INTERNAL, Right.APPROVE_CLIENT), _find_waiting),
    NeedKind("lead", (Right.READ_LEADS,), _find_new_leads),
    NeedKind("budget", (Right.READ_MONEY,), _find_overspent, timedelta(days=35)),
    NeedKind("connection", (Right.CONNECT,), _find_ending, timedelta(days=35)),
    NeedKind("alert", _SEES_WHOLE, _find_alerts),
)
