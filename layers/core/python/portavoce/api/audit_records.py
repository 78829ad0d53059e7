"""Who did what, for good: one item an act, written before it is done and completed after. Nothing changes one later,
but that an erased person's comment is no longer named.

AUDIT#<brand> / AT#<moment>#<id>; what concerns no single brand is under AUDIT#."""

from collections.abc import Mapping
from datetime import UTC, timedelta
from uuid import uuid4

from pydantic import AwareDatetime

from portavoce.table.item_value import read_values
from portavoce.table.layout import EXPIRES
from portavoce.table.table import Item, Key, Table
from portavoce.value import Value

KEPT = timedelta(days=400)
"""A year and a month: a year's review finds its first day."""


class Act(Value):
    """What somebody did. `act` is the API's operation, `subject` what its path names, `facts` what was chosen, never a
    secret and never anybody's words. `status` is the HTTP status of the answer; None: it broke off half-way."""

    at: AwareDatetime
    by: str
    act: str
    subject: str
    facts: Mapping[str, str] = {}
    status: int | None = None


def begin(table: Table, brand_id: str | None, act: Act, about: Item) -> Key:
    """Writes down that the act begins; the key is for `complete`. By the keys `about` it is found when somebody is
    to be forgotten."""
    key = Key(_partition(brand_id), f"AT#{act.at.astimezone(UTC).isoformat(timespec='milliseconds')}#{uuid4().hex}")
    expires = {EXPIRES: int((act.at + KEPT).timestamp())}
    table.put(key._asdict() | act.model_dump(mode="json") | about | expires | {"type": "act"})
    return key


def complete(table: Table, key: Key, status: int, facts: Mapping[str, str]) -> None:
    """Writes down how the act was answered, and the facts as they are known then."""
    table.update(
        key,
        "SET #status = :status, facts = :facts",
        names={"#status": "status"},
        values={":status": status, ":facts": {**facts}},
    )


def list_page(table: Table, brand_id: str | None, cursor: str | None, limit: int) -> tuple[list[Act], str | None]:
    """A page of what was done, newest first. Raises BadCursor."""
    page = table.query("pk = :pk", {":pk": _partition(brand_id)}, newest_first=True, limit=limit, cursor=cursor)
    return list(read_values(Act, page.items)), page.cursor


def _partition(brand_id: str | None) -> str:
    return f"AUDIT#{brand_id or ''}"
