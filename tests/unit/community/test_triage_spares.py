"""What triage spares, and what it knows of the many forms of an insult."""

import pytest

from portavoce.brands.model import Triage
from portavoce.community.model import Action
from portavoce.community.triage.decision import decide

TRIAGE = Triage(assign_to="care@brand.example")


@pytest.mark.parametrize(
    "text",
    [
        "I recommend you to everyone",
        "Vi consiglio a tutti",
        "انصح الكل فيكم",
        "your brain must be full of recipes",
        "Vi abbraccio",
        "الله يعطيكم الصحة والعافية",
    ],
)
def test_what_holds_no_rough_word_is_never_hidden(text: str) -> None:
    assert Action.HIDE not in decide(text, TRIAGE).actions


@pytest.mark.parametrize(
    "text",
    [
        "your dog is an idiot and I adore him",
        "we danced like idiots until three",
        "The Herald reports that thieves robbed a jeweller https://herald.example/a",
        "the villain is a creepy dentist",
        "stupid rain, but your tent held",
        "fool me once, haha",
        "abbiamo ballato come scemi",
        "il cattivo del film è un dentista viscido",
        "الشرير في الفيلم دكتور اسنان قذر",
        "رقصنا زي الهبل لين الصبح",
    ],
)
def test_rough_words_of_pets_things_likenesses_tales_and_sayings_hide_nothing(text: str) -> None:
    assert Action.HIDE not in decide(text, TRIAGE).actions


@pytest.mark.parametrize(
    "text",
    [
        "يلعن ابوكم",
        "ينعل والديكم",
        "الله ياخذكم",
        "ياحمير",
        "سدوا حلوقكم",
        "روحوا ارعوا غنم",
        "entou klab",
        "موظفينكن حمير",
    ],
)
def test_arabic_insults_are_known_in_the_forms_of_its_dialects(text: str) -> None:
    assert decide(text, TRIAGE).actions == (Action.HIDE,)


def test_who_asks_for_advice_is_answered_and_not_sold_to() -> None:
    assert decide("What grind size do you suggest for a moka?", TRIAGE).actions == (Action.ASSIGN,)


@pytest.mark.parametrize(
    "text", ["Get real followers, only 9 euro", "Compra follower veri", "متابعين حقيقيين بارخص سعر"]
)
def test_who_sells_followers_neither_complains_nor_buys(text: str) -> None:
    assert {"complaint", "purchase_intent"}.isdisjoint(decide(text, TRIAGE).labels)


def test_a_question_of_price_complains_of_nothing_for_what_the_ware_is_called() -> None:
    assert "complaint" not in decide("كم سعر القهوة الباردة؟", TRIAGE).labels
