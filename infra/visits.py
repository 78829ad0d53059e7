"""The functions that hear and count visits to the brands' pages: pure data, for the topology."""

from infra.grants import GET, PUT, READ_SECRETS, UPDATE, WRITE_SECRETS
from infra.shapes import Function, Grant, OnCall, Resource, Route

_HEAR_VISITS = Function(
    name="hear_visits",
    purpose="Serve the script of visits, and hear what the pages of a brand's sites tell",
    triggers=(
        Route("GET", "/t/{name}", signed=False, per_second=20),
        Route("POST", "/t", signed=False, per_second=50),
    ),
    grants=(
        Grant(Resource.TABLE, (GET,), keys=("BRAND#",)),
        Grant(Resource.VISIT_SALTS, (READ_SECRETS, WRITE_SECRETS)),
        Grant(Resource.VISIT_COUNTER, ("lambda:InvokeFunction",)),
    ),
    timeout_seconds=10,
    memory_mb=512,
    environment=("TABLE", "PARAMETER_PREFIX"),
)

COUNT_VISITS = Function(
    name="count_visits",
    purpose="Count an event of a visit to a brand's page, once",
    triggers=(OnCall(),),
    grants=(
        Grant(Resource.TABLE, (GET,), keys=("BRAND#", "LINK#", "ORDER#", "VISITOR#")),
        Grant(Resource.TABLE, (PUT,), keys=("ORDER#", "VISITOR#")),
        Grant(Resource.TABLE, (UPDATE,), keys=("VISITS#",)),
    ),
    timeout_seconds=30,
    memory_mb=512,
    environment=("TABLE",),
)

COUNTERS = {Resource.CLICK_COUNTER: "count_clicks", Resource.VISIT_COUNTER: COUNT_VISITS.name}
"""Who is called by another function of ours, by name."""

VISIT_FUNCTIONS = (_HEAR_VISITS, COUNT_VISITS)
