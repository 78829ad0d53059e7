"""The dead-letter queue of this stage, and the ways out of it."""

import base64
import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from portavoce.letters.model import ItemChange, Letter, LetterKind, QueuedLetter, StreamPart
from portavoce.letters.service import Letters, NotReturned
from portavoce.outbox.service import UNCOUNTED
from portavoce.runtime import aws
from portavoce.runtime.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

_HIDDEN_SECONDS = 60
_TRIMMED = ("TrimmedDataAccessException", "ResourceNotFoundException", "ExpiredIteratorException")
"""What DynamoDB Streams answers for a part of a stream that it no longer has (API reference, GetShardIterator)."""


@cache
def letters() -> Letters:
    """The letters of this stage."""
    ways: dict[LetterKind, Callable[[Letter], None]] = {
        LetterKind.QUEUE: _send_back,
        LetterKind.CALL: _call_again,
        LetterKind.RULE: _call_again,
        LetterKind.STREAM: _relay_again,
        LetterKind.CHANGE: _relay_again,
    }
    checks: dict[LetterKind, Callable[[Letter], object]] = {
        LetterKind.QUEUE: _queue_url,
        LetterKind.CALL: lambda letter: _own(letter.origin),
        LetterKind.RULE: lambda letter: _own(letter.origin),
        LetterKind.STREAM: _find_changes,
        LetterKind.CHANGE: _find_changes,
    }
    return Letters(receive=_receive, put_back=_put_back, remove=_remove, ways=ways, checks=checks)


def _receive() -> list[QueuedLetter]:
    found = aws.sqs().receive_message(
        QueueUrl=settings().need("dead_letters_url"),
        MaxNumberOfMessages=10,
        VisibilityTimeout=_HIDDEN_SECONDS,
        MessageSystemAttributeNames=["All"],
        MessageAttributeNames=["All"],
    )
    return [_letter(one) for one in found.get("Messages", [])]


def _letter(message: "MessageTypeDef") -> QueuedLetter:
    labels = {name: one.get("StringValue", "") for name, one in message.get("MessageAttributes", {}).items()}
    attributes = {str(name): value for name, value in message.get("Attributes", {}).items()}
    return QueuedLetter(message["MessageId"], message["ReceiptHandle"], message["Body"], attributes, labels)


def _put_back(letter: QueuedLetter) -> None:
    aws.sqs().change_message_visibility(
        QueueUrl=settings().need("dead_letters_url"), ReceiptHandle=letter.receipt, VisibilityTimeout=0
    )


def _remove(letter: QueuedLetter) -> None:
    aws.sqs().delete_message(QueueUrl=settings().need("dead_letters_url"), ReceiptHandle=letter.receipt)


def _send_back(letter: Letter) -> None:
    aws.sqs().send_message(QueueUrl=_queue_url(letter), MessageBody=letter.payload)


def _queue_url(letter: Letter) -> str:
    for name in ("inbound", "outgoing"):
        if letter.origin.endswith(name):
            return settings().need(f"{name}_queue_url")
    raise NotReturned("its queue is none of this stage")


def _call_again(letter: Letter) -> None:
    aws.functions().invoke(FunctionName=_own(letter.origin), InvocationType="Event", Payload=letter.payload.encode())


def _relay_again(letter: Letter) -> None:
    """Hands the changes to the relay and waits for its word: who calls it by its stream would wait as well."""
    relay, records = _find_changes(letter)
    event = json.dumps({"Records": records}, default=_plain).encode()
    answer = aws.functions().invoke(FunctionName=relay, InvocationType="RequestResponse", Payload=event)
    told = json.loads(answer["Payload"].read() or b"{}")
    if answer.get("FunctionError") or told.get("batchItemFailures"):
        raise NotReturned("the relay cannot take it: its log says which change")


def _find_changes(letter: Letter) -> tuple[str, list[Any]]:
    """The relay, and what it is to be handed. Raises NotReturned when one or the other is gone."""
    records = [_read_item(letter.change)] if letter.change else _read_part(letter.part) if letter.part else []
    return _own(letter.origin), records


def _read_part(part: StreamPart) -> list[Any]:
    """The changes of a part of the stream, as Lambda hands them over. Raises NotReturned when they are gone."""
    stream, records = aws.streams(), list[Any]()
    try:
        iterator: str | None = stream.get_shard_iterator(
            StreamArn=part.stream_arn,
            ShardId=part.shard_id,
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=part.first,
        )["ShardIterator"]
        while iterator and len(records) < part.size:
            page = stream.get_records(ShardIterator=iterator, Limit=part.size - len(records))
            if not page["Records"]:
                break
            records += page["Records"]
            iterator = page.get("NextShardIterator")
    except ClientError as error:
        if error.response["Error"]["Code"] not in _TRIMMED:
            raise
    last = int(part.last)
    found = [one for one in records if int(one["dynamodb"]["SequenceNumber"]) <= last]
    if not found:
        raise NotReturned("its changes are no longer in the stream, which keeps them for a day: see docs/operating.md")
    return found


def _read_item(change: ItemChange) -> dict[str, Any]:
    """A change as the stream told it, but with the item as it stands. Raises NotReturned when there is none."""
    keys: Any = {"pk": {"S": change.pk}, "sk": {"S": change.sk}}
    table = aws.table()
    item = table.client.get_item(TableName=table.name, Key=keys, ConsistentRead=True).get("Item")
    if item is None:
        raise NotReturned("its item is gone: there is nothing left to tell")
    body = {"Keys": keys, "NewImage": item, "SequenceNumber": "0", "ApproximateCreationDateTime": change.at}
    return {"eventID": change.event_id, "dynamodb": body, UNCOUNTED: not change.is_new}


def _own(function: str) -> str:
    """The function's name, if it is one of this stage."""
    if not function.startswith(f"portavoce-{settings().stage_in_names}-"):
        raise NotReturned("its function is none of this stage")
    return function


def _plain(value: Any) -> Any:
    """What JSON has no form for, in the form that Lambda gives it."""
    return value.timestamp() if isinstance(value, datetime) else base64.b64encode(value).decode()
