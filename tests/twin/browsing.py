"""A browser without a window, for the twin: keeps cookies as one does on a loopback address, and follows nothing."""

import html
import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin

LIMIT_SECONDS = 60


class Page(NamedTuple):
    """What came back, and from which address."""

    address: str
    status: int
    location: str | None
    text: str

    def fields(self) -> dict[str, str]:
        """What the page's hidden fields and texts hold, by name."""
        found = re.findall(r"<input\b[^>]*>", self.text)
        named = ({name: html.unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', one)} for one in found)
        return {one["name"]: one.get("value", "") for one in named if "name" in one}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@dataclass
class WindowlessBrowser:
    """Cookies by name: all that it meets stand on one host."""

    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, address: str, form: dict[str, str] | None = None) -> Page:
        """One request, not followed."""
        headers = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        request = urllib.request.Request(address, urlencode(form).encode() if form is not None else None, headers)
        try:
            answer: Any = urllib.request.build_opener(_Stay).open(request, timeout=LIMIT_SECONDS)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            for cookie in answer.headers.get_all("set-cookie") or ():
                name, _, rest = cookie.partition("=")
                value = rest.partition(";")[0]
                self.cookies = {one: kept for one, kept in self.cookies.items() if one != name}
                self.cookies |= {name: value} if "Max-Age=0" not in cookie else {}
            text = answer.read().decode()
        location = answer.headers.get("location")
        return Page(address, answer.status, urljoin(address, location) if location else None, text)

    def follow(self, page: Page) -> Page:
        """Goes on until nothing leads on."""
        while page.location and page.status in (302, 303):
            page = self.ask(page.location)
        return page
