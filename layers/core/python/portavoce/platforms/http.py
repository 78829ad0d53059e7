"""The one HTTP client of the platforms. Transport errors are told apart by what they mean for a write."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

CONNECT_SECONDS, READ_SECONDS = 3.0, 20.0


class NeverSent(Exception):
    """The request did not reach the platform (no connection): nothing was created, trying again is safe."""


class AnswerLost(Exception):
    """The request may have reached the platform, its answer did not reach us: the outcome is unknown."""


@dataclass(frozen=True)
class Answer:
    """A platform's answer: status, headers (any case), and the JSON body ({} when it is no JSON)."""

    status: int
    headers: Mapping[str, str]
    body: Mapping[str, Any]


class Http:
    """One platform's door. Messages of its errors carry neither URL query nor body: both may hold a token."""

    def __init__(self, base_url: str, transport: httpx2.BaseTransport | None = None) -> None:
        self._client = httpx2.Client(
            base_url=base_url,
            timeout=httpx2.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            follow_redirects=False,
            transport=transport,
        )

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        json: Mapping[str, Any] | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One call, never repeated here. Raises NeverSent, AnswerLost."""
        try:
            response = self._client.request(
                method, path, params=query, data=form, json=json, files=files, content=content, headers=headers
            )
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            raise NeverSent(f"{method} {path}: {type(error).__name__}") from None
        except httpx2.TransportError as error:
            raise AnswerLost(f"{method} {path}: {type(error).__name__}") from None
        return Answer(response.status_code, response.headers, _json_object(response))

    def fetch(self, url: str, max_bytes: int) -> bytes:
        """The bytes behind a presigned media URL. Raises NeverSent when they cannot be had whole."""
        try:
            with self._client.stream("GET", url) as response:
                if response.status_code != httpx2.codes.OK:
                    raise NeverSent(f"media answered {response.status_code}")
                return _read_at_most(response, max_bytes)
        except httpx2.TransportError as error:
            raise NeverSent(f"media: {type(error).__name__}") from None


def _read_at_most(response: httpx2.Response, max_bytes: int) -> bytes:
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > max_bytes:
            raise NeverSent(f"media is larger than {max_bytes} bytes")
    return bytes(content)


def _json_object(response: httpx2.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {"data": body}
