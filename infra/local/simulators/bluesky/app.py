"""The Bluesky simulator, put together."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime

import httpx2
from werkzeug.wrappers import Request, Response

from infra.local.simulators.bluesky import lookups, moderation, repository, sessions, video
from infra.local.simulators.bluesky.api import Api
from infra.local.simulators.bluesky.errors import XrpcError, invalid_request, too_many_requests
from infra.local.simulators.bluesky.seeds import seed_accounts
from infra.local.simulators.bluesky.store import Store
from infra.local.simulators.bluesky.visitors import speak
from infra.local.simulators.faults import Fault
from infra.local.simulators.network import Network, utc_clock
from infra.local.simulators.timeline import Comment, Message, Post
from infra.local.simulators.visits import Visit
from infra.local.simulators.webhooks import Courier, Parcel

ENDPOINT_MODULES = (lookups, moderation, repository, sessions, video)
"""Imported for the endpoints that they register."""
USUAL_RESET_SECONDS = 300


class Bluesky:
    """Bluesky as one platform (see `simulation.Platform`). It has no webhooks: nobody is told of anything."""

    name = "Bluesky"

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.api = Api(Store(), clock)
        self.posts: dict[str, Post] = self.api.store.posts
        self.comments: dict[str, Comment] = self.api.store.comments
        self.messages: dict[str, Message] = self.api.store.messages
        self.seeds: Mapping[str, Callable[[object], None]] = {"accounts": lambda body: seed_accounts(self.api, body)}

    def answer(self, request: Request) -> Response:
        """Serve one API call."""
        return self.api.answer(request)

    def fault_answer(self, fault: Fault, request: Request) -> Response:  # noqa: ARG002 - every path answers alike
        """The server's own error for a fault switch."""
        if fault.kind == "throttled":
            reset = self.api.clock().timestamp() + (fault.seconds or USUAL_RESET_SECONDS)
            error = too_many_requests(5000, int(reset), self.api.date())
        elif fault.kind == "refused":
            error = invalid_request("Invalid app.bsky.feed.post record")
        else:
            error = XrpcError(500, "InternalServerError", "Internal Server Error")
        error.status = error.status if fault.status is None else fault.status
        return error.response()

    def visit(self, act: Visit) -> str:
        """Let somebody else answer a post, or take the answer back; nothing else is simulated."""
        store = self.api.store
        if act.action == "remove" and act.comment_id in store.comments:
            store.comments[act.comment_id].deleted = True
            del store.records[act.comment_id]
            return act.comment_id
        return speak(self.api, act)

    def parcels(self, *, duplicated: bool = False, reordered: bool = False) -> list[Parcel]:  # noqa: ARG002
        """Nothing, ever."""
        return []

    def account_names(self) -> dict[str, str]:
        """Handles by DID."""
        return {account.did: f"@{account.handle}" for account in self.api.store.accounts.values()}

    def state(self) -> dict[str, object]:
        """Records, blobs and accounts; tokens without their values."""
        store = self.api.store
        return {
            "accounts": [{"id": id_, "name": name} for id_, name in self.account_names().items()],
            "commits": store.commits,
            "muted": sorted(store.muted),
            "reports": store.reports,
            "records": [vars(record) for record in store.records.values()],
            "blobs": [{"id": b.cid, "mime": b.mime_type, "bytes": len(b.content)} for b in store.blobs.values()],
            "tokens": [
                {"kind": token.kind, "account_id": token.did, "expires_at": token.expires_at, "used": token.used}
                for token in store.tokens.values()
            ],
        }


def build(
    clock: Callable[[], datetime] = utc_clock,
    sleep: Callable[[float], None] = time.sleep,
    run_later: Callable[[Callable[[], object]], object] = lambda work: work(),
) -> Network:
    """The WSGI application of a server, empty. `sleep` is used by slow faults."""
    calls_nobody = httpx2.BaseTransport()
    return Network(Bluesky(clock), Courier(clock, calls_nobody, sleep), clock, sleep, run_later)
