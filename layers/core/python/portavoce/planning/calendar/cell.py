"""One cell of a calendar: its letters made plain, and what makes it unfit to be published. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from portavoce.planning.model import MAX_TEXT

# Zero width and direction marks, and what a byte order mark leaves inside a file: nobody sees them in an id or a date.
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\u00ad]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# Excel, Calc and Numbers, in the languages of Europe that name errors otherwise (Microsoft, "Functions Translator").
# Excel writes a row of # for what does not fit the column's width.
_ERROR = re.compile(
    r"#(?:N/A|N/D|N/B|NV|¡?(?:REF|RIF|BEZUG|VERW|ADR|ODKAZ)!|(?:VALUE|VALORE|VALEUR|WERT|¡?VALOR|WAARDE|ARG)!|"
    r"¡?(?:DIV|DEEL)/0!|¿?(?:NAME|NOME|NOM|NOMBRE|NAAM|NAZWA)\?|¡?(?:NULL|NULLO|NUL|NULO|LEEG|ZERO)!|"
    r"(?:¡?NUM|NÚM|ZAHL|GETAL)!|NOMBRE!|LICZBA!|¡?(?:SPILL|CALC|KALK|CALCUL|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN|PYTHON)!|"
    r"(?:ESPANSIONE|ÜBERLAUF|PROPAGATION|EXTERNAL|¡?DESBORDAMIENTO|DESPEJAR)!|GETTING_DATA)|Loading(?:\.{3}|…)|Err:5\d\d|#{4,}",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E[+-]\d+", re.IGNORECASE)
_LOST_LETTERS = re.compile(r"(?:^|\s)\?{2,}[\s،,.]+\?{2,}(?:\s|$)|\ufffd")
# A formula as a spreadsheet set to show formulas saves it; words that begin so have an apostrophe before them.
_FORMULA = re.compile(r"=\s*[A-Z][A-Z0-9.]*\(.*\)", re.DOTALL)
_LINE_END = re.compile(r"_x000[DdAa]_")
_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|heic|tiff?|mp4|mov|m4v|webm)", re.IGNORECASE)
_WITH_COMMA = re.compile(rf"{_FILE_NAME.pattern}(?=\s*,\s*\S)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_MOMENT = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{2}(?::\d{2})?")

_SAID = frozenset({"text", "alt_text", "first_comment", "content_warning"})
_OF_WEB_PAGES = re.compile(
    r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8}\d?);|</?(?:br|p|b|i|em|strong|div|span)\b[^<>]*>", re.I
)
_WITHOUT_ADDRESS = frozenset(
    {"post", "channel", "kind", "alt_text", "visibility", "allow", "pillar", "campaign", "product"}
)
_WITHOUT_FILE = _WITHOUT_ADDRESS | {"link", "poll_minutes", "zone"}


class Cell(NamedTuple):
    """A cell as text. `fault` says why what stands in it cannot be taken; `is_date`: it was kept as a date or time."""

    text: str
    fault: str = ""
    is_date: bool = False


def plain_word(text: str) -> str:
    """An id, a date or a heading as it was meant: without what cannot be seen, in plain digits and spaces."""
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    digits = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in plain)
    return " ".join(digits.split())


def find_cell_faults(name: str, cell: Cell) -> Iterator[str]:
    """What keeps a cell of the column `name` from being published, as sentences with what to do about it."""
    text = cell.text
    if cell.fault:
        yield cell.fault
    elif cell.is_date and name not in {"when", "date", "time"}:
        yield f"a date stands here ({text}): format the cell as text and write again what it is to say"
    elif _ERROR.fullmatch(text):
        yield f"the spreadsheet has an error there ({text}): mend the formula, widen the column, or write the words"
    elif found := _CONTROL.search(text):
        yield f"the character U+{ord(found[0]):04X}, which no text has, stands in it: write the cell again"
    elif _FORMULA.fullmatch(text):
        yield (
            "a formula stands here in place of its result: let the spreadsheet show results and save it again, or "
            "write an apostrophe (') before it if it is meant as words"
        )
    elif found := _LINE_END.search(text):
        yield f"“{found[0]}”, which a program left for the end of a line, stands in it: write the cell again"
    elif len(text) > MAX_TEXT:
        yield f"it has {len(text)} letters, at most {MAX_TEXT} are read: is a quotation mark missing above?"
    elif name == "media" and (found := _WITH_COMMA.search(text)):
        yield f"more than one file stands here (“{found[0]}, …”): separate them by ;"
    elif reason := _spoilt(text) or _find_place(name, text):
        yield reason


def find_cell_doubts(name: str, text: str) -> Iterator[str]:
    """What is to be known of a cell that is published as it stands, as sentences."""
    if name in _SAID and (found := _OF_WEB_PAGES.search(text)) and (meant := unescape(found[0])) != found[0]:
        yield f"column {name}: “{found[0]}”, as web pages write “{meant}”, is published as it stands"
    elif name in _SAID and found:
        yield f"column {name}: “{found[0]}”, a mark of web pages, is published as it stands"


def _spoilt(text: str) -> str:
    if _LOST_LETTERS.search(text):
        return (
            "letters were lost when the file was saved (? stands in their place): open the original and save it "
            "as .xlsx or “CSV UTF-8”"
        )
    if (meant := _undo_wrong_code_page(text)) != text:
        return f"“{text[:40]}” was opened in the wrong code page, it should be “{meant[:40]}”: save it as .xlsx"
    return ""


def _undo_wrong_code_page(text: str) -> str:
    """The text as it was before its UTF-8 was read as Windows-1252; the same where that is not what happened."""
    if text.isascii():
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _find_place(name: str, text: str) -> str:
    """Why this belongs into another column, or nothing."""
    if name == "post" and _SHORTENED.fullmatch(text):
        return f"the spreadsheet shortened a number to {text}: format the cell as text and write it again"
    if name == "channel" and (_MOMENT.fullmatch(text) or _ADDRESS.fullmatch(text)):
        return f"“{text}” is no channel: have the row's cells moved?"
    if name not in {"when", "text"} and _MOMENT.fullmatch(text):
        return f"“{text}” belongs into the column when: have the row's cells moved?"
    if name in _WITHOUT_ADDRESS and _ADDRESS.fullmatch(text):
        return f"“{text[:60]}” is an address and belongs into the column link: have the row's cells moved?"
    if name in _WITHOUT_FILE and _FILE_NAME.fullmatch(text) and not _ADDRESS.match(text):
        return f"“{text[:60]}” is a file and belongs into the column media: have the row's cells moved?"
    return ""
