"""Each kind of alert has words of its own in a list."""

from portavoce.reporting.alert_titles import TITLES
from portavoce.reporting.model import AlertKind


def test_every_kind_has_words_and_no_two_have_the_same() -> None:
    assert TITLES.keys() == set(AlertKind)
    assert len(set(TITLES.values())) == len(TITLES)
    assert not any("_" in words for words in TITLES.values())
