"""The columns of a calendar: what each says, an example, and under which other headings it is known. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple, get_args

from portavoce.planning.calendar.cell import plain_word
from portavoce.platforms.manifest import PostKind, Visibility
from portavoce.publishing.model import Allowance


class Column(NamedTuple):
    """One column. `also` are headings in Italian and Arabic that mean it, `choices` all that its cells may say."""

    name: str
    says: str
    example: str
    also: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def is_needed(self) -> bool:
        """Whether a calendar must have it."""
        return self in REQUIRED_COLUMNS


REQUIRED_COLUMNS = (
    Column(
        "post",
        "The post's id: lower-case letters, digits and hyphens, at most 48.",
        "spring-menu",
        ("codice", "المنشور"),
    ),
    Column("channel", "The id of one of the brand's channels.", "instagram", ("canale", "piattaforma", "القناة")),
    Column(
        "when",
        "Date and time on the brand's clocks, next-slot or best-slot. Instead there may be two columns, date and time.",
        "2026-12-01 09:30",
        ("quando", "data e ora", "الموعد"),
    ),
    Column(
        "text",
        "What is said. A line of three hyphens begins the next post of a thread.",
        "It is spring, and so is our menu.",
        ("testo", "didascalia", "النص"),
    ),
)
OPTIONAL_COLUMNS = (
    Column("kind", "What the post is: post if empty.", "reel", ("tipo", "النوع"), get_args(PostKind)),
    Column(
        "media",
        "Images and videos, separated by ; as paths from the calendar's folder or https addresses."
        " Those of a thread's posts are separated by |.",
        "images/cup.jpg; images/menu.jpg",
        ("immagini", "الوسائط"),
    ),
    Column(
        "alt_text",
        "What each image or video shows, for those who do not see it, in the same order and separated alike.",
        "A cup of coffee; The menu",
        ("testo alternativo", "النص البديل"),
    ),
    Column("link", "The address that the post leads to.", "https://aurora.example/menu", ("collegamento", "الرابط")),
    Column(
        "first_comment",
        "A comment that is written under the post at once.",
        "The menu is in our bio.",
        ("primo commento", "التعليق الأول"),
    ),
    Column("poll", "The answers to choose among, separated by ;", "Espresso; Moka", ("sondaggio", "الاستطلاع")),
    Column("poll_minutes", "How long the poll is open: 1440, which is a day, if empty.", "120", ("minuti sondaggio",)),
    Column("content_warning", "Words that are shown in front of the post.", "Food", ("avviso", "تحذير")),
    Column("visibility", "Who sees it, on Mastodon.", "unlisted", ("visibilità", "visibilita"), get_args(Visibility)),
    Column(
        "language",
        "The language of its text on Bluesky and Mastodon, as a tag: the brand's if empty.",
        "en",
        ("lingua", "اللغة"),
    ),
    Column(
        "allow",
        "Rules that are set aside for this post, separated by ;",
        "quiet_hours",
        ("permetti",),
        get_args(Allowance),
    ),
    Column("pillar", "The id of one of the brand's pillars.", "craft", ("pilastro",)),
    Column("campaign", "The campaign that it belongs to.", "spring-2027", ("campagna", "الحملة")),
    Column("product", "The id of one of the brand's products.", "beans", ("prodotto", "المنتج")),
    Column("zone", "The time zone of its time, if it is not the brand's.", "Europe/London", ("fuso orario",)),
)
TIME_COLUMNS = (
    Column("date", "The date, where it stands apart from the time.", "2026-12-01", ("data", "giorno", "التاريخ")),
    Column("time", "The time of day, where it stands apart from the date.", "09:30", ("ora", "orario", "الوقت")),
)
"""Instead of `when`."""

COLUMNS = (*REQUIRED_COLUMNS, *OPTIONAL_COLUMNS)
REQUIRED = tuple(one.name for one in REQUIRED_COLUMNS)
OPTIONAL = tuple(one.name for one in OPTIONAL_COLUMNS)
CHOICES: Mapping[str, tuple[str, ...]] = {one.name: one.choices for one in COLUMNS if one.choices}


# What people note behind a heading: “When (Rome)”, “Text [max. 280]”.
_NOTE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")


_ALIKE = str.maketrans({"ة": "ه", "ى": "ي", "ٱ": "ا", "ـ": None})


def _key(heading: str) -> str:
    """The heading without case and accents, which some keyboards have not and some programs lose; of Arabic without
    what many leave out or write otherwise: the marks of alif, the dots of ta marbuta and ya, the stretched line."""
    apart = unicodedata.normalize("NFKD", heading).translate(_ALIKE)
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()


_NAMES = {_key(heading): one.name for one in (*COLUMNS, *TIME_COLUMNS) for heading in (one.name, *one.also)}


def column_name(heading: str) -> str:
    """The column that a heading names, in whatever case and in English, Italian or Arabic; else the heading itself."""
    words = _key(_NOTE.sub("", plain_word(heading)).strip("\"'“”„«»*: "))
    return _NAMES.get(words) or _NAMES.get(words.replace(" ", "_").replace("-", "_")) or words


def is_column(heading: str) -> bool:
    """Whether a heading names a column."""
    return column_name(heading) in _NAMES.values()
