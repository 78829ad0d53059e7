"""Who did what: each request that changes something is written down before it is done, and its answer after."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from portavoce.api.about import keys_about
from portavoce.api.caller import caller_of
from portavoce.api.comment_names import decode_name
from portavoce.api.problems import Problem
from portavoce.audit.model import Act
from portavoce.runtime import clock
from portavoce.runtime.wiring.audit import audit

_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# An upload or an import is nobody's to see until a post names it, which is an act of its own. Rules are tried on what
# stands, a request for each day.
_CHANGES_NOTHING = frozenset({"offer_media", "import_media", "try_rules"})
# The ledger of acts tells who did it, and is written before the act too.
_KEPT_BY_LEDGER = frozenset({"act_on_comment", "undo_act"})
# What is chosen from a list or a number: no secret, and nobody's words.
_PLAIN_FACTS = (
    "action",
    "allow",
    "decision",
    "mode",
    "minutes",
    "gap_minutes",
    "rotate",
    "until",
    "channel",
    "roles",
    "brands",
    "outcome",
    "value_minor",
    "currency",
    "seller",
)
# Who was erased is not to be known by that.
_NEVER_NAMED = frozenset({"author_id"})
_MOST_NAMES = 40
_IN_PATH = re.compile(r"{(\w+)}")
_A_NAME = re.compile("[a-z_]{1,30}")


def keep_audit(app: APIGatewayHttpResolver, next_middleware: NextMiddleware) -> "Response[Any]":
    """The middleware. What only asks, or says what it would do, is not kept; what is refused is, with its status."""
    event, route = app.current_event, app.context["_route"]
    name = route.func.__name__
    passes = event.http_method not in _CHANGING or name in _CHANGES_NOTHING | _KEPT_BY_LEDGER
    if passes or _asks_only(event, route.func.__annotations__):
        return next_middleware(app)
    named = {one: decode_name(str(app.context["_route_args"][one])) for one in _IN_PATH.findall(route.openapi_path)}
    given = _read_body(event)
    facts = _find_facts(given)
    act = Act(
        at=clock.utc_now(),
        by=caller_of(event),
        act=name.replace("_", " "),
        subject="/".join(value for name, value in named.items() if name not in _NEVER_NAMED),
        facts=facts,
    )
    about = keys_about(named, act.at)
    key = audit().begin(_brand_of(named, given), act, about, uuid4().hex)
    try:
        response = next_middleware(app)
    except Problem as refused:
        audit().complete(key, refused.document.status, facts)
        raise
    audit().complete(key, response.status_code, facts | _find_changes(response.body))
    return response


def _asks_only(event: APIGatewayProxyEventV2, takes: Mapping[str, Any]) -> bool:
    """Whether it is to say what it would do. The word counts only where the route takes it: elsewhere it is done."""
    if "dry_run" in takes:
        return (event.query_string_parameters or {}).get("dry_run", "").lower() in ("true", "1", "yes", "on")
    return "dry_run" in getattr(takes.get("body"), "model_fields", ()) and _read_body(event).get("dry_run") is True


def _read_body(event: APIGatewayProxyEventV2) -> Mapping[str, Any]:
    """The body as the route has it: the event reads it once. A route that asks for none may be sent anything."""
    try:
        found: Mapping[str, Any] | None = event.json_body
    except Problem:
        return {}
    return found or {}


def _brand_of(named: Mapping[str, str], given: Mapping[str, Any]) -> str | None:
    """Whose partition the act belongs to; None for what concerns more than one brand."""
    found = named.get("brand") or named.get("publication_id", "").partition(".")[0] or given.get("brand_id")
    return str(found) if found else None


def _find_facts(given: Mapping[str, Any]) -> dict[str, str]:
    facts = {name: str(given[name]) for name in _PLAIN_FACTS if isinstance(given.get(name), str | int | list)}
    secrets = given.get("secrets")
    # Somebody may have put the secret where its name belongs.
    names = [one for one in secrets if _A_NAME.fullmatch(one)] if isinstance(secrets, dict) else []
    return facts | ({"secrets": ", ".join(sorted(names)[:_MOST_NAMES])} if names else {})


def _find_changes(answer: Any) -> dict[str, str]:
    """The names of a brand's fields that changed, not what stands in them."""
    changes = answer.get("changes") if isinstance(answer, dict) else None
    return {"changed": ", ".join(one["field"] for one in changes[:_MOST_NAMES])} if changes else {}
