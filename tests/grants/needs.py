"""What a call of AWS needs: the actions, and the things that it touches, in the words of the topology."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from infra import topology
from infra.drafts import MODEL_PATTERN
from infra.shapes import FOLDERS, Resource
from infra.visits import COUNTERS
from portavoce.table import layout

Settings = Mapping[str, str]
"""The variables of the function that calls: they say which table, bucket or queue is its own."""
Params = Mapping[str, Any]

_INDEXES = {
    layout.DUE_INDEX[0]: Resource.DUE_INDEX,
    layout.LISTING_INDEX[0]: Resource.LISTING_INDEX,
    layout.PERSON_INDEX[0]: Resource.PERSON_INDEX,
}
_STEPS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}


class Need(NamedTuple):
    """One action on one thing; a thing that the topology does not know is named as the call names it.

    `key` is how the partition key of an item begins, up to its first `#`."""

    action: str
    resource: str
    key: str = ""

    def __str__(self) -> str:
        return f"{self.action} on {self.resource}{f', {self.key}' if self.key else ''}"


def find_needs(service: str, operation: str, params: Params, settings: Settings) -> set[Need]:
    """Everything that a role must allow for this call.

    An operation that no function has called yet needs itself on nothing known, so that no grant covers it: say here
    what IAM asks for before the function gets its grant."""
    find = _RULES.get((service, operation))
    return set(find(params, settings)) if find else {Need(f"{service}:{operation}", "what has no rule in needs.py")}


def _table(action: str) -> Callable[[Params, Settings], Iterator[Need]]:
    def find(params: Params, settings: Settings) -> Iterator[Need]:
        name, index = params["TableName"], params.get("IndexName")
        if name != settings.get("PORTAVOCE_TABLE"):
            yield Need(action, f"table {name}")
        elif index is None:
            yield Need(action, Resource.TABLE, _key_of(params))
        else:
            yield Need(action, _INDEXES.get(index, f"index {index}"), _key_of(params))

    return find


def _key_of(params: Params) -> str:
    item = params.get("Key") or params.get("Item") or {}
    partition: str = item.get(layout.PARTITION, {}).get("S", "")
    if asked := re.match(r"\w+ = (:\w+)", params.get("KeyConditionExpression", "")):
        partition = params["ExpressionAttributeValues"][asked[1]]["S"]
    kind, mark, _ = partition.partition("#")
    return f"{kind}{mark}"


def _transaction(params: Params, settings: Settings) -> Iterator[Need]:
    for item in params["TransactItems"]:
        for verb, step in item.items():
            yield from _table(f"dynamodb:{_STEPS[verb]}")(step, settings)


def _batch(params: Params, settings: Settings) -> Iterator[Need]:
    for table, wanted in params["RequestItems"].items():
        for key in wanted["Keys"]:
            yield from _table("dynamodb:BatchGetItem")({"TableName": table, "Key": key}, settings)


def _objects(action: str) -> Callable[[Params, Settings], Iterator[Need]]:
    def find(params: Params, settings: Settings) -> Iterator[Need]:
        bucket = params["Bucket"]
        if bucket == settings.get("PORTAVOCE_MEDIA_BUCKET"):
            yield Need(action, Resource.MEDIA)
        elif bucket in settings.get("PORTAVOCE_MEDIA_SOURCES", "").split(","):
            yield Need(action, Resource.MEDIA_SOURCES)
        else:
            yield Need(action, f"bucket {bucket}")

    return find


def _parameters(action: str, field: str) -> Callable[[Params, Settings], Iterator[Need]]:
    folders = {folder: resource for resource, folder in FOLDERS.items()}

    def find(params: Params, settings: Settings) -> Iterator[Need]:
        path = str(params[field])
        prefix, _, below = path.partition(f"{settings.get('PORTAVOCE_PARAMETER_PREFIX', path)}/")
        # The grants name what lies in a folder, not the folder itself: a call on all of it is refused.
        folder, _, inside = below.partition("/")
        known = folders.get(folder) if inside and not prefix else None
        yield Need(action, known or f"parameter {path}")

    return find


def _parameter_names(params: Params, settings: Settings) -> Iterator[Need]:
    for name in params["Names"]:
        yield from _parameters("ssm:DeleteParameters", "Name")({"Name": name}, settings)


def _message(params: Params, settings: Settings) -> Iterator[Need]:
    queues = {settings.get(f"PORTAVOCE_{queue.name}_QUEUE_URL"): queue for queue in topology.QUEUES}
    queues[settings.get("PORTAVOCE_DEAD_LETTERS_URL")] = Resource.DEAD_LETTERS
    yield Need("sqs:SendMessage", queues.get(params["QueueUrl"], f"queue {params['QueueUrl']}"))


def _letter(action: str) -> Callable[[Params, Settings], Iterator[Need]]:
    def find(params: Params, settings: Settings) -> Iterator[Need]:
        known = params["QueueUrl"] == settings.get("PORTAVOCE_DEAD_LETTERS_URL")
        yield Need(action, Resource.DEAD_LETTERS if known else f"queue {params['QueueUrl']}")

    return find


def _stream(action: str) -> Callable[[Params, Settings], Iterator[Need]]:
    """An iterator is of the stream for which it was asked."""

    def find(params: Params, settings: Settings) -> Iterator[Need]:
        arn = str(params.get("StreamArn", ""))
        known = "StreamArn" not in params or f":table/{settings.get('PORTAVOCE_TABLE')}/stream/" in arn
        yield Need(action, Resource.TABLE_STREAM if known else f"stream {arn}")

    return find


def _call(params: Params, settings: Settings) -> Iterator[Need]:
    prefix = f"portavoce-{settings.get('PORTAVOCE_STAGE')}-"
    started = {f"{prefix}{one.name}" for one in topology.FUNCTIONS if one.parks_events}
    name = params["FunctionName"]
    for resource, counter in COUNTERS.items():
        if name == f"{prefix}{counter}":
            yield Need("lambda:InvokeFunction", resource)
            return
    yield Need("lambda:InvokeFunction", Resource.EVENT_FUNCTIONS if name in started else f"function {name}")


def _events(params: Params, settings: Settings) -> Iterator[Need]:
    for entry in params["Entries"]:
        name = entry.get("EventBusName", "default")
        known = name == settings.get("PORTAVOCE_BUS")
        yield Need("events:PutEvents", Resource.BUS if known else f"bus {name}")


def _sender(action: str, field: str) -> Callable[[Params, Settings], Iterator[Need]]:
    def find(params: Params, settings: Settings) -> Iterator[Need]:
        identity, sender = params[field], settings.get("PORTAVOCE_MAIL_FROM", "")
        known = identity in (sender, sender.rpartition("@")[2])
        yield Need(action, Resource.MAIL_IDENTITY if known else f"identity {identity}")

    return find


def _mail(params: Params, settings: Settings) -> Iterator[Need]:
    yield from _sender("ses:SendEmail", "FromEmailAddress")(params, settings)
    name = params.get("ConfigurationSetName")
    yield Need("ses:SendEmail", Resource.MAIL_SET if name == settings.get("PORTAVOCE_MAIL_SET") else f"set {name}")
    # Of a recipient that is verified in the account, as in the sandbox it must be.
    yield Need("ses:SendEmail", Resource.MAIL_RECIPIENTS)


def _comprehend(params: Params, settings: Settings) -> Iterator[Need]:
    yield Need("comprehend:BatchDetectSentiment", Resource.COMPREHEND)


def _model(params: Params, settings: Settings) -> Iterator[Need]:
    """A model by itself; a profile and, by it, the model that it leads to."""
    name = params["modelId"]
    if name not in settings.get("PORTAVOCE_DRAFT_MODELS", "").split(","):
        yield Need("bedrock:InvokeModel", f"model {name}")
        return
    yield Need("bedrock:InvokeModel", Resource.DRAFT_MODELS)
    found = MODEL_PATTERN.fullmatch(name)
    if found and found["geography"]:
        yield Need("bedrock:InvokeModel", Resource.ROUTED_MODELS)


def _pool(action: str) -> Callable[[Params, Settings], Iterator[Need]]:
    def find(params: Params, settings: Settings) -> Iterator[Need]:
        known = params["UserPoolId"] == settings.get("PORTAVOCE_USER_POOL")
        yield Need(action, Resource.USER_POOL if known else f"pool {params['UserPoolId']}")

    return find


_RULES: Mapping[tuple[str, str], Callable[[Params, Settings], Iterator[Need]]] = {
    **{
        ("dynamodb", operation): _table(f"dynamodb:{operation}")
        for operation in ("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem")
    },
    ("dynamodb", "TransactWriteItems"): _transaction,
    ("comprehend", "BatchDetectSentiment"): _comprehend,
    ("bedrock-runtime", "Converse"): _model,
    ("dynamodb", "BatchGetItem"): _batch,
    ("s3", "GetObject"): _objects("s3:GetObject"),
    ("s3", "HeadObject"): _objects("s3:GetObject"),
    ("s3", "PutObject"): _objects("s3:PutObject"),
    ("ssm", "GetParametersByPath"): _parameters("ssm:GetParametersByPath", "Path"),
    ("ssm", "PutParameter"): _parameters("ssm:PutParameter", "Name"),
    ("ssm", "DeleteParameters"): _parameter_names,
    ("sqs", "SendMessage"): _message,
    **{
        ("sqs", operation): _letter(f"sqs:{operation}")
        for operation in ("ReceiveMessage", "ChangeMessageVisibility", "DeleteMessage")
    },
    **{
        ("dynamodbstreams", operation): _stream(f"dynamodb:{operation}")
        for operation in ("GetShardIterator", "GetRecords")
    },
    **{
        ("cognito-idp", operation): _pool(f"cognito-idp:{operation}")
        for operation in ("AdminCreateUser", "AdminSetUserPassword", "AdminEnableUser", "AdminDisableUser")
    },
    ("lambda", "Invoke"): _call,
    ("events", "PutEvents"): _events,
    ("sesv2", "SendEmail"): _mail,
    ("sesv2", "GetEmailIdentity"): _sender("ses:GetEmailIdentity", "EmailIdentity"),
}
