"""The one HTTP client of the platforms. Transport errors are told apart by what they mean for a write."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

import httpx2

from portavoce.platforms.outcomes import Throttled, Unknown
from portavoce.platforms.text.web_page import LinkedPage, PageUnread, PageWish, ReadLink

# At INFO it writes down whole addresses, and some of them hold a token: Meta's exchange and inspection of tokens.
logging.getLogger("httpx2").setLevel(logging.WARNING)
CONNECT_SECONDS, READ_SECONDS = 3.0, 20.0
_SUCCESS, _ELSEWHERE, _ERROR, _SERVER_ERROR = 200, 300, 400, 500
# RFC 9110 and 8470, nginx: a request that timed out, met another one, came too early, or was given up on the way.
_NOBODY_KNOWS = frozenset({408, 409, 425, 444, 460, 463, 499})


class NeverSent(Exception):
    """The request did not reach the platform (no connection): nothing was created, trying again is safe."""


class AnswerLost(Exception):
    """The request may have reached the platform, its answer did not reach us: the outcome is unknown."""


RECONNECT_SECONDS = 5
"""When a platform that could not be reached is called again."""


@dataclass(frozen=True)
class Answer:
    """A platform's answer: status, headers (any case), and the JSON body ({} when it is no JSON).

    `is_json` False: the body is empty, cut or a page, so that it may be the word of a proxy on the way."""

    status: int
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    is_json: bool = True


def _tell_no_time() -> datetime:
    raise RuntimeError("no clock was handed in")


def _read_nothing(wish: PageWish) -> LinkedPage:  # noqa: ARG001
    raise PageUnread("no page is read here")


class Http:
    """One platform's door. Messages of its errors carry neither URL query nor body: both may hold a token.

    `is_stand_in`: another network is at `base_url` in the place of the platform and of all its hosts. `read_link` reads
    the page of a link in a post, anywhere on the public internet. `clock` dates a call that must be."""

    def __init__(
        self,
        base_url: str,
        transport: httpx2.BaseTransport | None = None,
        *,
        is_stand_in: bool = False,
        read_link: ReadLink = _read_nothing,
        clock: Callable[[], datetime] = _tell_no_time,
    ) -> None:
        self._is_stand_in = is_stand_in
        self.read_link, self.clock = read_link, clock
        self._client = httpx2.Client(
            base_url=base_url,
            timeout=httpx2.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            follow_redirects=False,
            transport=transport,
        )

    def on(self, host: str) -> str:
        """How a path begins on another host of the platform, such as `https://video.example`."""
        return "" if self._is_stand_in else host

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | Sequence[str]] | None = None,
        form: Mapping[str, str] | None = None,
        json: Mapping[str, Any] | None = None,
        files: Mapping[str, tuple[str, bytes | IO[bytes], str]] | None = None,
        content: bytes | IO[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One call, never repeated here; `path` may begin with `on(host)`. Raises NeverSent, AnswerLost."""
        try:
            response = self._client.request(
                method, path, params=query, data=form, json=json, files=files, content=content, headers=headers
            )
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            raise NeverSent(f"{method} {path}: {type(error).__name__}") from None
        except httpx2.RequestError as error:  # also an answer that cannot be unpacked
            raise AnswerLost(f"{method} {path}: {type(error).__name__}") from None
        body = _json_object(response)
        return Answer(response.status_code, response.headers, body or {}, is_json=body is not None)

    def fetch(self, url: str, max_bytes: int) -> bytes:
        """The bytes behind a presigned media URL. Raises NeverSent when they cannot be had whole."""
        return b"".join(self._chunks(url, max_bytes))

    @contextmanager
    def fetch_media(self, url: str, max_bytes: int) -> Iterator[IO[bytes]]:
        """Fetches what is behind a presigned media URL into a file, for as long as it is used.

        A video may be larger than the memory. Raises NeverSent when it cannot be had whole."""
        with TemporaryFile() as file:
            for chunk in self._chunks(url, max_bytes):
                file.write(chunk)
            file.seek(0)
            yield file

    def fetch_part(self, url: str, start: int, size_bytes: int) -> bytes:
        """So many of the bytes behind a presigned media URL, from `start` on. Raises NeverSent for fewer or none."""
        asked = {"Range": f"bytes={start}-{start + size_bytes - 1}"}
        part = b"".join(self._chunks(url, size_bytes, asked, httpx2.codes.PARTIAL_CONTENT))
        if len(part) < size_bytes:
            raise NeverSent(f"media ends after {start + len(part)} bytes")
        return part

    def _chunks(
        self, url: str, max_bytes: int, headers: Mapping[str, str] | None = None, wanted: int = httpx2.codes.OK
    ) -> Iterator[bytes]:
        size = 0
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                if response.status_code != wanted:
                    raise NeverSent(f"media answered {response.status_code}")
                for chunk in response.iter_bytes():
                    size += len(chunk)
                    if size > max_bytes:
                        raise NeverSent(f"media is larger than {max_bytes} bytes")
                    yield chunk
        except httpx2.RequestError as error:
            raise NeverSent(f"media: {type(error).__name__}") from None


def ask_once(name: str, call: Callable[[], Answer]) -> Answer | Throttled | Unknown:
    """What one call was answered. Throttled: it never reached the platform, which `name` names to a person. Unknown:
    its answer was lost, so that it may have done what was asked."""
    try:
        return call()
    except NeverSent:
        return Throttled(retry_after_seconds=RECONNECT_SECONDS, reason=f"{name} could not be reached")
    except AnswerLost:
        return Unknown(reason=f"the answer of {name} was lost")


def doubt_of(name: str, answer: Answer, *, is_own_error: bool, words: str = "") -> Unknown | None:
    """What leaves open whether a call took effect, of any platform; None for an answer that says it.

    A time-out, a failing server or an answer from elsewhere says nothing, and neither does a refusal or a success that
    the platform did not write itself. `is_own_error`: the body is an error in the platform's own shape; `words` are
    those of the body, cleaned."""
    if answer.status < _SUCCESS or _ELSEWHERE <= answer.status < _ERROR:
        return Unknown(reason=f"{name} answers from another address ({answer.status})")
    if answer.status >= _SERVER_ERROR or answer.status in _NOBODY_KNOWS:
        return Unknown(reason=f"{name} failed ({answer.status})" + (f": {words}" if words else ""))
    is_said = is_own_error if answer.status >= _ERROR else answer.is_json or answer.status == httpx2.codes.NO_CONTENT
    return None if is_said else Unknown(reason=f"{name} answered {answer.status} without saying what became of it")


def _json_object(response: httpx2.Response) -> Mapping[str, Any] | None:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else {"data": body}
