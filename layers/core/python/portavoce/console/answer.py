"""What a page answers, and how the gateway is told. Pure."""

import base64
import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

_WORTH_SQUEEZING = 500
_FAST = 6
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class PageAnswer:
    """A status, a body and what goes with them. `is_squeezed`: the body is gzipped already, as assets are. `media` is
    the origin that a page's images and videos come from, beside our own."""

    status: HTTPStatus
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()
    is_squeezed: bool = False
    media: str = ""


def make_page(html: str, status: HTTPStatus = HTTPStatus.OK) -> PageAnswer:
    """A page of HTML."""
    return PageAnswer(status, html.encode(), {"content-type": HTML})


def see_other(address: str, *cookies: str) -> PageAnswer:
    """Sends the browser on, with GET."""
    return PageAnswer(HTTPStatus.SEE_OTHER, headers={"location": address}, cookies=cookies)


def write_answer(answer: PageAnswer, headers: Mapping[str, str], *, accepts_gzip: bool) -> dict[str, Any]:
    """The gateway's form of it: `headers` go with every answer, its own go before them."""
    body, squeezed = answer.body, answer.is_squeezed
    if accepts_gzip and not squeezed and len(body) > _WORTH_SQUEEZING:
        body, squeezed = gzip.compress(body, _FAST, mtime=0), True
    elif squeezed and not accepts_gzip:
        body, squeezed = gzip.decompress(body), False
    encoded = {"content-encoding": "gzip", "vary": "accept-encoding"} if squeezed else {}
    written: dict[str, Any] = {"statusCode": int(answer.status), "headers": {**headers, **answer.headers, **encoded}}
    if answer.cookies:
        written["cookies"] = list(answer.cookies)
    text = base64.b64encode(body).decode() if squeezed else body.decode()
    return written | {"body": text, "isBase64Encoded": squeezed}
