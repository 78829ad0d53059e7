"""A request of a browser, read from an event of the HTTP API. Pure."""

import base64
import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs

PREFIX = "/console"
_MOST_FIELDS = 2000
_MOST_BYTES = 256 * 1024
"""Of a form or a query: room for an answer of 40,000 letters of two bytes each, as a form writes them. The gateway lets
through 6 MB."""
_NUMBER = re.compile(r"[0-9]{1,15}")


class FormTooLarge(Exception):
    """A form or a query of more fields than any page of ours has, or a longer one."""


class FormFields:
    """What a form or an address's query holds: by name one text or several. Raises FormTooLarge."""

    def __init__(self, encoded: str) -> None:
        if len(encoded) > _MOST_BYTES:
            raise FormTooLarge
        try:
            self._found = parse_qs(encoded, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="replace")
        except ValueError:
            raise FormTooLarge from None

    def one(self, name: str, default: str = "") -> str:
        """The first of this name, with the line breaks that a page's texts have, not those of a form."""
        return self._found.get(name, [default])[0].replace("\r\n", "\n")

    def number(self, name: str) -> int | None:
        """The first of this name as a whole number; None for what a page of ours does not write as one."""
        found = self.one(name)
        return int(found) if _NUMBER.fullmatch(found) else None

    def many(self, name: str) -> tuple[str, ...]:
        """All of this name, such as the checked boxes of a list."""
        return tuple(self._found.get(name, ()))


class PageRequest(NamedTuple):
    """`path` is below `/console`, without a slash at its end. `is_partial` means that a script asks, for a part of the
    page that stands; `came_from` is the address of that page, as the browser tells it; `languages` is what the browser
    would like to read, best first."""

    method: str
    path: str
    raw_query: str
    query: FormFields
    form: FormFields
    cookies: Mapping[str, str]
    is_partial: bool
    accepts_gzip: bool
    languages: tuple[str, ...]
    source: str
    request_id: str
    came_from: str = ""


def read_request(event: Mapping[str, Any]) -> PageRequest:
    """The request in an event (payload format 2.0). Raises FormTooLarge."""
    headers: Mapping[str, str] = event.get("headers") or {}
    context = event["requestContext"]
    raw_query = event.get("rawQueryString") or ""
    return PageRequest(
        method=context["http"]["method"],
        path=event["rawPath"].removeprefix(PREFIX).rstrip("/"),
        raw_query=raw_query,
        query=FormFields(raw_query),
        form=FormFields(_read_body(event)),
        cookies=_read_cookies(event.get("cookies") or headers.get("cookie", "").split("; ")),
        is_partial=headers.get("hx-request") == "true",
        accepts_gzip="gzip" in headers.get("accept-encoding", ""),
        languages=_read_languages(headers.get("accept-language", "")),
        source=context["http"].get("sourceIp", ""),
        request_id=context.get("requestId", ""),
        came_from=headers.get("hx-current-url") or headers.get("referer", ""),
    )


def _read_body(event: Mapping[str, Any]) -> str:
    body: str = event.get("body") or ""
    return base64.b64decode(body).decode("utf-8", "replace") if event.get("isBase64Encoded") else body


def _read_cookies(pairs: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        name, is_pair, value = pair.partition("=")
        if is_pair:
            found.setdefault(name.strip(), value.encode("utf-8", "replace").decode())
    return found


def _read_languages(header: str) -> tuple[str, ...]:
    """`it-CH, ar;q=0.5` as it, ar: browsers write them best first."""
    tags = (part.partition(";")[0].strip().lower() for part in header.split(","))
    return tuple(tag.partition("-")[0] for tag in tags if tag)
