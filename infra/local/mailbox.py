"""The twin's mailbox as a page: every mail that the emulator took, newest first."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from html import escape
from threading import Thread
from typing import Any

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

HOST, PORT = "127.0.0.1", 9103
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
article { border: 1px solid #ddd; border-radius: 8px; margin: 1rem 0; padding: 0 1rem 1rem }
iframe { width: 100%; height: 24rem; border: 0; background: #fff }
small { color: #666 }
"""


@contextmanager
def serve_mailbox(mails: Callable[[], Sequence[dict[str, Any]]]) -> Iterator[str]:
    """Serve the mailbox on loopback while the context lasts; yields its address."""

    @Request.application
    def page(_request: Request) -> Response:
        return Response(_page(mails()), mimetype="text/html")

    server = make_server(HOST, PORT, page, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{PORT}"
    finally:
        server.shutdown()
        thread.join()


def _page(mails: Sequence[dict[str, Any]]) -> str:
    articles = "".join(_article(mail) for mail in reversed(mails))
    head = f'<meta charset="utf-8"><title>Mailbox</title><style>{STYLE}</style>'
    return f"<!doctype html><html><head>{head}</head><body><h1>Mailbox ({len(mails)})</h1>{articles}</body></html>"


def _article(mail: dict[str, Any]) -> str:
    html = escape(mail.get("BodyHtml") or f"<pre>{escape(mail.get('BodyText') or '')}</pre>", quote=True)
    return (
        f'<article><h2 dir="auto">{escape(mail["Subject"])}</h2>'
        f"<small>to {escape(', '.join(mail['To']))} · {escape(str(mail['Timestamp']))}</small>"
        f'<iframe sandbox srcdoc="{html}"></iframe></article>'
    )
