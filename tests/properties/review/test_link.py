"""Whatever is changed in a link's token, it is refused; and whatever a stranger sends."""

import string

from hypothesis import given
from hypothesis import strategies as st

from portavoce.review import link
from tests.review import KEY, NOW, in_review

(TICKET,) = link.tickets([in_review("facebook"), in_review("x")], NOW)
TOKEN = link.sign(TICKET, KEY)
CHARACTERS = st.characters(codec=None)


def is_forged(token: str) -> bool:
    try:
        link.read(token, KEY)
    except link.Forged:
        return True
    return False


def test_every_single_changed_character_is_refused() -> None:
    kept = [
        f"{TOKEN[:place]}{other}{TOKEN[place + 1 :]}"
        for place, character in enumerate(TOKEN)
        for other in {*string.printable, character.upper()} - {character}
        if not is_forged(f"{TOKEN[:place]}{other}{TOKEN[place + 1 :]}")
    ]
    assert kept == []
    assert not is_forged(TOKEN)


@given(place=st.integers(0, len(TOKEN)), put=st.text(CHARACTERS, max_size=4), taken=st.integers(0, 8))
def test_no_cut_and_no_insertion_is_accepted(place: int, put: str, taken: int) -> None:
    token = f"{TOKEN[:place]}{put}{TOKEN[place + taken :]}"
    assert is_forged(token) == (token != TOKEN)


@given(st.text(CHARACTERS, max_size=300))
def test_what_a_stranger_makes_up_is_refused_and_breaks_nothing(token: str) -> None:
    assert is_forged(token)
