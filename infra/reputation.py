"""The watch over reputations: what it may touch."""

from infra.grants import GET, PUT, QUERY, QUERY_LISTING, QUERY_PERSON
from infra.shapes import Every, Function, Grant, Resource

REPUTATION = Function(
    name="watch_reputation",
    purpose="Look whether more is said against a brand than usual, tell it, and stop its publishing if it wants that",
    triggers=(Every(5),),
    grants=(Grant(Resource.TABLE, (GET, QUERY, PUT)), QUERY_LISTING, QUERY_PERSON),
    timeout_seconds=240,
    memory_mb=256,
    environment=("TABLE",),
)
