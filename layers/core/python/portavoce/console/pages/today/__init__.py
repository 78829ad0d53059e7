"""What needs a person, most urgent first, what leaves next, and how the week stands."""

from datetime import timedelta
from http import HTTPStatus

from portavoce.console.answer import PageAnswer
from portavoce.console.figure_names import GOAL_NAMES, write_figure
from portavoce.console.pages.today.needs import TROUBLES, advise, find_needs, is_storm, tell_alert
from portavoce.console.pages.today.week import GOAL_STATES, list_cadence, list_goals, week_around
from portavoce.console.post_states import POST_STATES
from portavoce.console.refusal import changed_meanwhile, not_there
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.measuring.goal_progress import AT_MOST
from portavoce.people.roles import Reach, Right
from portavoce.platforms.access.addresses import NoPostAddress
from portavoce.platforms.contract import Sent
from portavoce.publishing.model import Allowance, Publication, PublicationState
from portavoce.publishing.service.ledger import (
    ClaimedByAnother,
    Moved,
    NoPublication,
    NotApproved,
    NotAsked,
    RevisionMoved,
    SaidAlready,
    TooLate,
)
from portavoce.publishing.states import is_asked_about, reschedule_publication
from portavoce.reporting.phrases import translate
from portavoce.runtime.wiring.acknowledgements import acknowledgements
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.measuring import judged_goals
from portavoce.runtime.wiring.settlement import find_sent

page = PageRoutes("")
BACK, AHEAD = timedelta(days=3), timedelta(days=2)
"""What is read of the calendar: of 2,000 posts a year some forty. Older ones and later ones are on their own pages."""
NEXT_COUNT = 6
_ENDED = (PublicationState.FAILED, PublicationState.MISSED)
"""What did not go out and does not go on by itself: it is sent again, or let go."""
_ANSWERS = {"again": "send it again", "anyway": "send it all the same", "let_go": "let it go"}


@page.get("", Right.SEE)
def show_today(visit: Visit) -> PageAnswer:
    """The page. Whoever sees only their own sees only the posts that ask for their yes, or their leads."""
    return _show(visit)


@page.get("/today/week", Right.SEE)
def show_week(visit: Visit) -> PageAnswer:
    """How the week stands against cadence and goals: a part of the page, by itself for what it reads."""
    if visit.reach(Right.SEE) is not Reach.ALL:
        raise not_there()
    brand, reads_goals = visit.brand, bool(visit.brand.goals) and visit.may(Right.READ_NUMBERS)
    has_cadence = any(one.posts_per_week for one in brand.channels)
    posts = list(ledger().between(brand.id, *week_around(visit.now, brand.zone))) if has_cadence else []
    judged = judged_goals(brand.id) if reads_goals else None
    money = visit.may(Right.READ_MONEY)
    return visit.show(
        "pages/today/week.html",
        cadence=list(list_cadence(brand, posts, visit.now)),
        goals=list_goals(brand, judged, visit.now, reads_money=money) if reads_goals else [],
        judged_at=judged.judged_at if judged else None,
        goal_names=GOAL_NAMES,
        states=GOAL_STATES,
        at_most=AT_MOST,
        write_figure=lambda goal, number: write_figure(goal.metric, number, brand, visit.words),
        tell=lambda text: translate(text, visit.language),
    )


@page.post("/today/noted", Right.SEE)
def note_thing(visit: Visit) -> PageAnswer:
    """Marks a thing as seen, for everybody: it is shown no longer, until it stands otherwise."""
    key = visit.form.one("key")
    visit.facts["thing"] = key
    for kind, needs in find_needs(visit, _read_posts(visit), frozenset()):
        if key and any(one.key == key for one in needs):
            acknowledgements().note(visit.brand.id, key, visit.user.email, visit.now, visit.now + kind.kept)
            return visit.go(noted=key)
    raise changed_meanwhile()


@page.post("/today/settle", Right.SETTLE)
def settle_publication(visit: Visit) -> PageAnswer:
    """What a person found out about a post without an answer: it is out at this address, or it is not and leaves."""
    publication = _own_publication(visit)
    is_out = visit.form.one("answer") == "out"
    visit.facts |= {"publication": publication.publication_id, "answer": "out" if is_out else "not out"}
    try:
        sent: Sent | None = find_sent(publication, visit.form.one("url").strip()) if is_out else None
        ledger().settle(publication.publication_id, sent, visit.now, visit.form.number("revision") or 0)
    except NoPostAddress:
        return _show(visit, visit.say(mark("This is no address of a post: open the post and copy its address.")))
    except ClaimedByAnother:
        return _show(visit, visit.say(mark("Another post of yours has this address: look which of them it is.")))
    except (RevisionMoved, NotAsked, NoPublication, Moved):
        return _tell_change(visit)
    return visit.go()


@page.post("/today/failed", Right.SETTLE)
def answer_failure(visit: Visit) -> PageAnswer:
    """What a person decides about a post that did not go out: it is sent again, if need be though the same was said
    lately (`anyway`), or it is let go."""
    publication, answer = _own_publication(visit), visit.form.one("answer")
    name, revision = publication.publication_id, visit.form.number("revision") or 0
    if answer not in _ANSWERS:
        raise not_there()
    visit.facts |= {"publication": name, "answer": _ANSWERS[answer]}
    try:
        if answer == "let_go":
            ledger().cancel(name, visit.now, revision)
        else:
            allow: tuple[Allowance, ...] = ("duplicate",) if answer == "anyway" else ()
            ledger().publish_now(name, visit.now, revision, allow, _ENDED)
    except SaidAlready:
        text = mark("Nothing was sent: this channel has said the same lately. You can send it all the same.")
        return _show(visit, visit.say(text), repeated=name)
    except NotApproved:
        return _show(visit, visit.say(mark("Nothing was sent: somebody has to say yes to this post first.")))
    except (RevisionMoved, TooLate, NoPublication, Moved):
        return _tell_change(visit)
    return visit.go()


def _tell_change(visit: Visit) -> PageAnswer:
    """For whoever comes second to a post: how it stands since the first."""
    _icon, state = POST_STATES[_own_publication(visit).state]
    text = mark("Nothing was done: somebody changed this post a moment ago. How it stands now: %(state)s.")
    return _show(visit, visit.say(text, state=visit.say(state)), HTTPStatus.CONFLICT)


def _show(visit: Visit, error: str = "", status: HTTPStatus = HTTPStatus.OK, repeated: str = "") -> PageAnswer:
    posts, sees_all = _read_posts(visit), visit.reach(Right.SEE) is Reach.ALL
    leaving = [one for one in posts if one.state is PublicationState.SCHEDULED and one.planned_at >= visit.now]
    # The list of what was noted may lag by a moment: what was noted just now stands in the address.
    seen = acknowledgements().list_keys(visit.brand.id) | {visit.query.one("noted")}
    needs = [(kind.name, one) for kind, some in find_needs(visit, posts, seen - {""}) for one in some]
    return visit.show(
        "pages/today/page.html",
        status=status,
        needs=sorted(needs, key=lambda one: not is_storm(one[1])),
        is_storm=is_storm,
        may_freeze=visit.may(Right.FREEZE),
        leaving=leaving[:NEXT_COUNT] if sees_all else [],
        sees_all=sees_all,
        troubles=TROUBLES,
        tell_alert=lambda alert: tell_alert(visit, alert),
        is_asked_about=is_asked_about,
        may_settle=visit.may(Right.SETTLE),
        may_leave_now=lambda one: reschedule_publication(one, visit.now, visit.now).may_leave,
        has_ended=lambda one: one.state in _ENDED,
        repeated=repeated,
        advise=advise,
        error=error,
    )


def _read_posts(visit: Visit) -> list[Publication]:
    return list(ledger().between(visit.brand.id, visit.now - BACK, visit.now + AHEAD))


def _own_publication(visit: Visit) -> Publication:
    """That of the form, if it is the brand's."""
    found = ledger().get(visit.form.one("publication"))
    if found is None or found.brand_id != visit.brand.id:
        raise not_there()
    return found
