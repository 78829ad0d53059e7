"""What the brand's posts brought: each figure with how it is made, of when it is, and why it is unknown if it is."""

from collections.abc import Iterable, Mapping

from portavoce.console.answer import PageAnswer
from portavoce.console.figure_names import FIGURE_NAMES
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.measuring.model import ContentType, DashboardPost, Figure
from portavoce.people.roles import Right
from portavoce.platforms.audience import AudienceTrait
from portavoce.reporting.phrases import translate
from portavoce.runtime.wiring.measuring import audience_reports, dashboards

page = PageRoutes("numbers")
PERIODS = (7, 30, 90)
"""In days. The first is read for less than twelve units of a brand of 2,000 posts a year."""
_POSTS = 20
_SIGNED = frozenset({"audience_growth", "audience_growth_percent"})
CONTENT_TYPES = {
    ContentType.TEXT: mark("text"),
    ContentType.LINK: mark("link"),
    ContentType.IMAGE: mark("image"),
    ContentType.CAROUSEL: mark("several images"),
    ContentType.VIDEO: mark("video"),
    ContentType.REEL: mark("reel"),
    ContentType.STORY: mark("story"),
    ContentType.THREAD: mark("thread"),
    ContentType.POLL: mark("poll"),
}
TRAITS: Mapping[AudienceTrait, str] = {
    "country": mark("Countries"),
    "city": mark("Cities"),
    "age": mark("Ages"),
    "gender": mark("Genders"),
    "language": mark("Languages"),
}
_GENDERS = {"F": mark("women"), "M": mark("men"), "U": mark("not told")}
_PARTS = 5
"""So many of the largest parts stand on the page."""


@page.get("", Right.READ_NUMBERS)
def show_numbers(visit: Visit) -> PageAnswer:
    """The last days of the brand's calendar, as many as the address names."""
    named = visit.query.number("days")
    days = named if named in PERIODS else PERIODS[0]
    found = dashboards().of(visit.brand, days, visit.now)
    return visit.show(
        "pages/numbers.html",
        days=days,
        periods=PERIODS,
        tables=[(channel, _figures_of(channel, found.figures)) for channel in _channels(found.figures)],
        posts=sorted(found.posts, key=_interactions, reverse=True)[:_POSTS],
        count=len(found.posts),
        write=lambda figure: _write(visit, figure),
        title_of=lambda figure: visit.say(FIGURE_NAMES.get(figure.name, figure.name.replace("_", " "))),
        tell=lambda text: translate(text, visit.language),
        content_types=CONTENT_TYPES,
        name_post=_name_post,
    )


@page.get("/people", Right.READ_NUMBERS)
def show_people(visit: Visit) -> PageAnswer:
    """Who follows the brand's accounts, as far as it is told, and how much of them is in its audiences."""
    found = audience_reports().of(visit.brand, visit.now)
    return visit.show(
        "pages/people_reached.html",
        shares=[one for one in found.shares if one.channel is None],
        channels=found.channels,
        traits=TRAITS,
        most=_PARTS,
        part_name=lambda trait, name: _name_part(visit, trait, name),
        tell=lambda text: translate(text, visit.language),
    )


def _name_part(visit: Visit, trait: AudienceTrait, name: str) -> str:
    """What a reader calls a part of the people, which a platform names by letters."""
    if trait == "country":
        return visit.words.country(name)
    if trait == "language":
        return visit.words.language(name)
    return visit.say(_GENDERS[name]) if trait == "gender" and name in _GENDERS else name


def _channels(figures: Iterable[Figure]) -> Iterable[str | None]:
    """The whole brand first, as None; then each channel."""
    return dict.fromkeys(one.of for one in figures if one.by in {None, "channel"})


def _figures_of(channel: str | None, figures: Iterable[Figure]) -> list[Figure]:
    """Those that the page has names for."""
    by = "channel" if channel else None
    return [one for one in figures if (one.by, one.of) == (by, channel) and one.name in FIGURE_NAMES]


def _write(visit: Visit, figure: Figure) -> str:
    """Its value, with a sign where it is a change."""
    if figure.value is None:
        return ""
    sign = "+" if figure.name in _SIGNED and figure.value > 0 else ""
    return f"{sign}{visit.words.number(figure.value)}{' %' if figure.unit.startswith('percent') else ''}"


def _name_post(one: DashboardPost) -> str:
    """What the calendar calls it; one that was made elsewhere has only its platform's name."""
    return one.publication_id if one.source else one.publication_id.split(".", 1)[-1].removesuffix(f".{one.channel}")


def _interactions(one: DashboardPost) -> int:
    return -1 if one.interactions is None else int(one.interactions)
