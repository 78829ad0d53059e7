"""Reading what ads cost, and braking: what it may touch."""

from infra.grants import GET, PUT, QUERY, QUERY_LISTING, READ_SECRETS, UPDATE
from infra.shapes import TALKS_TO_PLATFORMS, Every, Function, Grant, OnEvent, Resource

COLLECT_SPEND = Function(
    name="collect_spend",
    purpose="Read what the campaigns cost, warn before a budget is lost, and brake where that is switched on",
    triggers=(Every(60), OnEvent("BrakeOrdered")),
    grants=(
        Grant(Resource.TABLE, (GET, QUERY, PUT, UPDATE)),
        QUERY_LISTING,
        Grant(Resource.AD_SECRETS, (READ_SECRETS,)),
    ),
    timeout_seconds=300,
    memory_mb=256,
    environment=("TABLE", *TALKS_TO_PLATFORMS),
)
