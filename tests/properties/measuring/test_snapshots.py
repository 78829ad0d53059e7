"""Laws of the snapshots, whatever the ticks and numbers."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portavoce.measuring.figures.posts import cut_posts, figures_of_posts, follower_counts
from portavoce.measuring.model import Metric, merge
from portavoce.measuring.snapshot_due import POST_BANDS, TOGETHER, next_look
from tests.aurora import NOW
from tests.measuring import measured, metric

PUBLISHED = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
ages = st.timedeltas(timedelta(0), timedelta(days=100))
names = st.sampled_from(["likes", "comments", "reach"])
values = st.one_of(st.integers(0, 10**9), st.just("refused"))


def looks(ticks: list[datetime]) -> list[datetime]:
    """The ticks at which a look is taken, when each tick takes what is due and not done."""
    taken: list[datetime] = []
    due: datetime | None = PUBLISHED
    for tick in ticks:
        if due is not None and due <= tick:
            taken.append(tick)
            due = next_look(PUBLISHED, tick)
    return taken


@given(ages)
def test_the_next_look_is_always_later_and_never_further_than_its_band_allows(age: timedelta) -> None:
    following = next_look(PUBLISHED, PUBLISHED + age)
    if following is None:
        assert age >= POST_BANDS[-1][0]
    else:
        every = next(step for until, step in POST_BANDS if age < until)
        assert timedelta(0) < following - (PUBLISHED + age) < every + TOGETHER


@given(st.lists(st.timedeltas(timedelta(days=1), timedelta(days=100)), min_size=1))
def test_a_channels_posts_that_are_older_than_a_day_are_looked_at_in_four_ticks_of_a_day(old: list[timedelta]) -> None:
    at = {look for age in old if (look := next_look(PUBLISHED - age, PUBLISHED))}
    assert len({look for look in at if look < PUBLISHED + timedelta(days=1)}) <= 4


@given(st.lists(ages, max_size=40))
def test_whichever_ticks_are_missed_no_planned_look_is_taken_twice(ticks: list[timedelta]) -> None:
    moments = [PUBLISHED + age for age in sorted(ticks)]
    taken = looks(moments + moments[-1:])
    assert len(taken) == len(set(taken))
    assert len(taken) <= 81


@given(st.lists(ages, min_size=1, max_size=40))
def test_the_first_tick_of_all_takes_a_look_while_the_post_is_young_enough(ticks: list[timedelta]) -> None:
    moments = sorted(PUBLISHED + age for age in ticks)
    assert looks(moments)[0] == moments[0]


@given(st.dictionaries(names, values), st.dictionaries(names, values))
def test_what_was_known_is_never_forgotten(before: dict[str, int | str], after: dict[str, int | str]) -> None:
    known = tuple(metric(name, value) for name, value in before.items())
    read = tuple(metric(name, value, NOW + timedelta(hours=1)) for name, value in after.items())
    merged = {one.name: one for one in merge(known, read)}
    assert set(merged) == set(before) | set(after)
    for one in (*known, *read):
        assert one.value is None or merged[one.name].value is not None
    for one in read:
        assert one.value is None or merged[one.name] == one


@given(st.permutations([Metric(name=name, value=Decimal(1), as_of=NOW) for name in ("a", "b", "c")]))
def test_numbers_are_kept_in_one_order_whatever_order_they_came_in(read: list[Metric]) -> None:
    assert [one.name for one in merge((), tuple(read))] == ["a", "b", "c"]


@given(st.lists(st.tuples(values, values), max_size=20))
def test_the_parts_of_the_interactions_add_up_to_the_whole(posts: list[tuple[int | str, int | str]]) -> None:
    made = [measured(f"p{number}", likes=likes, comments=said) for number, (likes, said) in enumerate(posts)]
    by_type = (found for by, _, found in cut_posts(made, "Europe/Rome") if by == "content_type")
    whole, *parts = (figures_of_posts(found, follower_counts([]))[0] for found in (made, *by_type))
    assert (whole.value or 0) == sum(part.value or 0 for part in parts)
    assert (whole.value is None) is all(isinstance(likes, str) or isinstance(said, str) for likes, said in posts)
