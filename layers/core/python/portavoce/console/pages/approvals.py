"""The posts that wait for the reader's yes, as their platforms will show them: approve one or many, or ask for
changes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Literal
from urllib.parse import urlsplit

from portavoce.console.answer import PageAnswer
from portavoce.console.moments import read_moment
from portavoce.console.refusal import not_there
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.console.waiting_posts import WaitingPosts
from portavoce.people.roles import OwnPost, Right
from portavoce.platforms import discovery
from portavoce.publishing.model import Publication, ReviewDecision
from portavoce.publishing.service.ledger import Moved
from portavoce.publishing.service.reviews import NotInReview
from portavoce.review.fold import split_stretches
from portavoce.review.preview import Preview, preview
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.review import media_url, reviews

page = PageRoutes("approvals")
_AHEAD = timedelta(days=10)
"""As far as a brand of 2,000 posts a year is read for less than twelve units."""
_MOST_LETTERS = 2000
_MOVED = mark("Some have changed since you saw them, and were left alone: look at them again.")
_OWN = mark("You planned some of them yourself, and they were left alone: another of you has to look at them.")
VISIBILITIES = {"unlisted": mark("in no public list"), "followers": mark("followers only")}
_Fate = Literal["done", "own, alone", "own", "moved"]
KINDS = {"reel": mark("Reel"), "story": mark("Story")}


@page.get("", Right.APPROVE_INTERNAL, Right.APPROVE_CLIENT)
def show_approvals(visit: Visit) -> PageAnswer:
    """What waits in the next days, or in those from the moment that the address names."""
    return _show(visit)


@page.post("/approve", Right.APPROVE_INTERNAL, Right.APPROVE_CLIENT)
def approve_posts(visit: Visit) -> PageAnswer:
    """Says yes to what was chosen, each as it was seen. Nobody's yes is for what they planned, unless they are alone:
    then the record says so."""
    names = [name for chosen in visit.form.many("chosen") for name in chosen.split()]
    if not names:
        return _show(visit, visit.say(mark("Choose at least one post: nothing was approved.")))
    return _decide(visit, names, "approved", None)


@page.post("/changes", Right.APPROVE_INTERNAL, Right.APPROVE_CLIENT)
def ask_for_changes(visit: Visit) -> PageAnswer:
    """Says what should change: the post stays until it is edited."""
    comment = visit.form.one("comment").strip()[:_MOST_LETTERS]
    if not comment:
        return _show(visit, visit.say(mark("Say what should change: nothing was sent.")))
    return _decide(visit, visit.form.one("post").split(), "changes_requested", comment)


def _show(visit: Visit, error: str = "", status: HTTPStatus | None = None) -> PageAnswer:
    since = max(read_moment(visit.query.one("since"), visit.now), visit.now)
    posts = WaitingPosts(visit).group(ledger().between(visit.brand.id, since, since + _AHEAD))
    shown = visit.show(
        "pages/approvals.html",
        status=status or (HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK),
        posts=posts,
        draw=lambda one: _draw(visit, one),
        split=split_stretches,
        kinds=KINDS,
        visibilities=VISIBILITIES,
        many=sum(one.may_be_approved for one in posts) > 1,
        until=since + _AHEAD,
        told=visit.query.one("told") == "yes",
        error=error,
    )
    media = urlsplit(media_url("any"))
    return replace(shown, media=f"{media.scheme}://{media.netloc}")


def _draw(visit: Visit, one: Publication) -> Preview:
    return preview(one, discovery.manifest(one.platform), visit.brand, media_url)


def _decide(visit: Visit, names: Sequence[str], decision: ReviewDecision, comment: str | None) -> PageAnswer:
    posts, fates = WaitingPosts(visit), defaultdict[_Fate, list[str]](list)
    for name in names:
        fates[_decide_one(posts, name, decision, comment)].append(name)
    visit.facts |= {"decision": decision, "posts": " ".join(names)}
    if alone := fates["own, alone"]:
        visit.facts["own_posts_of_the_only_person"] = " ".join(alone)
    if fates["own"]:
        return _show(visit, visit.say(_OWN), HTTPStatus.FORBIDDEN)
    if fates["moved"]:
        return _show(visit, visit.say(_MOVED), HTTPStatus.CONFLICT)
    return visit.go("approvals", told="yes")


def _decide_one(posts: WaitingPosts, name: str, decision: ReviewDecision, comment: str | None) -> _Fate:
    """What became of one, named with the revision that was seen."""
    visit = posts.visit
    publication_id, _, revision = name.rpartition("@")
    one = ledger().get(publication_id)
    if one is None or one.brand_id != visit.brand.id:
        raise not_there()
    if str(one.revision) != revision or not posts.asks_reader(one):
        return "moved"
    whose = posts.weigh(one) if decision == "approved" else OwnPost.ANOTHERS
    if whose is OwnPost.OWN:
        return "own"
    try:
        reviews().decide(one, decision, by=visit.user.email, comment=comment, now=visit.now)
    except (Moved, NotInReview):
        return "moved"
    return "own, alone" if whose is OwnPost.ALONE else "done"
