"""The X simulator, put together."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime

import httpx2
from werkzeug.wrappers import Request, Response

from infra.local.simulators.faults import Fault
from infra.local.simulators.network import Network, utc_clock
from infra.local.simulators.timeline import Comment, Message, Post
from infra.local.simulators.visits import Visit
from infra.local.simulators.webhooks import Courier, Parcel
from infra.local.simulators.x import activity, ads_lists, ads_stats, lookups, media, messages, oauth, tweets
from infra.local.simulators.x.ads_api import VERSION, AdsApi
from infra.local.simulators.x.ads_errors import AdsError, over_limit
from infra.local.simulators.x.ads_seeds import seed_ads
from infra.local.simulators.x.api import Api
from infra.local.simulators.x.errors import Problem, forbidden_request, no_credits, too_many_requests
from infra.local.simulators.x.seeds import revoke_access, seed_accounts
from infra.local.simulators.x.store import Store
from infra.local.simulators.x.visitors import visit

ENDPOINT_MODULES = (activity, ads_lists, ads_stats, media, messages, oauth, lookups, tweets)
"""Imported for the endpoints that they register."""
USUAL_RESET_SECONDS = 60


class X:
    """X as one platform (see `simulation.Platform`)."""

    name = "X"

    def __init__(self, courier: Courier, clock: Callable[[], datetime]) -> None:
        self.api = Api(Store(), courier, clock)
        self.ads = AdsApi(clock)
        self.posts: dict[str, Post] = self.api.store.posts
        self.comments: dict[str, Comment] = self.api.store.comments
        self.messages: dict[str, Message] = self.api.store.messages
        self.seeds: Mapping[str, Callable[[object], None]] = {
            "accounts": lambda body: seed_accounts(self.api, body),
            "ads": lambda body: seed_ads(self.ads, body),
            "revocations": lambda body: revoke_access(self.api, body),
        }

    def answer(self, request: Request) -> Response:
        """Serve one API call."""
        return self.ads.answer(request) if _is_of_ads(request) else self.api.answer(request)

    def fault_answer(self, fault: Fault, request: Request) -> Response:
        """The platform's own error for a fault switch; `status` 402 means that the credits are gone."""
        reset = int(self.api.clock().timestamp() + (fault.seconds or USUAL_RESET_SECONDS))
        if _is_of_ads(request):
            return _ads_error(fault, reset).response()
        if fault.kind == "throttled":
            problem = too_many_requests(100, reset)
        elif fault.kind == "refused":
            problem = no_credits() if fault.status == 402 else forbidden_request()
        else:
            problem = Problem(500, "Internal Server Error", "Something is broken.")
        problem.status = problem.status if fault.status is None else fault.status
        response = problem.response()
        response.date = self.api.clock()
        return response

    def visit(self, act: Visit) -> str:
        """Let somebody else reply or mention."""
        return visit(self.api, act)

    def parcels(self, *, duplicated: bool = False, reordered: bool = False) -> list[Parcel]:
        """Signed events of what happened."""
        return self.api.outbox.parcels(duplicated=duplicated, reordered=reordered)

    def account_names(self) -> dict[str, str]:
        """User names by id."""
        return {user.id: f"@{user.username}" for user in self.api.store.users.values()}

    def state(self) -> dict[str, object]:
        """Media, webhooks, subscriptions and accounts; tokens without their values."""
        store = self.api.store
        return {
            "accounts": [{"id": id_, "name": name} for id_, name in self.account_names().items()],
            "credits": store.has_credits,
            "media": [{"id": m.id, "account_id": m.user_id, "alt_text": m.alt_text} for m in store.media.values()],
            "messages": [vars(message) for message in store.messages.values()],
            "muted": sorted(store.muted),
            "dm_blocked": sorted(store.dm_blocked),
            "polls": [{"post_id": id_, **vars(poll)} for id_, poll in store.polls.items()],
            "webhooks": [{"id": w.id, "url": w.url, "valid": w.valid} for w in store.webhooks.values()],
            "subscriptions": [vars(subscription) for subscription in store.subscriptions.values()],
            "tokens": [
                {
                    "kind": kind,
                    "user_id": token.user_id,
                    "scopes": sorted(token.scopes),
                    "expires_at": token.expires_at,
                    "used": token.used,
                }
                for kind, shelf in (("access", store.access), ("refresh", store.refresh))
                for token in shelf.values()
            ],
        }


def _is_of_ads(request: Request) -> bool:
    """The Ads API has a host of its own; here it is told by its version."""
    return request.path.startswith(f"/{VERSION}/")


def _ads_error(fault: Fault, reset_epoch: int) -> AdsError:
    if fault.kind == "throttled":
        return over_limit({"x-rate-limit-reset": str(reset_epoch), "x-rate-limit-remaining": "0"})
    if fault.kind == "refused":
        return AdsError(fault.status or 403, "ACTION_NOT_ALLOWED", "The action is not allowed")
    return AdsError(fault.status or 503, "OVER_CAPACITY", "Over capacity", headers={"retry-after": "120"})


def build(
    clock: Callable[[], datetime] = utc_clock,
    callback_transport: httpx2.BaseTransport | None = None,
    sleep: Callable[[float], None] = time.sleep,
    run_later: Callable[[Callable[[], object]], object] = lambda work: work(),
) -> Network:
    """The WSGI application of api.x.com and ads-api.x.com, empty.

    `callback_transport` stands in for the network towards webhook callbacks, `sleep` is used by slow faults,
    `run_later` starts webhooks that the client's own acts cause.
    """
    courier = Courier(clock, callback_transport, sleep)
    return Network(X(courier, clock), courier, clock, sleep, run_later)
