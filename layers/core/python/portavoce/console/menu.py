"""The pages of a brand, in the order of the menu. Pure: a page itself is imported when somebody asks for it."""

from typing import NamedTuple

from portavoce.console.texts import mark
from portavoce.people.roles import Right


class MenuEntry(NamedTuple):
    """`page` is its module in `pages/` and its part of the address: today's is empty there. The rights open it, any of
    them. `in_bar`: it stands above every page. On a phone only the first four stand at hand; the others are behind
    *More*."""

    page: str
    icon: str
    title: str
    rights: tuple[Right, ...]
    in_bar: bool = False


TODAY = "today"
MENU = (
    MenuEntry(TODAY, "today", mark("Today"), (Right.SEE,)),
    MenuEntry("calendar", "calendar", mark("Calendar"), (Right.SEE,)),
    MenuEntry("inbox", "inbox", mark("Inbox"), (Right.READ_INBOX,)),
    MenuEntry("numbers", "numbers", mark("Numbers"), (Right.READ_NUMBERS,)),
    MenuEntry("posts", "pen", mark("Posts"), (Right.WRITE,)),
    MenuEntry("approvals", "eye", mark("Approvals"), (Right.APPROVE_INTERNAL, Right.APPROVE_CLIENT)),
    MenuEntry("leads", "talk", mark("Leads"), (Right.READ_LEADS,)),
    MenuEntry("money", "money", mark("Money"), (Right.READ_MONEY,)),
    MenuEntry("brand", "brand", mark("Brand"), (Right.READ_BRAND,)),
    MenuEntry("reports", "reports", mark("Reports"), (Right.READ_NUMBERS,)),
    MenuEntry("freeze", "pause", mark("Stop the publishing"), (Right.FREEZE, Right.RESUME), in_bar=True),
    MenuEntry("connections", "plug", mark("Connections"), (Right.CONNECT,)),
    MenuEntry("people", "people", mark("People"), (Right.MANAGE_PEOPLE,)),
    MenuEntry("record", "record", mark("Record"), (Right.MANAGE_PEOPLE,)),
)
OPEN_PAGES = {"": "start", "settings_of_mine": "start", "sign_in": "sign_in"}
"""Pages of no brand, by the first part of their address: a brand's id holds no underscore."""
_BRAND_PAGES = {"": TODAY} | {entry.page: entry.page for entry in MENU}
EVERY_PAGE = tuple(dict.fromkeys((*OPEN_PAGES.values(), *_BRAND_PAGES.values())))
"""The modules of all pages, each once."""


def find_page(path: str) -> str | None:
    """The module of the page that a path below the console belongs to, or None."""
    first, second = (*path.removeprefix("/").split("/"), "")[:2]
    return OPEN_PAGES[first] if first in OPEN_PAGES else _BRAND_PAGES.get(second)
