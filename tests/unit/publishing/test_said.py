"""What a channel has said lately has one owner, in the real table's own words."""

from datetime import timedelta

import pytest

from portavoce.publishing.records import Moved, SaidRecords
from portavoce.table.table import Table
from tests.faults.world import NINE, planned

WORDS, UNTIL = "f" * 64, NINE + timedelta(days=30)
FIRST = planned()
SECOND = planned().model_copy(update={"publication_id": "aurora.second.facebook", "post_id": "second"})


@pytest.fixture
def said(table: Table) -> SaidRecords:
    return SaidRecords(table)


def test_the_first_owns_it_and_may_claim_it_again(said: SaidRecords) -> None:
    assert said.claim(FIRST, WORDS, UNTIL, NINE) is None
    assert said.claim(FIRST, WORDS, UNTIL, NINE) is None
    assert said.claim(SECOND, WORDS, UNTIL, NINE) == FIRST.publication_id


def test_after_its_time_it_is_anybodys(said: SaidRecords) -> None:
    said.claim(FIRST, WORDS, UNTIL, NINE)
    assert said.claim(SECOND, WORDS, UNTIL + timedelta(days=30), UNTIL + timedelta(seconds=1)) is None


def test_channels_and_words_are_apart(said: SaidRecords) -> None:
    said.claim(FIRST, WORDS, UNTIL, NINE)
    assert said.claim(SECOND, "e" * 64, UNTIL, NINE) is None
    elsewhere = SECOND.model_copy(update={"channel": "instagram"})
    assert said.claim(elsewhere, WORDS, UNTIL, NINE) is None


def test_what_an_owner_did_not_say_is_taken_over_once(said: SaidRecords) -> None:
    said.claim(FIRST, WORDS, UNTIL, NINE)
    said.take_over(SECOND, WORDS, UNTIL, FIRST.publication_id)
    assert said.claim(FIRST, WORDS, UNTIL, NINE) == SECOND.publication_id
    with pytest.raises(Moved):
        said.take_over(SECOND, WORDS, UNTIL, FIRST.publication_id)
