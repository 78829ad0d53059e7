"""Figures of what people said and of what they took badly. Pure. Sources: `definitions.py`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from portavoce.measuring.figures.posts import find_number
from portavoce.measuring.figures.values import ZERO, FigureMaker, Known, round_ratio
from portavoce.measuring.model import ChannelDay, Figure, MeasuredPost

_ALWAYS = ""
"""What we count ourselves is never unknown."""


def figures_of_feedback(
    posts: Sequence[MeasuredPost],
    days: Sequence[ChannelDay],
    days_expected: int,
    counted: Mapping[str, int],
    counted_at: datetime,
) -> list[Figure]:
    """Comments, leads, moods and negative feedback with its parts. `counted` are our own counts of the period, and
    `days_expected` how many days of channels are to report unfollows."""
    comments, hidden, negative, leads = (
        Known(Decimal(counted[name]), counted_at) for name in ("comments", "hidden", "negative", "leads")
    )
    reactions = [one for post in posts if (one := find_number(post, "reactions_negative"))]
    left = _find_unfollows(days)
    ours, of_posts = FigureMaker(0, ""), FigureMaker(len(posts))
    of_days = FigureMaker(days_expected, "days of channels")
    feedback = of_posts.state(
        "negative_feedback",
        sum((one.value for one in (hidden, *reactions)), ZERO),
        [one.as_of for one in (hidden, *reactions)],
        known=len(reactions),
    )
    return [
        ours.add_up("comments_received", [comments], _ALWAYS),
        ours.add_up("leads", [leads], _ALWAYS),
        _negative_share(negative, counted, counted_at),
        ours.add_up("hidden_comments", [hidden], _ALWAYS),
        ours.add_up("negative_comments", [negative], _ALWAYS),
        of_posts.add_up("negative_reactions", reactions, "no post has told its angry and sad reactions"),
        of_days.add_up("unfollows", left, "no channel has told who left"),
        feedback.model_copy(update={"coverage": f"reactions of {feedback.coverage}"}),
        _index(posts, days_expected, [hidden, negative], reactions, left),
    ]


def _find_unfollows(days: Sequence[ChannelDay]) -> list[Known]:
    told = ((one.name, one.value, one.as_of) for day in days for one in day.metrics)
    return [Known(value, as_of) for name, value, as_of in told if name == "unfollows" and value is not None]


def _negative_share(negative: Known, counted: Mapping[str, int], counted_at: datetime) -> Figure:
    known = counted["mood_known"]
    value = round_ratio(100 * negative.value, Decimal(known))
    reason = "no comment's mood has been read in this time"
    make = FigureMaker(counted["comments"], "comments")
    return make.state("negative_share", value, [counted_at], known=known, reason=reason)


def _index(
    posts: Sequence[MeasuredPost], days_expected: int, said: list[Known], reactions: list[Known], left: list[Known]
) -> Figure:
    """Only of what is known whole: a part that is missing would make it look better than it is."""
    views = [one for post in posts if (one := find_number(post, "views"))]
    known = min(len(reactions), len(views))
    whole = known == len(posts) and len(left) == days_expected
    signs = [*said, *reactions, *left]
    seen = sum((one.value for one in views), ZERO)
    value = round_ratio(1000 * sum((one.value for one in signs), ZERO), seen) if whole else None
    lacks = f"reactions and views are known of {known} of {len(posts)} posts"
    reason = "nobody has seen a post" if whole else f"{lacks}, unfollows of {len(left)} of {days_expected} days"
    moments = [one.as_of for one in (*signs, *views)]
    return FigureMaker(len(posts)).state("negative_feedback_index", value, moments, known=known, reason=reason)
