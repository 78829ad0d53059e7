"""The Meta simulator, put together."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

import httpx2
from werkzeug.wrappers import Request, Response

from infra.local.simulators.faults import Fault
from infra.local.simulators.meta import (
    apps,
    facebook_comments,
    facebook_fields,
    insights,
    instagram,
    instagram_comments,
    instagram_containers,
    marketing_api,
    messenger,
    oauth,
    promoted_ads,
    stories,
    videos,
)
from infra.local.simulators.meta.api import Api, use_case
from infra.local.simulators.meta.errors import GraphError, too_many_calls, unknown_error
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.seeds import seed_accounts, seed_ads
from infra.local.simulators.meta.store import Store
from infra.local.simulators.meta.usage import throttle_code
from infra.local.simulators.meta.visitors import visit
from infra.local.simulators.network import Network, utc_clock
from infra.local.simulators.pictures import Fetch, fetch_over_http
from infra.local.simulators.timeline import Comment, Message, Post
from infra.local.simulators.visits import Visit
from infra.local.simulators.webhooks import Courier, Parcel

ROUTE_MODULES = (
    apps,
    facebook_comments,
    facebook_fields,
    insights,
    instagram,
    instagram_comments,
    instagram_containers,
    marketing_api,
    messenger,
    oauth,
    promoted_ads,
    stories,
    videos,
)
"""Imported for the routes that they register."""


class Meta:
    """Facebook, Instagram and Marketing as one platform (see `simulation.Platform`)."""

    name = "Meta"

    def __init__(self, courier: Courier, fetch: Fetch, clock: Callable[[], datetime]) -> None:
        self.graph = Graph(Store(), courier, fetch, clock)
        self._api = Api(self.graph)
        self.posts: dict[str, Post] = self.graph.store.posts
        self.comments: dict[str, Comment] = self.graph.store.comments
        self.messages: dict[str, Message] = self.graph.store.messages
        self.seeds: Mapping[str, Callable[[object], None]] = {
            "accounts": lambda body: seed_accounts(self.graph, body),
            "ads": lambda body: seed_ads(self.graph, body),
        }

    def answer(self, request: Request) -> Response:
        """Serve one Graph API call, after what was being processed has had its time."""
        videos.publish_ready(self.graph)
        return self._api.answer(request)

    def fault_answer(self, fault: Fault, request: Request) -> Response:
        """The platform's own error for a fault switch; `code`, `subcode` and `status` replace the usual ones."""
        if fault.kind == "throttled":
            case = self._use_case(request)
            error = too_many_calls(fault.code or throttle_code(case), "to this account")
            error.headers = self.graph.usage.headers("0", case, timedelta(seconds=fault.seconds or 60))
        elif fault.kind == "refused":
            error = GraphError(fault.code or 100, f"(#{fault.code or 100}) Invalid parameter")
        else:
            error = unknown_error()
        error.subcode = error.subcode if fault.subcode is None else fault.subcode
        error.status = error.status if fault.status is None else fault.status
        return error.response(self.graph.trace_id())

    def visit(self, act: Visit) -> str:
        """Let somebody else comment or mention."""
        return visit(self.graph, act)

    def parcels(self, *, duplicated: bool = False, reordered: bool = False) -> list[Parcel]:
        """Signed batches of what happened."""
        return self.graph.outbox.parcels(duplicated=duplicated, reordered=reordered)

    def account_names(self) -> dict[str, str]:
        """Pages by name, Instagram accounts by user name."""
        pages = {page.id: page.name for page in self.graph.store.pages.values()}
        return pages | {user.id: f"@{user.username}" for user in self.graph.store.ig_users.values()}

    def state(self) -> dict[str, object]:
        """Containers, photos, campaigns and accounts; tokens without their values."""
        store, now = self.graph.store, self.graph.clock()
        return {
            "accounts": [{"id": id_, "name": name} for id_, name in self.account_names().items()],
            "containers": [
                {"id": c.id, "account_id": c.ig_user_id, "status": c.status(now), "media_id": c.media_id}
                for c in store.containers.values()
            ],
            "messages": [asdict(message) for message in store.messages.values()],
            "blocked": sorted(store.blocked),
            "photos": [{"id": p.id, "page_id": p.page_id, "post_id": p.post_id} for p in store.photos.values()],
            "videos": [
                {"id": v.id, "page_id": v.page_id, "kind": v.kind, "post_id": v.post_id, "error": v.error}
                for v in store.videos.values()
            ],
            "campaigns": [asdict(campaign) for campaign in store.campaigns.values()],
            "tokens": [
                {
                    "kind": token.kind,
                    "profile_id": token.profile_id,
                    "scopes": sorted(token.scopes),
                    "expires_at": token.expires_at,
                }
                for token in store.tokens.values()
            ],
        }

    def _use_case(self, request: Request) -> str:
        parts = [part for part in request.path.split("/") if part and not part.startswith("v2")]
        found = self.graph.store.find(parts[0]) if parts else None
        return use_case(found[0], parts[-1]) if found else "app"


def build(
    clock: Callable[[], datetime] = utc_clock,
    fetch: Fetch = fetch_over_http,
    callback_transport: httpx2.BaseTransport | None = None,
    sleep: Callable[[float], None] = time.sleep,
    run_later: Callable[[Callable[[], object]], object] = lambda work: work(),
) -> Network:
    """The WSGI application of graph.facebook.com, empty.

    `fetch` reads images by URL, `callback_transport` stands in for the network towards webhook callbacks,
    `sleep` is used by slow faults and retries, `run_later` starts webhooks that the client's own acts cause.
    """
    courier = Courier(clock, callback_transport, sleep)
    return Network(Meta(courier, fetch, clock), courier, clock, sleep, run_later)
