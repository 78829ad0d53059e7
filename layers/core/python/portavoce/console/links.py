"""Every address of the console is made here: on the twin it stands under a path of its own. Pure."""

from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from portavoce.console.request import PREFIX


class PageLinks(NamedTuple):
    """`base` is where the API answers, without a slash at its end."""

    base: str

    def path(self, *parts: str, **query: str) -> str:
        """Below the console, as a page links to it. A query value that is empty is left out."""
        below = "".join(f"/{quote(part, safe='')}" for part in parts if part)
        asked = urlencode({name: value for name, value in query.items() if value})
        return f"{urlsplit(self.base).path}{PREFIX}{below}{'?' if asked else ''}{asked}"

    def below(self, address: str) -> str:
        """What of an address stands below the console, its query included; nothing of one that is elsewhere."""
        path, found = f"{urlsplit(self.base).path}{PREFIX}", urlsplit(address)
        if not found.path.startswith(f"{path}/"):
            return ""
        return found.path.removeprefix(path) + (f"?{found.query}" if found.query else "")

    def address(self, *parts: str, **query: str) -> str:
        """The same with the host, for whoever is elsewhere: a mail, the sign-in page."""
        found = urlsplit(self.base)
        return f"{found.scheme}://{found.netloc}{self.path(*parts, **query)}"
