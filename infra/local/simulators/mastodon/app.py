"""The Mastodon simulator, put together."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import httpx2
from werkzeug.wrappers import Request, Response

from infra.local.simulators.faults import Fault
from infra.local.simulators.mastodon import identity, media, oauth, relations, statuses
from infra.local.simulators.mastodon.api import Api, Problem, invalid_request, iso, too_many_requests
from infra.local.simulators.mastodon.seeds import seed_accounts
from infra.local.simulators.mastodon.store import Manner, Store
from infra.local.simulators.network import Network, utc_clock
from infra.local.simulators.timeline import Comment, Message, Post
from infra.local.simulators.visits import NoSuchThing, Visit
from infra.local.simulators.webhooks import Courier, Parcel

ENDPOINT_MODULES = (identity, media, oauth, relations, statuses)
"""Imported for the endpoints that they register."""
USUAL_RESET_SECONDS = 60


class Mastodon:
    """One instance as one platform (see `simulation.Platform`)."""

    name = "Mastodon"

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.api = Api(Store(), clock)
        self.posts: dict[str, Post] = self.api.store.posts
        self.comments: dict[str, Comment] = self.api.store.comments
        self.messages: dict[str, Message] = self.api.store.messages
        store = self.api.store
        self.seeds: Mapping[str, Callable[[object], None]] = {"accounts": lambda body: seed_accounts(store, body)}

    def answer(self, request: Request) -> Response:
        """Serve one API call."""
        return self.api.answer(request)

    def fault_answer(self, fault: Fault, request: Request) -> Response:  # noqa: ARG002 - every path answers alike
        """The platform's own error for a fault switch."""
        if fault.kind == "throttled":
            now = self.api.clock()
            problem = too_many_requests(now, now + timedelta(seconds=fault.seconds or USUAL_RESET_SECONDS))
        elif fault.kind == "refused":
            problem = invalid_request("Text is not taken here")
        else:
            problem = Problem(500, "Something is broken")
        problem.status = problem.status if fault.status is None else fault.status
        return problem.response()

    def visit(self, act: Visit) -> str:
        """Let somebody else reply, mention or write to an account, edit that or take it back; nothing tells of it."""
        store = self.api.store
        if act.action == "remove" and act.comment_id in store.comments:
            store.comments[act.comment_id].deleted = True
            return act.comment_id
        if act.action == "edit" and act.comment_id in store.comments:
            store.comments[act.comment_id].text = act.text
            store.manners[act.comment_id].edited_at = iso(self.api.clock())
            return act.comment_id
        post = store.posts.get(act.post_id)
        is_to_account = act.action in {"mention", "message"} and act.account_id in self.account_names()
        if not is_to_account and (act.action != "add" or post is None or post.deleted):
            raise NoSuchThing(f"There is no post or reply to {act.action} here.")
        id_ = store.new_id()
        store.comments[id_] = Comment(
            id=id_,
            network="mastodon",
            account_id=post.account_id if post else act.account_id,
            post_id=post.id if post else id_,
            author_id=act.author_id,
            author_name=act.author_name,
            text=act.text,
            created_at=self.api.clock(),
            parent_id=act.parent_id,
            is_mention=is_to_account,
        )
        store.manners[id_] = Manner("direct" if act.action == "message" else "public")
        return id_

    def parcels(self, *, duplicated: bool = False, reordered: bool = False) -> list[Parcel]:  # noqa: ARG002
        """None: an instance calls no app back."""
        return []

    def account_names(self) -> dict[str, str]:
        """Account names by what a brand calls them."""
        store = self.api.store
        return {store.handle(user): store.handle(user) for user in store.users.values()}

    def state(self) -> dict[str, object]:
        """The instance, accounts, media; tokens without their values."""
        store = self.api.store
        return {
            "instance": vars(store.instance),
            "accounts": [{"id": user.id, "name": store.handle(user)} for user in store.users.values()],
            "muted": sorted(store.muted),
            "blocked": sorted(store.blocked),
            "reports": store.reports,
            "media": [{"id": id_, "status_id": one.status_id} for id_, one in store.media.items()],
            "tokens": [{"user_id": one.user_id, "scopes": sorted(one.scopes)} for one in store.tokens.values()],
        }


def build(
    clock: Callable[[], datetime] = utc_clock,
    sleep: Callable[[float], None] = time.sleep,
    run_later: Callable[[Callable[[], object]], object] = lambda work: work(),
) -> Network:
    """The WSGI application of one instance, empty. `sleep` is used by slow faults."""
    calls_nobody = httpx2.BaseTransport()
    return Network(Mastodon(clock), Courier(clock, calls_nobody, sleep), clock, sleep, run_later)
