"""The `/_sim/` endpoints: what the story-teller and the tests may see and do, which no real network offers."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import cast

from pydantic import TypeAdapter, ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from infra.local.simulators.faults import Fault
from infra.local.simulators.page import timeline_page
from infra.local.simulators.simulation import Simulation
from infra.local.simulators.timeline import Post, duplicates
from infra.local.simulators.visits import NoSuchThing, Visit, Visits

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

_VISITS: TypeAdapter[Visits | list[Visit] | Visit] = TypeAdapter(Visits | list[Visit] | Visit)
_FAULTS: TypeAdapter[list[Fault] | Fault] = TypeAdapter(list[Fault] | Fault)


class Control:
    """Answers the `/_sim/` requests and the human page of one network."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation

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
        simulation = self._simulation
        with simulation.lock:
            platform = simulation.platform
            html = timeline_page(platform.name, platform.account_names(), platform.posts, platform.comments)
        return Response(html, mimetype="text/html")

    def _state(self, _request: Request) -> Response:
        simulation = self._simulation
        with simulation.lock:
            posts = list(simulation.platform.posts.values())
            return _json(
                {
                    "network": simulation.platform.name,
                    "now": simulation.clock(),
                    "requests": len(simulation.journal),
                    "posts": [_post_state(post) for post in posts],
                    "duplicates": duplicates(posts),
                    "comments": [asdict(comment) for comment in simulation.platform.comments.values()],
                    "messages": [asdict(message) for message in simulation.platform.messages.values()],
                    "faults": [fault.model_dump() for fault in simulation.faults.list_faults()],
                    "deliveries": [asdict(delivery) for delivery in simulation.courier.deliveries],
                    **simulation.platform.state(),
                }
            )

    def _journal(self, _request: Request) -> Response:
        with self._simulation.lock:
            return _json({"requests": [asdict(entry) for entry in self._simulation.journal]})

    def _add_faults(self, request: Request) -> Response:
        wanted = _FAULTS.validate_python(json.loads(request.get_data()))
        with self._simulation.lock:
            self._simulation.faults.add(wanted if isinstance(wanted, list) else [wanted])
            return _json({"faults": [fault.model_dump() for fault in self._simulation.faults.list_faults()]})

    def _clear_faults(self, _request: Request) -> Response:
        with self._simulation.lock:
            self._simulation.faults.clear()
        return _json({"faults": []})

    def _visit(self, request: Request) -> Response:
        wanted = _VISITS.validate_python(json.loads(request.get_data()))
        if isinstance(wanted, Visit):
            wanted = [wanted]
        batch = wanted if isinstance(wanted, Visits) else Visits(comments=wanted)
        simulation = self._simulation
        with simulation.lock:
            ids = [simulation.platform.visit(visit) for visit in batch.comments]
            parcels = simulation.parcels(duplicated=batch.duplicated, reordered=batch.reordered)
        deliveries = simulation.courier.carry(parcels)
        return _json({"comment_ids": ids, "deliveries": [asdict(delivery) for delivery in deliveries]})

    def _seed(self, request: Request, kind: str) -> Response:
        seed = self._simulation.platform.seeds.get(kind)
        if seed is None:
            raise NoSuchThing(f"This network has no /_sim/{kind}; it has {sorted(self._simulation.platform.seeds)}.")
        with self._simulation.lock:
            seed(json.loads(request.get_data()))
        return _json({"seeded": kind})

    def _picture(self, _request: Request, post_id: str, index: int) -> Response:
        with self._simulation.lock:
            post = self._simulation.platform.posts.get(post_id)
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
    return Response(json.dumps(body, default=_plain_text), status=status, mimetype="application/json")


def _plain_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return str(value)
