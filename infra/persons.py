"""The functions that hand out what is held of a person and forget them: pure data, for the topology."""

from infra.shapes import Function, Grant, Resource, Route

_QUERY, _READ_KEY = ("dynamodb:Query",), ("ssm:GetParametersByPath",)

KNOW_ERASED = (Grant(Resource.TABLE, _QUERY, keys=("ERASED#",)), Grant(Resource.ERASURE_KEY, _READ_KEY))
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
        Grant(Resource.ERASURE_KEY, (*_READ_KEY, "ssm:PutParameter")),
        Grant(Resource.DEAD_LETTERS, ("sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage")),
        # What others said in a delivery that is parked goes on its way.
        Grant(Resource.INBOUND, ("sqs:SendMessage",)),
    ),
    timeout_seconds=29,
    memory_mb=512,
    environment=("TABLE", "DEAD_LETTERS_URL", "INBOUND_QUEUE_URL", "PARAMETER_PREFIX"),
)

PERSON_FUNCTIONS = (_PERSONS,)
