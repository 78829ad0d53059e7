"""A shop's pages on one loopback port and the API's doors on another, for a browser that visits both."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from threading import Lock, Thread
from typing import Any

from botocore.session import Session
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from tests.browser.gate import event_of
from tests.contract.events.house import House

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"
ORDER = "portavoce.convert('order', {value: '49.90', currency: 'EUR', reference: 'a8Zk-2026-117'})"
PAGE = """<!doctype html><html lang="en"><title>Menu</title>
<script defer src="{script}" data-brand="aurora"></script>
<p>The menu</p><a href="/order">Order</a>
"""


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any, **__: Any) -> None:
        """A test's output is no access log."""


@dataclass
class Doors:
    """The HTTP API's public routes. `answered` are the statuses of what pages told; `calls` are the calls of one
    function by another, as Lambda would hand them over."""

    house: House
    address: str = ""
    answered: list[int] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._one_at_a_time = Lock()
        self._numbers = count()

    def listen_to(self, session: Session) -> None:
        """Keeps what is handed on to the counter of visits."""

        def keep(**given: Any) -> None:
            if given["params"]["FunctionName"].endswith("count_visits"):
                self.calls.append(json.loads(given["params"]["Payload"]))

        session.register("provide-client-params.lambda.Invoke", keep)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """A WSGI application."""
        request = Request(environ)
        function, parameters = _route(request.path)
        with self._one_at_a_time:
            event = event_of(request) | {"pathParameters": parameters, "queryStringParameters": dict(request.args)}
            event["requestContext"]["requestId"] = f"r{next(self._numbers)}"
            answer = self.house.invoke(function, event)
        if request.method == "POST":
            self.answered.append(answer["statusCode"])
        response = Response(answer["body"], answer["statusCode"], answer["headers"])
        return response(environ, start_response)


def _route(path: str) -> tuple[str, dict[str, str]]:
    _, door, *rest = path.split("/")
    if door == "l":
        return "follow_link", {"code": rest[0]}
    return "hear_visits", {"name": rest[0]} if rest else {}


@contextmanager
def serve(application: Any) -> Iterator[str]:
    """It listens while the block runs; gives its origin."""
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def shop(api: str) -> Any:
    """A site each of whose pages loads the script from the API."""
    page = PAGE.format(script=f"{api}/t/0123456789abcdef.js")

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return Response(page, content_type="text/html; charset=utf-8")(environ, start_response)

    return answer
