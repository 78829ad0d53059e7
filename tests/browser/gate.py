"""The HTTP API on a loopback port: each request of a browser becomes the event that the console's real handler gets."""

import base64
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock, Thread
from typing import Any
from urllib.parse import quote

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from functions.console.handler import handler
from portavoce.console.cookies import session_cookie
from tests.console import CONTEXT
from tests.grants.plugin import serving

ENTER = "/enter"
"""Not of the console: gives the browser the cookie of a session, as the way back from the sign-in page does."""


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any, **__: Any) -> None:
        """A test's output is no access log."""


@dataclass
class Gate:
    """`asked` are the requests that came, such as `POST /console/aurora/inbox/answer`; `partial` those of a script,
    `broken` those that were answered with an error of ours."""

    asked: list[str]
    partial: list[str]
    broken: list[str]
    address: str = ""

    def __post_init__(self) -> None:
        # The memory that stands for AWS is one for all threads.
        self._one_at_a_time = Lock()

    def pause(self) -> Lock:
        """Held while something else works with the memory."""
        return self._one_at_a_time

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """A WSGI application."""
        request = Request(environ)
        if request.path == ENTER:
            answered = Response(status=303, headers={"location": request.args["to"]})
            answered.headers["set-cookie"] = session_cookie(request.args["token"])
            return answered(environ, start_response)
        if not request.path.startswith("/console"):
            return Response(status=404)(environ, start_response)
        with self._one_at_a_time, serving("console"):
            line = f"{request.method} {request.path}"
            self.asked.append(line)
            if request.headers.get("hx-request"):
                self.partial.append(line)
            answer = handler(event_of(request), CONTEXT)
            if answer["statusCode"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
                self.broken.append(line)
        return respond(answer)(environ, start_response)


def event_of(request: Request) -> dict[str, Any]:
    """The event of payload format 2.0: header names in lower case, cookies apart from them."""
    cookies = request.headers.get("cookie", "")
    headers = {name.lower(): value for name, value in request.headers.items() if name.lower() != "cookie"}
    path = quote(request.path)
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": request.query_string.decode(),
        "cookies": [one for one in cookies.split("; ") if one],
        "headers": headers,
        "requestContext": {
            "http": {"method": request.method, "path": path, "sourceIp": "198.51.100.7"},
            "requestId": "JKJaXmPLvHcESHA=",
        },
        "body": base64.b64encode(request.get_data()).decode(),
        "isBase64Encoded": True,
    }


def respond(answer: dict[str, Any]) -> Response:
    """What the gateway makes of the handler's answer."""
    body = base64.b64decode(answer["body"]) if answer["isBase64Encoded"] else answer["body"].encode()
    response = Response(body, answer["statusCode"])
    response.headers.clear()
    for name, value in answer["headers"].items():
        response.headers.add(name, value)
    for cookie in answer.get("cookies", ()):
        response.headers.add("set-cookie", cookie)
    response.headers.add("content-length", str(len(body)))
    return response


@contextmanager
def open_gate() -> Iterator[Gate]:
    """It listens while the block runs."""
    gate = Gate([], [], [])
    server = make_server("127.0.0.1", 0, gate, threaded=True, request_handler=_Quiet)
    gate.address = f"http://127.0.0.1:{server.port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield gate
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
