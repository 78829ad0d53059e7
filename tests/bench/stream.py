"""The table's stream, as Lambda hands it to the relay."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]


@dataclass
class Stream:
    """All changes of one table. `client` speaks the API of DynamoDB streams."""

    client: Any
    table_name: str
    _iterators: list[str] = field(default_factory=list)

    def open(self) -> None:
        """From the oldest change on."""
        (found,) = self.client.list_streams(TableName=self.table_name)["Streams"]
        described = self.client.describe_stream(StreamArn=found["StreamArn"])["StreamDescription"]
        self._iterators = [
            self.client.get_shard_iterator(
                StreamArn=found["StreamArn"], ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
            for shard in described["Shards"]
        ]

    def news(self) -> list[Record]:
        """The changes since the last call, in their order."""
        if not self._iterators:
            self.open()
        found: list[Record] = []
        for place, iterator in enumerate(self._iterators):
            *answers, last = self._answers(iterator)
            found += [record for answer in (*answers, last) for record in answer["Records"]]
            self._iterators[place] = last["NextShardIterator"]
        return [_as_lambda_gives_it(record) for record in found]

    def _answers(self, iterator: str) -> Iterator[dict[str, Any]]:
        while True:
            answer = self.client.get_records(ShardIterator=iterator)
            yield answer
            if not answer["Records"]:
                return
            iterator = answer["NextShardIterator"]


def _as_lambda_gives_it(record: Record) -> Record:
    body = record["dynamodb"]
    at = body["ApproximateCreationDateTime"].timestamp()
    return record | {"dynamodb": body | {"ApproximateCreationDateTime": at}}
