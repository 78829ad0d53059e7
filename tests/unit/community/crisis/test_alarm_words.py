"""Words of alarm are heard in three languages, whole, and with a brand's own."""

import pytest

from portavoce.community.crisis.alarm_words import says_alarm


@pytest.mark.parametrize(
    "text",
    [
        "My son got FOOD POISONING from your salad",
        "is this batch being recalled?",
        "Mio figlio è in ospedale dopo il vostro panino",
        "C'erano degli SCARAFAGGI in cucina",
        "ابني أصيب بتسمم بعد الأكل عندكم",
        "أخذوه إلى المستشفى",
    ],
)
def test_what_is_dangerous_is_heard(text: str) -> None:
    assert says_alarm(text)


@pytest.mark.parametrize(
    "text",
    [
        "I recall the old logo, loved it",
        "pick your poison: latte or flat white?",
        "Richiamami quando apri",
        "Sto morendo dal ridere",
        "السلام عليكم كم السعر؟",
    ],
)
def test_what_only_sounds_like_it_is_not(text: str) -> None:
    assert not says_alarm(text)


def test_a_brands_own_words_are_heard_beside_the_built_in_ones() -> None:
    assert says_alarm("Il richiamo lotto 44 riguarda anche noi?", ("lotto 44",))
    assert not says_alarm("Il lotto 44", ())
