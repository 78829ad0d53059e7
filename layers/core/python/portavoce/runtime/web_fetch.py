"""Fetches a file or a page that somebody named, from the public internet and from nowhere else.

Each machine is looked up once, judged, and then reached by the very address that was judged: a name that answers
otherwise the second time gains nothing. Redirects are judged like the first address. What may be asked is decided in
`planning/media/source.py`."""

import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import ip_address
from threading import Timer
from time import monotonic
from typing import IO, NamedTuple

from portavoce.planning.media.kind import HEAD_BYTES, MediaRefused, kind_of
from portavoce.planning.media.source import Web, follow_redirect, may_be_asked

MOST_REDIRECTS = 3
LIMIT_SECONDS = 20
CONNECT_SECONDS = 5
CHUNK_BYTES = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Object stores that were not told the type of a file say one of these; the first bytes tell it then.
_UNTOLD = ("", "application/octet-stream", "binary/octet-stream", "application/mp4")
_MEGABYTE = 1_000_000

_PAGES = ("text/html", "application/xhtml+xml")

Take = Callable[[HTTPResponse, Web], None]
"""What is done with the answer that is wanted. Raises MediaRefused."""


class WebPage(NamedTuple):
    """A page on the web: its address behind all redirects, the type that its server tells, its first bytes."""

    address: str
    content_type: str
    content: bytes


Resolve = Callable[[str, int], list[str]]
"""The IP addresses of a host, as text."""
Connect = Callable[[str, int], socket.socket]
"""A connection to an IP address and port."""
Encrypt = Callable[[socket.socket, str], socket.socket]
"""TLS over a connection, with the host whose certificate is wanted."""


def _resolve(host: str, port: int) -> list[str]:
    try:
        return [str(ip_address(host))]
    except ValueError:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _connect(address: str, port: int) -> socket.socket:
    return socket.create_connection((address, port), CONNECT_SECONDS)


def _encrypt(connection: socket.socket, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(connection, server_hostname=host)


@dataclass(frozen=True)
class WebFetcher:
    """How files are fetched. `loopback` is for the laptop twin alone: this machine may be asked."""

    loopback: bool = False
    limit_seconds: float = LIMIT_SECONDS
    resolve: Resolve = field(default=_resolve)
    connect: Connect = field(default=_connect)
    encrypt: Encrypt = field(default=_encrypt)

    def fetch(self, source: Web, into: IO[bytes], max_bytes: int) -> None:
        """Writes the image or video at `source` into a file. Raises MediaRefused."""

        def take(response: HTTPResponse, at: Web) -> None:
            _check_type(response, at)
            _copy(response, at, into, max_bytes)

        self._follow(source, take, "image/*, video/*")

    def fetch_page(self, source: Web, max_bytes: int) -> WebPage:
        """The page at `source`, cut off after so many bytes. Raises MediaRefused."""
        found: list[WebPage] = []

        def take(response: HTTPResponse, at: Web) -> None:
            found.append(_read_page(response, at, max_bytes))

        self._follow(source, take, ", ".join(_PAGES))
        return found[0]

    def _follow(self, source: Web, take: Take, accept: str) -> None:
        deadline = monotonic() + self.limit_seconds
        for _ in range(MOST_REDIRECTS + 1):
            onward = self._ask(source, take, accept, deadline)
            if onward is None:
                return
            source = follow_redirect(source, onward, loopback=self.loopback)
        raise MediaRefused(f"{source.text} leads on more than {MOST_REDIRECTS} times: name the last address")

    def _ask(self, source: Web, take: Take, accept: str, deadline: float) -> str | None:
        """Where the answer leads on to, None when it was what is wanted."""
        try:
            reached = self._reach(source)
            # A server that sends a byte now and then would hold us for ever: each read alone is quick.
            watch = Timer(max(0, deadline - monotonic()), _hang_up, [reached])
            watch.start()
            with closing(_connection(source, reached)) as connection:
                try:
                    return _answer(connection, source, take, accept)
                finally:
                    watch.cancel()
                    _refuse_if_late(source, deadline, self.limit_seconds)
        except (OSError, HTTPException) as error:
            raise MediaRefused(f"{source.text} cannot be fetched ({type(error).__name__}): is it reachable?") from None

    def _reach(self, source: Web) -> socket.socket:
        addresses = self.resolve(source.host, source.port)
        if not addresses or not all(may_be_asked(one, loopback=self.loopback) for one in addresses):
            raise MediaRefused(
                f"{source.host} is not on the public internet, and nothing inside a network is asked: "
                "put the file where everybody can reach it, or name a local one"
            )
        # A Lambda function outside of a VPC reaches IPv4 alone.
        connection = self.connect(min(addresses, key=lambda one: ":" in one), source.port)
        if not source.secure:
            return connection
        try:
            return self.encrypt(connection, source.host)
        except OSError:
            connection.close()
            raise


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _refuse_if_late(source: Web, deadline: float, limit_seconds: float) -> None:
    if monotonic() >= deadline:
        raise MediaRefused(
            f"{source.text} was not here within {limit_seconds:g} seconds: download it and name the local file"
        )


def _connection(source: Web, reached: socket.socket) -> HTTPConnection:
    connection = HTTPConnection(source.host, source.port)
    connection.auto_open = 0
    connection.sock = reached
    return connection


def _answer(connection: HTTPConnection, source: Web, take: Take, accept: str) -> str | None:
    standard = (443 if source.secure else 80) == source.port
    host = f"[{source.host}]" if ":" in source.host else source.host
    headers = {
        "Host": host if standard else f"{host}:{source.port}",
        "User-Agent": "portavoce",
        "Accept": accept,
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    connection.request("GET", source.target, headers=headers)
    response = connection.getresponse()
    onward = response.getheader("Location")
    if response.status in _REDIRECTS and onward:
        return onward
    if response.status != HTTPStatus.OK:
        raise MediaRefused(f"{source.text} answers {response.status}: open it in a browser that is not signed in")
    take(response, source)
    return None


def _read_page(response: HTTPResponse, source: Web, max_bytes: int) -> WebPage:
    told = response.getheader("Content-Type") or ""
    if told.partition(";")[0].strip().lower() not in _PAGES:
        raise MediaRefused(f"{source.text} is no page")
    if (response.getheader("Content-Encoding") or "identity").lower() != "identity":
        raise MediaRefused(f"{source.text} is packed, though it was asked for as it is")
    return WebPage(source.text, told, response.read(max_bytes))


def _check_type(response: HTTPResponse, source: Web) -> None:
    told = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    if told not in _UNTOLD and not told.startswith(("image/", "video/")):
        raise MediaRefused(f"{source.text} is {told}, no image and no video: name the address of the file itself")


def _copy(response: HTTPResponse, source: Web, into: IO[bytes], max_bytes: int) -> None:
    told = response.length or 0
    chunk = response.read(HEAD_BYTES)
    if kind_of(chunk) is None:
        raise MediaRefused(f"{source.text} is no image and no video: its first bytes are those of another file")
    done = 0
    while chunk:
        done += len(chunk)
        if max(done, told) > max_bytes:
            most = f"{max_bytes / _MEGABYTE:g} MB"
            size = f"{told / _MEGABYTE:g} MB, at most {most} are fetched" if told else f"more than {most}"
            raise MediaRefused(f"{source.text} has {size}: download it and name the local file")
        into.write(chunk)
        chunk = response.read(CHUNK_BYTES)
    if told and done < told:
        raise MediaRefused(f"{source.text} broke off after {done} of {told} bytes: try again")
