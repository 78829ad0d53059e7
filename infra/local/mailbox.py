"""The twin's mailbox as a page: every mail that the emulator took, newest first."""

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from html import escape
from threading import Thread
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from infra.local.ports import HOST, Ports, port_in_use

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
article { border: 1px solid #ddd; border-radius: 8px; margin: 1rem 0; padding: 0 1rem 1rem }
iframe { width: 100%; height: 40rem; border: 0; background: #fff }
small { color: #666 }
"""

OPENS_LINKS = "allow-popups allow-popups-to-escape-sandbox"
"""A button leads to a page of its own: the review page lets nobody frame it."""


class QuietHandler(WSGIRequestHandler):
    """Keeps each request to itself: the terminal belongs to the story."""

    def log(self, *_: object) -> None:
        """Writes nothing."""


@contextmanager
def serve_mailbox(mails: Callable[[], Sequence[dict[str, Any]]], ports: Ports) -> Iterator[str]:
    """Serve the mailbox on loopback while the context lasts; yields its address. Raises PortInUse."""

    @Request.application
    def page(_request: Request) -> Response:
        return Response(_page(mails()), mimetype="text/html")

    try:
        listener = socket.create_server((HOST, ports.mailbox))
    except OSError:
        raise port_in_use(ports.mailbox, ports.base) from None
    with listener:
        server = make_server(
            HOST, ports.mailbox, page, threaded=True, request_handler=QuietHandler, fd=listener.fileno()
        )
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{ports.mailbox}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _page(mails: Sequence[dict[str, Any]]) -> str:
    articles = "".join(_article(mail) for mail in reversed(mails))
    head = f'<meta charset="utf-8"><title>Mailbox</title><style>{STYLE}</style>'
    return f"<!doctype html><html><head>{head}</head><body><h1>Mailbox ({len(mails)})</h1>{articles}</body></html>"


def _moment(epoch_seconds: float) -> str:
    """When the emulator took a mail."""
    return f"{datetime.fromtimestamp(float(epoch_seconds), UTC):%Y-%m-%d %H:%M:%S} UTC"


def _article(mail: dict[str, Any]) -> str:
    body = mail.get("BodyHtml") or f"<pre>{escape(mail.get('BodyText') or '')}</pre>"
    html = escape(f'<base target="_blank">{body}', quote=True)
    return (
        f'<article><h2 dir="auto">{escape(mail["Subject"])}</h2>'
        f"<small>to {escape(', '.join(mail['To']))} · {_moment(mail['Timestamp'])}</small>"
        f'<iframe sandbox="{OPENS_LINKS}" srcdoc="{html}"></iframe></article>'
    )
