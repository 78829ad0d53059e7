"""The `/_sim/` endpoints: what the story-teller and the tests may see and do, which no real network offers."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Literal, cast

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from infra.local.simulators.faults import Fault
from infra.local.simulators.page import timeline_page
from infra.local.simulators.timeline import Post, duplicates

if TYPE_CHECKING:
    from infra.local.simulators.network import Network

_ROUTES = Map(
    [
        Rule("/", endpoint="page", methods=["GET"]),
        Rule("/_sim/state", endpoint="state", methods=["GET"]),
        Rule("/_sim/journal", endpoint="journal", methods=["GET"]),
        Rule("/_sim/faults", endpoint="add_faults", methods=["POST"]),
        Rule("/_sim/faults", endpoint="clear_faults", methods=["DELETE"]),
        Rule("/_sim/comments", endpoint="visit", methods=["POST"]),
        Rule("/_sim/pictures/<path:post_id>/<int:index>", endpoint="picture", methods=["GET"]),
        Rule("/_sim/<kind>", endpoint="seed", methods=["POST"]),
    ],
    merge_slashes=False,  # a post's id may be an address with two of them
)


class NoSuchThing(LookupError):
    """A post, comment or account that this network does not hold."""


class Visit(BaseModel):
    """One act of somebody who is not the managed account.

    `add` needs `post_id` (and `parent_id` for an answer), `edit` and `remove` need `comment_id`,
    `mention` needs `account_id`; where two networks share an application, `network` names the one.
    """

    model_config = ConfigDict(extra="forbid")

    action: Literal["add", "edit", "remove", "mention"] = "add"
    network: str = ""
    account_id: str = ""
    post_id: str = ""
    parent_id: str | None = None
    comment_id: str = ""
    author_id: str = "9001"
    author_name: str = "ana"
    text: str = ""


class Visits(BaseModel):
    """Several acts that arrive in one batch of webhooks; the oddities concern that batch."""

    model_config = ConfigDict(extra="forbid")

    comments: list[Visit]
    duplicated: bool = False
    reordered: bool = False


_VISITS: TypeAdapter[Visits | list[Visit] | Visit] = TypeAdapter(Visits | list[Visit] | Visit)
_FAULTS: TypeAdapter[list[Fault] | Fault] = TypeAdapter(list[Fault] | Fault)


class Control:
    """Answers the `/_sim/` requests and the human page of one network."""

    def __init__(self, network: "Network") -> None:
        self._network = network

    def answer(self, request: Request) -> Response:
        """Route, act, and answer JSON; bad input is 422 with what is wrong, unknown things are 404."""
        try:
            endpoint, values = _ROUTES.bind_to_environ(request.environ).match()
            action = cast("Callable[..., Response]", getattr(self, f"_{endpoint}"))
            return action(request, **values)
        except HTTPException as error:
            return error.get_response(request.environ)
        except ValidationError as error:
            return _json({"errors": error.errors(include_url=False, include_context=False)}, 422)
        except json.JSONDecodeError as error:
            return _json({"errors": [{"msg": f"not JSON: {error}"}]}, 422)
        except NoSuchThing as error:
            return _json({"errors": [{"msg": str(error)}]}, 404)

    def _page(self, _request: Request) -> Response:
        network = self._network
        with network.lock:
            platform = network.platform
            html = timeline_page(platform.name, platform.account_names(), platform.posts, platform.comments)
        return Response(html, mimetype="text/html")

    def _state(self, _request: Request) -> Response:
        network = self._network
        with network.lock:
            posts = list(network.platform.posts.values())
            return _json(
                {
                    "network": network.platform.name,
                    "now": network.clock(),
                    "requests": len(network.journal),
                    "posts": [_post_state(post) for post in posts],
                    "duplicates": duplicates(posts),
                    "comments": [asdict(comment) for comment in network.platform.comments.values()],
                    "faults": [fault.model_dump() for fault in network.faults.waiting()],
                    "deliveries": [asdict(delivery) for delivery in network.courier.deliveries],
                    **network.platform.state(),
                }
            )

    def _journal(self, _request: Request) -> Response:
        with self._network.lock:
            return _json({"requests": [asdict(entry) for entry in self._network.journal]})

    def _add_faults(self, request: Request) -> Response:
        wanted = _FAULTS.validate_python(json.loads(request.get_data()))
        with self._network.lock:
            self._network.faults.add(wanted if isinstance(wanted, list) else [wanted])
            return _json({"faults": [fault.model_dump() for fault in self._network.faults.waiting()]})

    def _clear_faults(self, _request: Request) -> Response:
        with self._network.lock:
            self._network.faults.clear()
        return _json({"faults": []})

    def _visit(self, request: Request) -> Response:
        wanted = _VISITS.validate_python(json.loads(request.get_data()))
        if isinstance(wanted, Visit):
            wanted = [wanted]
        batch = wanted if isinstance(wanted, Visits) else Visits(comments=wanted)
        network = self._network
        with network.lock:
            ids = [network.platform.visit(visit) for visit in batch.comments]
            parcels = network.platform.parcels(duplicated=batch.duplicated, reordered=batch.reordered)
        deliveries = network.courier.carry(parcels)
        return _json({"comment_ids": ids, "deliveries": [asdict(delivery) for delivery in deliveries]})

    def _seed(self, request: Request, kind: str) -> Response:
        seed = self._network.platform.seeds.get(kind)
        if seed is None:
            raise NoSuchThing(f"This network has no /_sim/{kind}; it has {sorted(self._network.platform.seeds)}.")
        with self._network.lock:
            seed(json.loads(request.get_data()))
        return _json({"seeded": kind})

    def _picture(self, _request: Request, post_id: str, index: int) -> Response:
        with self._network.lock:
            post = self._network.platform.posts.get(post_id)
            if post is None or index >= len(post.pictures):
                raise NoSuchThing(f"There is no picture {index} on post {post_id}.")
            picture = post.pictures[index]
        return Response(picture.content, mimetype=picture.mime)


def _post_state(post: Post) -> dict[str, object]:
    pictures = [
        {"id": picture.id, "alt_text": picture.alt_text, "mime": picture.mime, "bytes": len(picture.content)}
        for picture in post.pictures
    ]
    return {**vars(post), "pictures": pictures}


def _json(body: object, status: int = 200) -> Response:
    return Response(json.dumps(body, default=_plain), status=status, mimetype="application/json")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return str(value)
