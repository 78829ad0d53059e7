"""Whatever the order and however often deliveries come, the same stands in the end."""

from datetime import timedelta
from functools import reduce
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from portavoce.community.history import lift, merge
from portavoce.community.model import StoredInteraction
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from tests.aurora import NOW
from tests.community import delivery

DELIVERIES = st.builds(
    lambda verb, text, seconds, kind, author, post, more: delivery(
        text, verb, seconds, kind=kind, author_id=author, post_id=post, **more
    ),
    st.sampled_from(list(Verb)),
    st.sampled_from([None, "", "Bello", "Quanto costa?", "idioti"]),
    st.integers(0, 4),
    st.sampled_from(list(InteractionKind)),
    st.sampled_from([None, "u9"]),
    st.sampled_from([None, "1001_7"]),
    st.sampled_from(
        [{}, {"language": "it"}, {"attachments": ("image",)}, {"recommends": False}, {"thread_id": "u9", "ad_id": "1"}]
    ),
)


def _lifted(one: Interaction) -> StoredInteraction:
    return lift(one, brand_id="aurora", channel_id="aurora.facebook", retention_days=90, now=NOW)


def _after(history: list[Interaction]) -> StoredInteraction:
    return reduce(merge, [_lifted(one) for one in history])


@given(st.data(), st.lists(DELIVERIES, min_size=1, max_size=7))
def test_any_order_and_repetition_of_a_history_ends_the_same(data: st.DataObject, history: list[Interaction]) -> None:
    repeated = data.draw(st.lists(st.sampled_from(history), max_size=5))
    shuffled = data.draw(st.permutations(history + repeated))
    assert _after(shuffled) == _after(history)


@given(DELIVERIES, DELIVERIES, DELIVERIES)
@example(delivery(None), delivery(""), delivery(None))
def test_merging_is_commutative_associative_and_idempotent(a: Interaction, b: Interaction, c: Interaction) -> None:
    one, two, three = _lifted(a), _lifted(b), _lifted(c)
    assert merge(one, two) == merge(two, one)
    assert merge(merge(one, two), three) == merge(one, merge(two, three))
    assert merge(one, one) == merge(one, merge(one, one))


@given(st.lists(DELIVERIES, min_size=1, max_size=7))
def test_what_is_removed_carries_no_word_and_no_name(history: list[Interaction]) -> None:
    end = _after([*history, delivery(verb=Verb.REMOVED)])
    assert end.removed
    said = end.interaction
    assert (said.text, said.author_id, said.author_name, said.thread_id) == (None, None, None, None)


@given(st.lists(DELIVERIES, min_size=1, max_size=7))
def test_the_moment_of_the_words_never_goes_back(history: list[Interaction]) -> None:
    moments = [_after(history[:length]).content_at for length in range(1, len(history) + 1)]
    known = [moment for moment in moments if moment is not None]
    assert all(later - earlier >= timedelta(0) for earlier, later in pairwise(known))
