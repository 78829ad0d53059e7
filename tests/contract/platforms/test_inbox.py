"""Every platform's deliveries come out in our own words, whatever else a body may hold."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce.platforms import discovery
from portavoce.platforms.contract import UnreadableDelivery
from portavoce.platforms.interaction import Interaction
from tests.contract.platforms.deliveries import LISTENING, samples

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("\ud83d"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def interactions(platform: str, body: bytes) -> list[Interaction]:
    found: list[Interaction] = discovery.part(platform, "inbox").interactions(body)
    return found


def test_every_sample_is_read(listening: str) -> None:
    read = [one for sample in samples(listening) for one in interactions(listening, sample.read_bytes())]
    assert read
    for one in read:
        assert one.platform == listening
        assert one.interaction_id
        assert one.occurred_at.year == 2026


def test_the_echo_of_our_own_words_is_known_as_such(listening: str) -> None:
    echoes = [sample for sample in samples(listening) if "own" in sample.stem]
    assert echoes
    for sample in echoes:
        assert [one.is_own for one in interactions(listening, sample.read_bytes())] == [True]


@pytest.mark.parametrize("name", LISTENING)
@given(body=st.binary())
def test_a_body_that_is_not_json_is_unreadable_and_nothing_worse(name: str, body: bytes) -> None:
    try:
        interactions(name, body)
    except UnreadableDelivery:
        with pytest.raises(ValueError, match=r".*"):
            json.loads(body)


@pytest.mark.parametrize("name", LISTENING)
@given(data=st.data())
def test_a_known_body_with_strange_parts_never_raises(name: str, data: st.DataObject) -> None:
    """One part of a sample is replaced by anything that JSON can hold."""
    delivery = json.loads(data.draw(st.sampled_from(samples(name))).read_bytes())
    place = data.draw(st.sampled_from(places(delivery)))
    strange = json.dumps(replaced(delivery, place, data.draw(JSON))).encode()
    for one in interactions(name, strange):
        one.model_dump_json()
    revocations: Callable[[bytes], list[str]] = getattr(discovery.part(name, "inbox"), "revocations", lambda _: [])
    assert all(isinstance(account_id, str) and account_id for account_id in revocations(strange))


def places(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a JSON value."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, part in parts for place in places(part, (*at, key)))]


def replaced(value: Any, place: tuple[str | int, ...], new: Any) -> Any:
    """The value with another part at that place."""
    if not place:
        return new
    copy = value.copy()
    copy[place[0]] = replaced(value[place[0]], place[1:], new)
    return copy
