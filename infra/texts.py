"""The catalogues of the console's texts: `python -m infra.texts` writes what is new into them, to be translated, and
takes out what no page says any more."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

CONSOLE = Path(__file__).resolve().parent.parent / "layers/core/python/portavoce/console"
LANGUAGES = ("it", "ar")
"""English is what the pages say themselves."""
_WHERE = [("**.py", "python"), ("**.html", "jinja2")]
_HOW = {"**.html": {"newstyle_gettext": "true", "trimmed": "true"}}
_NAMES = {"mark": None, "_": None, "gettext": None, "ngettext": (1, 2)}


def extract_texts() -> Catalog:
    """All that the pages say, by their sources."""
    catalogue = Catalog(fuzzy=False)
    for file, _, message, _, _ in extract_from_dir(str(CONSOLE), _WHERE, _HOW, _NAMES):
        catalogue.add(message, locations=[(file, None)])  # type: ignore[list-item]
    return catalogue


def read_catalogue(language: str) -> Catalog:
    """What a language has of it; nothing before there is a file."""
    file = CONSOLE / f"locale/{language}.po"
    return read_po(BytesIO(file.read_bytes() if file.exists() else b""), locale=language)


def main() -> None:
    """Bring every catalogue up to what the pages say."""
    for language in LANGUAGES:
        catalogue = read_catalogue(language)
        catalogue.update(extract_texts(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        written = BytesIO()
        write_po(written, catalogue, width=0, omit_header=True, sort_output=True, include_lineno=False)
        file = CONSOLE / f"locale/{language}.po"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(written.getvalue())


if __name__ == "__main__":
    main()
