"""The console's words are whole in each language."""

import re

import pytest

from infra.texts import LANGUAGES, extract_texts, read_catalogue

PLACE = re.compile(r"%\((\w+)\)s")


def forms(text: object) -> list[str]:
    return [text] if isinstance(text, str) else list(text)  # type: ignore[call-overload]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_all_that_the_pages_say_and_nothing_more(language: str) -> None:
    said = {message.id for message in extract_texts() if message.id}
    translated = {message.id for message in read_catalogue(language) if message.id}
    assert len(said) > 40
    assert translated == said, "run python -m infra.texts, and translate what is new"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_left_untranslated_and_each_names_the_same_values(language: str) -> None:
    for message in read_catalogue(language):
        if message.id:
            wanted = set(PLACE.findall(forms(message.id)[0]))
            for form in forms(message.string):
                assert form.strip(), message.id
                assert set(PLACE.findall(form)) == wanted, message.id
