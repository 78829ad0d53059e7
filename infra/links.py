"""The functions that serve whoever holds a link or a secret address: pure data, for the topology."""

from infra.grants import GET, PUT, QUERY, READ_MEDIA, READ_SECRETS, UPDATE
from infra.shapes import Function, Grant, OnCall, Resource, Route

_REVIEW = Function(
    name="review",
    purpose="Show a post, an alert or a brake's proposal to whoever holds its link, and take the decision",
    triggers=(
        Route("GET", "/review/{token}", signed=False, per_second=10),
        Route("GET", "/review/{token}/pictures/{channel}", signed=False, per_second=20),
        Route("POST", "/review/{token}", signed=False, per_second=5),
        Route("GET", "/alerts/{token}", signed=False, per_second=10),
        Route("POST", "/alerts/{token}", signed=False, per_second=5),
        Route("GET", "/brake/{token}", signed=False, per_second=5),
        Route("POST", "/brake/{token}", signed=False, per_second=2),
    ),
    grants=(
        Grant(Resource.TABLE, (GET,), keys=("BRAND#", "ALERT#")),
        Grant(Resource.TABLE, (QUERY,), keys=("POST#", "SPEND#")),
        Grant(Resource.TABLE, (UPDATE,), keys=("POST#", "ALERT#")),
        Grant(Resource.TABLE, (PUT,), keys=("SNOOZE#", "MATTER#", "SPEND#")),
        READ_MEDIA,
        Grant(Resource.REVIEW_KEY, (READ_SECRETS,)),
    ),
    timeout_seconds=15,
    memory_mb=512,
    environment=("TABLE", "MEDIA_BUCKET", "PARAMETER_PREFIX"),
)

_FEED = Function(
    name="feed",
    purpose="Serve a brand's calendar to whoever holds its secret address",
    triggers=(Route("GET", "/calendar/{brand}/{name}", signed=False, per_second=10),),
    grants=(
        Grant(Resource.TABLE, (GET,), keys=("FEED#", "BRAND#")),
        Grant(Resource.LISTING_INDEX, (QUERY,), keys=("PUBLICATIONS#",)),
    ),
    timeout_seconds=15,
    memory_mb=512,
    environment=("TABLE",),
    layers=("vendor", "feed", "core"),
)

_FOLLOW_LINK = Function(
    name="follow_link",
    purpose="Lead whoever follows a link of ours to its target",
    triggers=(
        Route("GET", "/l/{code}", signed=False, per_second=50),
        Route("HEAD", "/l/{code}", signed=False, per_second=20),
    ),
    grants=(
        Grant(Resource.TABLE, (GET,), keys=("LINK#",)),
        Grant(Resource.CLICK_COUNTER, ("lambda:InvokeFunction",)),
    ),
    timeout_seconds=10,
    memory_mb=512,
    environment=("TABLE",),
)

COUNT_CLICKS = Function(
    name="count_clicks",
    purpose="Count a click on a link of ours, once",
    triggers=(OnCall(),),
    grants=(
        Grant(Resource.TABLE, (GET,), keys=("LINK#",)),
        Grant(Resource.TABLE, (PUT,), keys=("CLICK#",)),
        Grant(Resource.TABLE, (UPDATE,), keys=("TRAFFIC#",)),
    ),
    timeout_seconds=30,
    memory_mb=512,
    environment=("TABLE",),
)

LINK_FUNCTIONS = (_REVIEW, _FEED, _FOLLOW_LINK, COUNT_CLICKS)
