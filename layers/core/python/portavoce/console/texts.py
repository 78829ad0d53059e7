"""The console's words in each language: catalogues of gettext, English where nothing else is said.

`locale/<language>.po` is what a translator edits; a process reads it once."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import get_args

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from portavoce.brands.model import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
RIGHT_TO_LEFT = frozenset({"ar"})
LOCALE = Path(__file__).parent / "locale"


def mark(text: str) -> str:
    """The text itself, marked for the catalogues: it is translated where it is shown."""
    return text


@cache
def texts_of(language: Language) -> NullTranslations:
    """The catalogue of a language."""
    file = LOCALE / f"{language}.po"
    if not file.exists():
        return NullTranslations()
    with file.open("rb") as written:
        catalogue = read_po(written, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def choose_language(wanted: tuple[str, ...]) -> Language:
    """The first of these that the console speaks, or English."""
    return next((known for one in wanted for known in LANGUAGES if known == one), "en")
