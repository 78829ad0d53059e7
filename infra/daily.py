"""The function that does once a day what need not be done more often: pure data, for the topology."""

from infra.grants import DELETE_SECRETS, GET, PUT, QUERY, QUERY_LISTING, READ_SECRETS, UPDATE
from infra.shapes import TALKS_TO_PLATFORMS, Every, Function, Grant, Resource

EXTEND_SERIES = Function(
    name="extend_series",
    purpose="Once a day: extend the series, follow the clocks, delete old salts, read the visits that others count",
    triggers=(Every(24 * 60),),
    grants=(
        Grant(Resource.TABLE, (GET, QUERY, PUT, UPDATE)),
        QUERY_LISTING,
        Grant(Resource.VISIT_SALTS, (DELETE_SECRETS,)),
        Grant(Resource.ANALYTICS_KEYS, (READ_SECRETS,)),
    ),
    timeout_seconds=600,
    memory_mb=512,
    environment=("TABLE", "API_URL", *TALKS_TO_PLATFORMS),
)
