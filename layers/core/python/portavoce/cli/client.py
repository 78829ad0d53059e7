"""The one door of the command line: signed requests to the HTTP API, and its problem documents as refusals."""

import json
import uuid
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, TypedDict
from urllib.parse import quote, urlencode

import httpx2
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from portavoce.cli.refusal import Refusal

PREFIX = "/api/v1"
FARTHEST = datetime(9999, 1, 1, tzinfo=UTC)
"""Later than anything is planned for."""
# The gateway itself gives up after 30 seconds.
TIMEOUT = httpx2.Timeout(35.0, connect=5.0)


class ApiRefused(Refusal):
    """The API answered with a problem document."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        errors = [f"{one['field']}: {one['message']}" for one in problem.get("errors", ())]
        super().__init__(str(problem.get("detail") or f"The API answered {status}."), errors, dict(problem))
        self.status = status


class Unreachable(Refusal):
    """No answer came: nobody knows whether a request that changes something was done."""


@dataclass(frozen=True)
class Stage:
    """A deployed stage: where its API is and whose signature opens it."""

    name: str
    api_url: str
    region: str
    credentials: Credentials


@dataclass(frozen=True)
class ApiReply:
    """An answer: its JSON (None for 204), its ETag, and when the server says it was given."""

    body: Any
    etag: str | None
    date: str | None


class Listing(TypedDict):
    """The beginning of a list; `more`: it goes on."""

    items: list[Any]
    more: bool


class SigV4(httpx2.Auth):
    """Signs each request for `execute-api`."""

    requires_request_body = True

    def __init__(self, credentials: Credentials, region: str) -> None:
        self._signer = SigV4Auth(credentials, "execute-api", region)

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response]:
        """Adds the signature's headers."""
        signed = AWSRequest(request.method, str(request.url), data=request.content, headers={})
        self._signer.add_auth(signed)
        request.headers.update(dict(signed.headers))
        yield request


class Api:
    """The HTTP API of one stage."""

    def __init__(self, stage: Stage, transport: httpx2.BaseTransport | None = None) -> None:
        self.stage = stage
        self._signed = httpx2.Client(
            base_url=stage.api_url.rstrip("/") + PREFIX,
            auth=SigV4(stage.credentials, stage.region),
            timeout=TIMEOUT,
            transport=transport,
        )
        self._plain = httpx2.Client(timeout=TIMEOUT, transport=transport)

    def close(self) -> None:
        """Ends the connections."""
        self._signed.close()
        self._plain.close()

    def get(self, *path: str, query: Mapping[str, object] | None = None) -> ApiReply:
        """GET. Raises ApiRefused, Unreachable."""
        return self._request("GET", path, query=query)

    def pages(self, *path: str, query: Mapping[str, object] | None = None, most: int) -> list[Any]:
        """The first `most` items of a listing, page after page."""
        return self.list_items(*path, query=query, most=most)["items"]

    def list_items(self, *path: str, query: Mapping[str, object] | None = None, most: int) -> Listing:
        """The first `most` items of a listing, page after page, and whether it goes on."""
        items: list[Any] = []
        cursor: str | None = None
        while len(items) <= most:
            limit = min(100, most + 1 - len(items))
            page = self.get(*path, query={**(query or {}), "limit": limit, "cursor": cursor}).body
            items += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        return {"items": items[:most], "more": len(items) > most}

    def put(
        self, *path: str, body: Any, query: Mapping[str, object] | None = None, etag: str | None = None
    ) -> ApiReply:
        """PUT, only over the version that `etag` names when it is given."""
        return self._request("PUT", path, query=query, body=body, headers={"If-Match": etag} if etag else {})

    def post(
        self, *path: str, body: Any = None, query: Mapping[str, object] | None = None, etag: str | None = None
    ) -> ApiReply:
        """POST with a key of its own, so that a gateway's repetition is done once."""
        headers = {"Idempotency-Key": str(uuid.uuid4())} | ({"If-Match": etag} if etag else {})
        return self._request("POST", path, query=query, body=body, headers=headers)

    def patch(
        self, *path: str, body: Any, query: Mapping[str, object] | None = None, etag: str | None = None
    ) -> ApiReply:
        """PATCH."""
        return self._request("PATCH", path, query=query, body=body, headers={"If-Match": etag} if etag else {})

    def delete(self, *path: str, query: Mapping[str, object] | None = None) -> ApiReply:
        """DELETE."""
        return self._request("DELETE", path, query=query)

    def upload(self, url: str, headers: Mapping[str, str], chunks: Iterator[bytes]) -> None:
        """Puts bytes at a presigned address. Raises Unreachable, Refusal."""
        try:
            response = self._plain.put(url, headers=dict(headers), content=chunks)
        except httpx2.TransportError as error:
            raise Unreachable(f"The upload broke off ({type(error).__name__}): run the command again.") from None
        if not response.is_success:
            raise Refusal(f"The media bucket refused the upload with {response.status_code}: run the command again.")

    def _request(
        self,
        method: str,
        path: tuple[str, ...],
        *,
        query: Mapping[str, object] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> ApiReply:
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        kind = {"Content-Type": "application/json"} if content else {}
        try:
            response = self._signed.request(
                method, _url(path, query), content=content, headers={**kind, **(headers or {})}
            )
        except httpx2.TransportError as error:
            raise Unreachable(
                f"No answer from {self.stage.api_url} ({type(error).__name__}): check the network and the stage, "
                "or run `portavoce doctor`."
            ) from None
        return _reply(response)


def _url(path: tuple[str, ...], query: Mapping[str, object] | None) -> str:
    given = {name: _text(value) for name, value in (query or {}).items() if value is not None}
    ending = f"?{urlencode(given, quote_via=quote)}" if given else ""
    return "/".join(["", *(quote(part, safe="") for part in path)]) + ending


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _reply(response: httpx2.Response) -> ApiReply:
    body = _json(response)
    if response.is_success:
        return ApiReply(body, response.headers.get("etag"), response.headers.get("date"))
    if response.status_code == HTTPStatus.FORBIDDEN and "type" not in (body or {}):
        raise Refusal(
            "The gateway refused the signature (403): check your AWS credentials, their right to execute-api:Invoke, "
            "and this machine's clock."
        )
    raise ApiRefused(response.status_code, body if isinstance(body, dict) else {})


def _json(response: httpx2.Response) -> Any:
    try:
        return response.json() if response.content else None
    except ValueError:
        return None
