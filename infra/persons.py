"""The functions that hand out what is held of a person and forget them: pure data, for the topology."""

from infra.shapes import Function, Grant, Resource, Route

_QUERY, _READ_KEY = ("dynamodb:Query",), ("ssm:GetParametersByPath",)

KNOW_ERASED = (Grant(Resource.TABLE, _QUERY), Grant(Resource.ERASURE_KEY, _READ_KEY))
"""What whoever takes deliveries in needs, so that nobody who was erased comes back."""

_PERSONS = Function(
    name="persons",
    purpose="Hand out all that is held of a person, and forget them for good",
    triggers=(
        Route("GET", "/api/v1/brands/{brand}/persons/{platform}/{author}", signed=True, per_second=5),
        Route("DELETE", "/api/v1/brands/{brand}/persons/{platform}/{author}", signed=True, per_second=5),
    ),
    grants=(
        Grant(Resource.TABLE, ("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")),
        Grant(Resource.TABLE, _QUERY),
        Grant(Resource.PERSON_INDEX, _QUERY),
        # Others' answers and lists of comments, which may name the person by an id.
        Grant(Resource.LISTING_INDEX, _QUERY),
        Grant(Resource.ERASURE_KEY, (*_READ_KEY, "ssm:PutParameter")),
        Grant(Resource.DEAD_LETTERS, ("sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage")),
        # What others said in a delivery that is parked goes on its way.
        Grant(Resource.INBOUND, ("sqs:SendMessage",)),
    ),
    timeout_seconds=29,
    memory_mb=512,
    environment=("TABLE", "DEAD_LETTERS_URL", "INBOUND_QUEUE_URL", "PARAMETER_PREFIX"),
)

_DELETIONS = Function(
    name="deletions",
    purpose="Take a platform's request to delete somebody's login, and tell them what became of it",
    triggers=(
        Route("POST", "/webhooks/{platform}/deletion", signed=False, per_second=5),
        Route("GET", "/webhooks/{platform}/deletion/{code}", signed=False, per_second=5),
    ),
    grants=(
        Grant(Resource.TABLE, ("dynamodb:GetItem", "dynamodb:PutItem"), keys=("DELETION#",)),
        Grant(Resource.WEBHOOK_SECRETS, _READ_KEY),
    ),
    timeout_seconds=10,
    memory_mb=512,
    environment=("TABLE", "API_URL", "PARAMETER_PREFIX"),
)

PERSON_FUNCTIONS = (_PERSONS, _DELETIONS)
