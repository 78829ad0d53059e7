"""The way back from a platform's consent page: one address on this machine, open for one answer and a few minutes.

Source: RFC 8252 §7.3 (loopback redirects) and §8.1 (PKCE); RFC 6749 §10.12 (`state`)."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from portavoce.cli.refusal import Refusal

HOST, PATH = "127.0.0.1", "/callback"
SLOWEST_REQUEST_SECONDS = 5
_DONE = "This account is being connected: go back to the terminal. You may close this page."
_NOT_OURS = "This is not the answer that is waited for."


@dataclass(frozen=True)
class Proof:
    """What ties the answer to the question: `state` comes back with it, `verifier` is shown to the platform only."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(64), repr=False)

    @property
    def challenge(self) -> str:
        """S256 of RFC 7636 §4.2."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


class Loopback(TCPServer):
    """The address, open while it is entered. `port` 0 takes any that is free. Raises Refusal when it is taken."""

    allow_reuse_address = True

    def __init__(self, port: int, proof: Proof) -> None:
        self.proof = proof
        self.answer: Mapping[str, str] | None = None
        try:
            super().__init__((HOST, port), _Handler)
        except OSError:
            raise Refusal(
                f"Port {port} of this machine is in use: end what uses it, or choose another one with --port."
            ) from None

    @property
    def redirect_uri(self) -> str:
        """Where the platform sends the owner back to."""
        return f"http://{HOST}:{self.server_address[1]}{PATH}"

    def code(self, limit_seconds: float) -> str:
        """The code that the owner comes back with. Raises Refusal when they said no, or nobody came."""
        ends = time.monotonic() + limit_seconds
        while self.answer is None and (left := ends - time.monotonic()) > 0:
            self.timeout = left
            self.handle_request()
        if self.answer is None:
            raise Refusal(f"Nobody came back within {limit_seconds:.0f} seconds; nothing was changed. Begin again.")
        if not self.answer.get("code"):
            said = self.answer.get("error", "no code")
            raise Refusal(f"The platform's page did not let us in ({said[:60]!r}); nothing was changed.")
        return self.answer["code"]

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.server_close()

    def __enter__(self) -> Self:
        return self

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor who breaks off is no answer, and nothing to tell of."""


class _Handler(BaseHTTPRequestHandler):
    timeout = SLOWEST_REQUEST_SECONDS
    server: Loopback

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        answer = dict(parse_qsl(address.query))
        is_ours = hmac.compare_digest(answer.get("state", "").encode(), self.server.proof.state.encode())
        if address.path != PATH or not is_ours:
            self._say(404, _NOT_OURS)
            return
        self.server.answer = answer
        self._say(200, _DONE)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: a request's line holds the code."""

    def _say(self, status: int, words: str) -> None:
        body = words.encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
