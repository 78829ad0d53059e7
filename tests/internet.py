"""The internet, in memory: names with their addresses, and servers that answer what stands ready."""

import io
import socket
from dataclasses import dataclass, field
from typing import Any

from portavoce.planning.media.source import Web, read_source
from portavoce.runtime.web_fetch import WebFetcher
from tests.pictures import photo

PUBLIC, OTHER, INSIDE = "93.184.216.34", "93.184.216.35", "10.0.0.7"
CUP = photo()


def answer(status: str = "200 OK", body: bytes = CUP, **headers: str) -> bytes:
    told = {"Content-Type": "image/jpeg", "Content-Length": str(len(body))} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in told.items() if value)]
    return "\r\n".join([*lines, "", ""]).encode() + body


def onward(location: str) -> bytes:
    return answer("302 Found", b"", Location=location, Content_Type="text/html")


class Wire:
    """One end of a connection, with a server that answers whatever is asked."""

    def __init__(self, answered: io.BufferedIOBase) -> None:
        self.answered, self.sent, self.hung_up = answered, b"", False

    def sendall(self, content: bytes) -> None:
        self.sent += content

    def makefile(self, mode: str, *_: Any) -> Any:
        assert mode == "rb"
        return self.answered

    def shutdown(self, how: int) -> None:
        assert how == socket.SHUT_RDWR
        self.hung_up = True

    def close(self) -> None:
        pass


@dataclass
class Internet:
    """Names with their addresses, and the answers that stand ready, in order."""

    names: dict[str, list[list[str]]]
    answers: list[bytes]
    reached: list[tuple[str, int]] = field(default_factory=list)
    encrypted_for: list[str] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)

    def resolve(self, host: str, port: int) -> list[str]:
        assert port
        found = self.names.get(host)
        if not found:
            raise socket.gaierror
        return found.pop(0) if len(found) > 1 else found[0]

    def connect(self, address: str, port: int) -> Any:
        self.reached.append((address, port))
        self.wires.append(Wire(io.BytesIO(self.answers[len(self.wires)])))
        return self.wires[-1]

    def encrypt(self, connection: Any, host: str) -> Any:
        self.encrypted_for.append(host)
        return connection

    def fetch(self, text: str, *, max_bytes: int = 1_000_000, loopback: bool = False) -> bytes:
        source = read_source(text, loopback=loopback)
        assert isinstance(source, Web)
        into = io.BytesIO()
        fetching = WebFetcher(
            loopback=loopback, limit_seconds=5, resolve=self.resolve, connect=self.connect, encrypt=self.encrypt
        )
        fetching.fetch(source, into, max_bytes)
        return into.getvalue()
