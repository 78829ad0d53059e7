"""Run one simulated network on loopback: `python -m infra.local.simulators.serve meta --port 9101`."""

import argparse
import json
import logging
import socket
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from wsgiref.types import WSGIEnvironment

from werkzeug.serving import WSGIRequestHandler, make_server

from infra.local.simulators.bluesky import app as bluesky
from infra.local.simulators.mastodon import app as mastodon
from infra.local.simulators.meta import app as meta
from infra.local.simulators.network import Network
from infra.local.simulators.x import app as x

HOST = "127.0.0.1"
BUILDERS: dict[str, Callable[..., Network]] = {
    "bluesky": bluesky.build,
    "mastodon": mastodon.build,
    "meta": meta.build,
    "x": x.build,
}


class Handler(WSGIRequestHandler):
    """Closes the socket on a lost answer, where werkzeug would keep it open for the next request.

    Meta's upload host has headers with an underscore in their names; werkzeug leaves such out."""

    def make_environ(self) -> WSGIEnvironment:
        environ = super().make_environ()
        underscored = {name: value for name, value in self.headers.items() if name in {"file_url", "file_size"}}
        return environ | {f"HTTP_{name.upper()}": value for name, value in underscored.items()}

    def connection_dropped(self, *_: object, **__: object) -> None:
        self.close_connection = True


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted. 2: the port cannot be used."""
    parser = argparse.ArgumentParser(prog="simulators", description=__doc__)
    parser.add_argument("network", choices=sorted(BUILDERS))
    parser.add_argument("--port", type=int, required=True)
    wanted = parser.parse_args(arguments)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with ThreadPoolExecutor(1) as worker:
        try:
            listener = socket.create_server((HOST, wanted.port))
        except OSError as error:
            message = f"Port {wanted.port} on {HOST} cannot be used ({error.strerror}): free it, or choose another."
            print(message, file=sys.stderr)
            return 2
        network = BUILDERS[wanted.network](run_later=worker.submit)
        server = make_server(HOST, wanted.port, network, threaded=True, request_handler=Handler, fd=listener.fileno())
        ready = {"network": wanted.network, "url": f"http://{HOST}:{server.port}", "state": "ready"}
        print(json.dumps(ready), flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
