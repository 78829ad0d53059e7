"""How numbers are said in a mail, so that they agree with their words."""

import pytest

from portavoce.brands.model import Language
from portavoce.reporting.number_format import in_last_hours


@pytest.mark.parametrize(
    ("hours", "language", "words"),
    [
        ("1", "en", "In the last hour"),
        ("24", "en", "In the last 24 hours"),
        ("1", "it", "Nell'ultima ora"),
        ("6", "it", "Nelle ultime 6 ore"),
        ("\u20681\u2069", "ar", "في آخر ساعة"),
        ("\u20682\u2069", "ar", "في آخر ساعتين"),
        ("6", "ar", "في آخر 6 ساعات"),
        ("24", "ar", "في آخر 24 ساعة"),
    ],
)
def test_one_hour_and_several_are_said_as_people_say_them(hours: str, language: Language, words: str) -> None:
    assert in_last_hours(hours, language) == words
