"""The function that looks through the dead-letter queue and brings back what is in it: pure data, for the topology."""

from infra.shapes import Function, Grant, Resource, Route

_SEND = ("sqs:SendMessage",)

LETTERS = Function(
    name="letters",
    purpose="Show what is parked, and bring each letter back on its own way",
    triggers=(
        Route("GET", "/api/v1/letters", signed=True, per_second=5),
        Route("POST", "/api/v1/letters/redrive", signed=True, per_second=5),
    ),
    grants=(
        Grant(Resource.DEAD_LETTERS, ("sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage")),
        Grant(Resource.INBOUND, _SEND),
        Grant(Resource.OUTGOING, _SEND),
        Grant(Resource.EVENT_FUNCTIONS, ("lambda:InvokeFunction",)),
        Grant(Resource.CLICK_COUNTER, ("lambda:InvokeFunction",)),
        Grant(Resource.VISIT_COUNTER, ("lambda:InvokeFunction",)),
        Grant(Resource.TABLE_STREAM, ("dynamodb:GetShardIterator", "dynamodb:GetRecords")),
        # The answers to requests with an Idempotency-Key, and who did it. Nothing is refused here, so no key goes back.
        Grant(Resource.TABLE, ("dynamodb:PutItem", "dynamodb:UpdateItem")),
        # What a change that could not be read is told anew by.
        Grant(Resource.TABLE, ("dynamodb:GetItem",)),
    ),
    timeout_seconds=29,
    memory_mb=512,
    environment=("TABLE", "DEAD_LETTERS_URL", "INBOUND_QUEUE_URL", "OUTGOING_QUEUE_URL"),
)
