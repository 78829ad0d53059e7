"""What is planned, post by post, and the series that plan more. It shows; writing is done elsewhere as yet."""

from datetime import timedelta
from itertools import groupby

from portavoce.console.answer import PageAnswer
from portavoce.console.moments import read_moment
from portavoce.console.post_states import POST_STATES
from portavoce.console.routes import PageRoutes
from portavoce.console.visit import Visit
from portavoce.people.roles import Right
from portavoce.publishing.model import PublicationState
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.series import series_service

page = PageRoutes("posts")
_AHEAD = timedelta(days=7)
"""As far as a brand of 2,000 posts a year, and its series, are read for less than twelve units."""
_LEAVES = frozenset({PublicationState.IN_REVIEW, PublicationState.SCHEDULED, PublicationState.FROZEN})


@page.get("", Right.WRITE)
def show_posts(visit: Visit) -> PageAnswer:
    """What leaves in the next days, or in those from the moment that the address names."""
    since = max(read_moment(visit.query.one("since"), visit.now), visit.now)
    found = [one for one in ledger().between(visit.brand.id, since, since + _AHEAD) if one.state in _LEAVES]
    by_post = groupby(sorted(found, key=lambda one: one.post_id), key=lambda one: one.post_id)
    posts = [(name, tuple(some)) for name, some in by_post]
    return visit.show(
        "pages/posts.html",
        posts=sorted(posts, key=lambda post: min(one.planned_at for one in post[1])),
        series=[one.series for one in series_service().of_brand(visit.brand.id)],
        until=since + _AHEAD,
        states=POST_STATES,
    )
