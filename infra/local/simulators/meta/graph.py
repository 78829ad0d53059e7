"""One simulated Graph API: its store and what surrounds it. Nodes, edges, fields and doors are served from it."""

import hmac
from collections.abc import Callable
from datetime import datetime
from itertools import count

from infra.local.simulators.meta.errors import GraphError, dead_token
from infra.local.simulators.meta.outbox import Outbox
from infra.local.simulators.meta.store import Store, Token
from infra.local.simulators.meta.usage import Usage
from infra.local.simulators.pictures import Fetch
from infra.local.simulators.webhooks import Courier


class Graph:
    """What every call reads and changes. The caller holds the network's lock."""

    def __init__(self, store: Store, courier: Courier, fetch: Fetch, clock: Callable[[], datetime]) -> None:
        self.store = store
        self.courier = courier
        self.fetch = fetch
        self.clock = clock
        self.usage = Usage()
        self.outbox = Outbox(store)
        self._traces = count(1)

    def trace_id(self) -> str:
        """A fresh `fbtrace_id`."""
        return f"A{next(self._traces):010d}"

    def token(self, value: str, path: str) -> Token:
        """The token of this value, alive. Raises `GraphError` 104, 190, 2500."""
        if not value:
            if path.startswith("me"):
                raise GraphError(
                    2500, "An active access token must be used to query information about the current user."
                )
            raise GraphError(104, "An access token is required to request this resource.")
        app_id, bar, secret = value.partition("|")
        app = self.store.apps.get(app_id)
        if bar and app and hmac.compare_digest(app.secret.encode(), secret.encode()):
            return Token(value, "app", app.id, app.id)
        token = self.store.tokens.get(value)
        if token is None:
            raise dead_token("Invalid OAuth access token - Cannot parse access token")
        if token.dead_subcode is not None:
            raise dead_token("Error validating access token: The session has been invalidated.", token.dead_subcode)
        if token.expires_at and self.clock() >= token.expires_at:
            raise dead_token("Error validating access token: Session has expired.", 463)
        return token
