"""Plain values and DynamoDB's attributes: there and back again, as the client of the service reads them."""

from enum import StrEnum
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given, settings
from hypothesis import strategies as st

from portavoce.table.attributes import dump_item, load_item

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**37), 10**37) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
ITEMS = st.dictionaries(st.text(), PLAIN | st.sets(st.text(), min_size=1, max_size=3), max_size=4)


class Mood(StrEnum):
    CALM = "calm"


@settings(max_examples=50)
@given(ITEMS)
def test_an_item_comes_back_as_it_was(item: dict[str, Any]) -> None:
    assert load_item(dump_item(item)) == item


@settings(max_examples=50)
@given(st.dictionaries(st.text(), PLAIN, max_size=4))
def test_aws_own_library_writes_the_same(item: dict[str, Any]) -> None:
    aws = TypeSerializer()
    assert dump_item(item) == {name: aws.serialize(value) for name, value in item.items()}


@pytest.mark.parametrize(
    ("text", "whole"),
    [("0", True), ("-7", True), ("1.5", False), ("-0.25", False), ("1E+3", True), ("1234567890" * 3, True)],
)
def test_a_number_is_exact_and_an_int_where_it_is_whole(text: str, whole: bool) -> None:
    found = load_item({"n": {"N": text}})["n"]
    assert found == TypeDeserializer().deserialize({"N": text})
    assert isinstance(found, int) is whole


def test_a_tuple_is_a_list_and_a_word_of_ours_is_text() -> None:
    assert dump_item({"a": (Mood.CALM,), "b": frozenset({"x"})}) == {"a": {"L": [{"S": "calm"}]}, "b": {"SS": ["x"]}}


@pytest.mark.parametrize("value", [1.5, {1, 2}, object()], ids=["float", "set of numbers", "object"])
def test_what_has_no_attribute_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        dump_item({"a": value})


def test_an_attribute_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(TypeError, match="NS"):
        load_item({"a": {"NS": ["1"]}})
