"""A post is told to be in a language only where that is known."""

import pytest

from portavoce.planning.language import language_of


@pytest.mark.parametrize(
    ("text", "brand", "language"),
    [
        ("Il nuovo menu", "it", "it"),
        ("اكتشفوا قائمتنا الجديدة", "ar", "ar"),
        ("اكتشفوا Aurora الجديدة", "ar", "ar"),
        ("اكتشفوا قائمتنا الجديدة", "it", None),
        ("The new menu", "ar", None),
        ("新しいメニュー", "en", None),
        ("👋 2026!", "it", "it"),
        ("", "it", "it"),
    ],
)
def test_a_text_is_in_the_brands_language_unless_its_letters_say_otherwise(
    text: str, brand: str, language: str | None
) -> None:
    assert language_of(text, brand) == language
