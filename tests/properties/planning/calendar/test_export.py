"""Whatever is planned: its exported calendar, held against what stands, leaves nothing to do."""

from datetime import timedelta
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portavoce.planning.calendar.export import export_calendar
from portavoce.planning.calendar.file import read_calendar
from portavoce.planning.calendar.row import CalendarPart, CalendarRow
from portavoce.planning.content import content_hash
from portavoce.planning.diff import Context, diff
from portavoce.planning.model import MediaFacts, PartRow, PlanRow
from portavoce.platforms import discovery
from portavoce.platforms.contract import Poll
from portavoce.platforms.manifest import Visibility
from portavoce.publishing.model import Allowance, Content, Media, Part, Publication, State
from tests.aurora import AURORA, NOW

MANIFESTS = {name: discovery.manifest(name) for name in ("facebook", "x")}

HARD = "مرحبا بكم\u200f☕️👩‍🍳家é;|,\t\\'\"=+-@\n \u2028\x0b0"
WORDS = (
    st.text(st.sampled_from(HARD), max_size=20)
    | st.sampled_from(["---", "a\n---\nb", "\\---", "=SUM(A1)", "+1", "-1", "@x", "'=1", "a;b", "a|b", '"', "\\"])
    | st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20)
)
SAID = WORDS.map(str.strip)
MAYBE = st.none() | SAID.filter(bool)
MEDIA = st.builds(
    Media,
    key=st.integers(0, 99).map(lambda number: f"media/{number:064x}.jpg"),
    mime_type=st.just("image/jpeg"),
    size_bytes=st.just(70_000),
    width=st.just(1200),
    height=st.just(900),
    alt_text=SAID,
)
SEVERAL = st.lists(MEDIA, max_size=2).map(tuple)
CONTENTS = st.builds(
    Content,
    kind=st.sampled_from(["post", "reel", "story"]),
    text=SAID,
    link=MAYBE,
    media=SEVERAL,
    thread=st.lists(st.builds(Part, text=SAID, media=SEVERAL), max_size=2).map(tuple),
    first_comment=MAYBE,
    poll=st.none()
    | st.builds(
        Poll, options=st.lists(SAID.filter(bool), min_size=1, max_size=4).map(tuple), duration_minutes=st.integers(5)
    ),
    content_warning=MAYBE,
    visibility=st.none() | st.sampled_from(get_args(Visibility)),
    pillar=MAYBE,
    campaign=MAYBE,
)


@st.composite
def calendars(draw: st.DrawFn, contents: st.SearchStrategy[Content] = CONTENTS) -> list[Publication]:
    """One or two publications, in any state, on two channels."""
    found = []
    for number, content in enumerate(draw(st.lists(contents, min_size=1, max_size=2))):
        channel = draw(st.sampled_from(["facebook", "x"]))
        minutes = draw(st.integers(1, 100_000))
        planned_at = NOW.replace(second=0) + timedelta(minutes=minutes)
        found.append(
            Publication(
                publication_id=f"aurora.post-{number}.{channel}",
                brand_id="aurora",
                post_id=f"post-{number}",
                channel=channel,
                platform=channel,
                content=content,
                content_hash=content_hash(content),
                wall_time=f"{planned_at:%Y-%m-%d %H:%M}",
                zone="UTC",
                planned_at=planned_at,
                late_after=planned_at + timedelta(minutes=15),
                allows=draw(st.lists(st.sampled_from(get_args(Allowance)), unique=True).map(sorted).map(tuple)),
                state=draw(st.sampled_from(sorted(set(State) - {State.CANCELLED, State.IN_REVIEW}))),
                updated_at=NOW,
            )
        )
    return found


def measured(row: CalendarRow, stored: dict[str, Media]) -> PlanRow:
    """The row with its media found in the bucket under their keys, as an import finds them."""

    def facts(part: CalendarPart) -> tuple[MediaFacts, ...]:
        pairs = zip(part.media, (*part.alt_texts, *[""] * len(part.media)), strict=False)
        return tuple(
            MediaFacts(path=key, **stored[key].model_dump(exclude={"alt_text"}), alt_text=text) for key, text in pairs
        )

    thread = tuple(PartRow(text=part.text, media=facts(part)) for part in row.thread)
    return PlanRow(media=facts(row), thread=thread, **row.model_dump(exclude={"media", "alt_texts", "thread"}))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(calendars())
def test_an_exported_calendar_leaves_nothing_to_do(publications: list[Publication]) -> None:
    found = export_calendar(publications)
    calendar = read_calendar(found.content)
    assert calendar.refused == ()
    media = [one.content.media for one in publications]
    media += [part.media for one in publications for part in one.content.thread]
    stored = {one.key: one for several in media for one in several}
    rows = [measured(row, stored) for row in calendar.rows]
    standing = {one.publication_id: one for one in publications}
    result = diff(Context(AURORA, MANIFESTS, standing, NOW), rows)
    assert result.nothing_to_do, (result.changed, result.refused)
    assert len(result.unchanged) + len(found.left_out) == len(publications)


ORDINARY = st.text(st.sampled_from("مرحبا بكم☕️👩‍🍳é;|,'\"=+-@\n-"), max_size=20).map(str.strip)


@given(calendars(st.builds(Content, text=ORDINARY, campaign=st.none() | ORDINARY.filter(bool))))
def test_no_text_of_ordinary_letters_is_left_out(publications: list[Publication]) -> None:
    assert export_calendar(publications).left_out == ()
