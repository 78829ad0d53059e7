"""The account's own records: each under a key that says what it is about, so that writing it again is nothing.

Source: lexicons com.atproto.repo.putRecord, getRecord, deleteRecord."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from portavoce.platforms.error_rows import settle_failure
from portavoce.platforms.http import Answer
from portavoce.platforms.outcomes import ActionOutcome, Done, Refused, Unknown

from .api import BlueskyApi
from .errors import EXISTS_ALREADY, NO_RECORD, BlueskyFailure
from .keys import record_key

_SAME_SECOND = datetime(2023, 1, 1, tzinfo=UTC)


class Standing(NamedTuple):
    """A record as it stands, and the identifier of this content of it."""

    value: Mapping[str, Any]
    cid: str


@dataclass(frozen=True)
class OwnRecords:
    """One collection in the account's repository."""

    api: BlueskyApi
    account: str
    collection: str

    def key_of(self, about: str) -> str:
        """The key of the one record about something: always the same."""
        return record_key(f"{self.collection}/{about}", _SAME_SECOND)

    def read(self, key: str) -> Standing | BlueskyFailure | None:
        """A record; None where there is none."""
        query = {"repo": self.account, "collection": self.collection, "rkey": key}
        found = self.api.query("com.atproto.repo.getRecord", query)
        if isinstance(found, Refused) and found.code == NO_RECORD:
            return None
        if not isinstance(found, Answer):
            return found
        value, cid = found.body.get("value"), found.body.get("cid")
        if not isinstance(value, Mapping) or not cid:
            return Unknown(reason="Bluesky's answer does not show the record")
        return Standing(value, str(cid))

    def put(self, key: str, value: Mapping[str, Any], standing: str | None) -> Answer | BlueskyFailure:
        """One call: writes the record in the place of the one with this identifier, None where there is none."""
        body = {"repo": self.account, "collection": self.collection, "rkey": key, "swapRecord": standing}
        return self.api.procedure("com.atproto.repo.putRecord", json=body | {"record": value})

    def keep(self, about: str, value: Mapping[str, Any]) -> ActionOutcome:
        """Writes the one record about something, unless there is one."""
        made = self.put(self.key_of(about), {"$type": self.collection, **value}, None)
        if isinstance(made, Refused) and made.code == EXISTS_ALREADY:
            return self._judge_standing(about, value)
        return settle(made)

    def delete(self, key: str) -> ActionOutcome:
        """Deletes a record; what is not there is Done."""
        body = {"repo": self.account, "collection": self.collection, "rkey": key}
        return settle(self.api.procedure("com.atproto.repo.deleteRecord", json=body))

    def _judge_standing(self, about: str, value: Mapping[str, Any]) -> ActionOutcome:
        """Another record under the key: of the same subject it is an earlier one that says the same."""
        found = self.read(self.key_of(about))
        if isinstance(found, Standing):
            is_same = found.value.get("subject") == value.get("subject")
            return Done() if is_same else Unknown(reason="Bluesky has another record under this key")
        return settle(found) if found else Unknown(reason="Bluesky had another record, and no longer shows it")


def settle(made: Answer | BlueskyFailure) -> ActionOutcome:
    """What became of one act."""
    return Done() if isinstance(made, Answer) else settle_failure(made)
