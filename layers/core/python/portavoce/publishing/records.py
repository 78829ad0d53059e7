"""The items of publishing: publications, the active freezes with their history, and throttled channels."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from portavoce.publishing.model import Freeze, Publication, PublicationState
from portavoce.table.item_size import MOST_STEPS, MOST_STEPS_BYTES, count_bytes
from portavoce.table.item_value import read_value, read_values
from portavoce.table.layout import DUE_INDEX, EXPIRES, LISTING_INDEX
from portavoce.table.steps import transact_put as put_step
from portavoce.table.table import ConditionFailed, Item, Key, Table, TransactionConflict, TransactionRefused
from portavoce.table.update_expression import UpdateExpression

PUBLICATION, FREEZE = "publication", "freeze"
_DUE, _DUE_PK, _DUE_SK = DUE_INDEX
_LISTING, _LIST_PK, _LIST_SK = LISTING_INDEX
_WAITING, _WATCHED = "DUE", "WATCH"
_STANDS = ("state", "revision", "attempts")
_SPARED = ("is_moved", "guard_days", "allows")
_ACTIVE = Key("FREEZES", "ACTIVE")


class Moved(Exception):
    """The item is no longer as it was read: nothing was written. Read it again and decide again."""


class PublicationPage(NamedTuple):
    """Publications by planned time. `cursor` is None on the last page."""

    publications: list[Publication]
    cursor: str | None


@dataclass(frozen=True)
class PublicationRecords:
    """The publications in the table."""

    table: Table

    def get(self, publication_id: str) -> Publication | None:
        """The publication as last written, or None (also for an id that is none)."""
        item = self.table.get(key, consistent=True) if (key := _key(publication_id)) else None
        return read_value(Publication, item) if item else None

    def find(self, publication_ids: Iterable[str]) -> list[Publication]:
        """Those of them that there are, in any order; it may lag by a moment."""
        items = self.table.get_many([key for key in map(_key, publication_ids) if key])
        return list(read_values(Publication, items))

    def said_owner(self, publication: Publication, fingerprint: str) -> str | None:
        """The id of the publication that has claimed to say this on its channel, or None; the claim may have ended."""
        found = self.table.get(_said_key(publication.channel_id, fingerprint), consistent=True)
        return str(found["publication_id"]) if found else None

    def of_post(self, brand_id: str, post_id: str) -> list[Publication]:
        """The publications of one post, by channel."""
        values = {":post": f"POST#{brand_id}#{post_id}", ":publications": "PUBLICATION#"}
        items = self.table.query_all("pk = :post AND begins_with(sk, :publications)", values)
        return list(read_values(Publication, items))

    def list_page(
        self, brand_id: str, since: datetime, until: datetime, cursor: str | None, limit: int
    ) -> PublicationPage:
        """One page of a brand's publications planned from `since` up to, not including, `until`. Raises BadCursor."""
        # A sort key goes on with "#" after its instant, so it stands between its own instant and the next one.
        page = self.table.query(
            f"{_LIST_PK} = :brand AND {_LIST_SK} BETWEEN :since AND :until",
            {":brand": _list_of(brand_id), ":since": _instant(since), ":until": _instant(until)},
            index=_LISTING,
            cursor=cursor,
            limit=limit,
        )
        return PublicationPage(list(read_values(Publication, page.items)), page.cursor)

    def waiting_ids(self, until: datetime) -> Iterator[str]:
        """Ids of the publications planned before `until` that are not out and not watched, soonest first."""
        return self._due(_WAITING, until)

    def watched_ids(self, until: datetime) -> Iterator[str]:
        """Ids of the publications that are to be looked at before `until`, longest overdue first."""
        return self._due(_WATCHED, until)

    def _due(self, partition: str, until: datetime) -> Iterator[str]:
        condition = f"{_DUE_PK} = :partition AND {_DUE_SK} < :until"
        values = {":partition": partition, ":until": _instant(until)}
        for item in self.table.query_all(condition, values, index=_DUE):
            yield item[_DUE_SK].partition("#")[2]

    def add(self, publication: Publication) -> None:
        """Writes a publication that was never there. Raises Moved when it is."""
        try:
            self.table.put(_item(publication), condition="attribute_not_exists(pk)")
        except ConditionFailed:
            raise Moved from None

    def in_batches(self, publications: Iterable[Publication]) -> Iterator[list[Publication]]:
        """The publications in their order, so many together as `add_all` takes."""
        batch: list[Publication] = []
        size = 0
        for one in publications:
            own = count_bytes(_item(one))
            if batch and (len(batch) == MOST_STEPS or size + own > MOST_STEPS_BYTES):
                yield batch
                batch, size = [], 0
            batch.append(one)
            size += own
        if batch:
            yield batch

    def add_all(self, publications: Sequence[Publication]) -> None:
        """Writes publications that were never there, all or none. Raises Moved when one is, or is written just now."""
        if len(publications) == 1:  # a transaction costs twice as much
            self.add(publications[0])
            return
        try:
            self.table.transact([put_step(_item(one), condition="attribute_not_exists(pk)") for one in publications])
        except (TransactionRefused, TransactionConflict):
            raise Moved from None

    def change(self, old: Publication, new: Publication, *guarded: str) -> Publication:
        """Writes what differs, if state, revision, attempts and the `guarded` fields still are as in `old`.

        Gives the publication as it stands after, with handles that others stored meanwhile. Raises Moved."""
        before, after = _item(old), _item(new)
        changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        changed.add("updated_at")
        if old.revision != new.revision:
            changed.add("handles")  # another process may have stored one that `old` does not know
        update = UpdateExpression()
        update.change({name: after.get(name) for name in sorted(changed)})
        update.require({name: before.get(name) for name in (*_STANDS, *guarded)})
        return self._apply(_key_of(old), update)

    def keep_handle(self, publication: Publication, name: str, value: str) -> None:
        """Stores one handle, if the publication waits at this revision and its handle is the one that was read.

        Raises Moved."""
        update = UpdateExpression()
        update.change({f"handles.{name}": value})
        update.require(
            {
                "state": PublicationState.SCHEDULED.value,
                "revision": publication.revision,
                f"handles.{name}": publication.handles.get(name),
            }
        )
        self._apply(_key_of(publication), update)

    def _apply(self, key: Key, update: UpdateExpression) -> Publication:
        try:
            item = self.table.update(
                key, update.expression, condition=update.condition, names=update.names, values=update.values
            )
        except ConditionFailed:
            raise Moved from None
        return read_value(Publication, item)


@dataclass(frozen=True)
class FreezeRecords:
    """The freezes in the table: one item with those that are active, read at each release, and one for each ever."""

    table: Table

    def active(self) -> tuple[int, list[Freeze]]:
        """The version of the list (0 at first) and the freezes in it, as last written."""
        item = self.table.get(_ACTIVE, consistent=True)
        return (item["version"], [read_value(Freeze, one) for one in item["freezes"]]) if item else (0, [])

    def replace(self, version: int, freezes: list[Freeze], history: Item) -> None:
        """Writes the list over that version, with one freeze's history beside it. Raises Moved."""
        active = _ACTIVE._asdict() | {
            "type": "freezes",
            "version": version + 1,
            "freezes": [one.model_dump(mode="json") for one in freezes],
        }
        first = put_step(active, condition="attribute_not_exists(pk)")
        later = put_step(active, condition="version = :version", values={":version": version})
        try:
            self.table.transact([later if version else first, put_step(history)])
        except (TransactionRefused, TransactionConflict):
            raise Moved from None


def freeze_history(freeze: Freeze, lifted_by: str | None = None, lifted_at: datetime | None = None) -> Item:
    """The item that keeps a freeze for ever, with who lifted it and when."""
    lifted = {"lifted_by": lifted_by, "lifted_at": _instant(lifted_at)} if lifted_at else {}
    return {
        "pk": "FREEZES",
        "sk": f"FREEZE#{freeze.freeze_id}",
        "type": FREEZE,
        **freeze.model_dump(mode="json"),
    } | lifted


@dataclass(frozen=True)
class ThrottleRecords:
    """Until when a channel's platform wants to be left alone."""

    table: Table

    def until(self, channel_id: str) -> datetime | None:
        """The end of the channel's last throttling, which may be past, or None."""
        item = self.table.get(_throttle_key(channel_id))
        return datetime.fromisoformat(item["until"]) if item else None

    def remember(self, channel_id: str, until: datetime) -> None:
        """Stores it until it is over."""
        item = {"type": "throttle", "until": until.isoformat(), EXPIRES: int(until.timestamp()) + 1}
        self.table.put(_throttle_key(channel_id)._asdict() | item)


@dataclass(frozen=True)
class SaidRecords:
    """What each channel has said lately: one item per channel and fingerprint, owned by a publication."""

    table: Table

    def claim(self, publication: Publication, fingerprint: str, until: datetime, now: datetime) -> str | None:
        """Claims it until `until` and gives None, or the id of the publication that has claimed it before."""
        item = _said_item(publication, fingerprint, until)
        condition = f"attribute_not_exists(pk) OR publication_id = :own OR {EXPIRES} < :now"
        values = {":own": publication.publication_id, ":now": int(now.timestamp())}
        try:
            self.table.put(item, condition=condition, values=values)
        except ConditionFailed:
            return PublicationRecords(self.table).said_owner(publication, fingerprint)
        return None

    def take_over(self, publication: Publication, fingerprint: str, until: datetime, owner: str) -> None:
        """Takes it from `owner`, whose publication did not leave after all. Raises Moved when it is not theirs."""
        item = _said_item(publication, fingerprint, until)
        try:
            self.table.put(item, condition="publication_id = :owner", values={":owner": owner})
        except ConditionFailed:
            raise Moved from None


def _item(publication: Publication) -> Item:
    document = publication.model_dump(mode="json", exclude_none=True, exclude=_omit_defaults(publication))
    document["content"] = publication.content.model_dump(mode="json", exclude_defaults=True)
    listed = {_LIST_PK: _list_of(publication.brand_id), _LIST_SK: _sort(publication.planned_at, publication)}
    return _key_of(publication)._asdict() | {"type": PUBLICATION} | document | listed | _due_keys(publication)


def _omit_defaults(publication: Publication) -> set[str]:
    """What an item need not say, for it reads the same without: each KB begun is billed four times on a post's way."""
    omitted = {name for name in _SPARED if getattr(publication, name) == Publication.model_fields[name].default}
    return omitted | {"content"}


def _due_keys(publication: Publication) -> Item:
    """It waits under its own time until it is out, unless there is another moment at which it must be looked at: a
    post that takes its usual way never moves in the index."""
    if publication.watch_at is not None:
        return {_DUE_PK: _WATCHED, _DUE_SK: _sort(publication.watch_at, publication)}
    if publication.state in (PublicationState.SCHEDULED, PublicationState.SENDING):
        return {_DUE_PK: _WAITING, _DUE_SK: _sort(publication.planned_at, publication)}
    return {}


def _key_of(publication: Publication) -> Key:
    return Key(f"POST#{publication.brand_id}#{publication.post_id}", f"PUBLICATION#{publication.channel}")


def _key(publication_id: str) -> Key | None:
    match publication_id.split("."):
        case [brand_id, post_id, channel]:
            return Key(f"POST#{brand_id}#{post_id}", f"PUBLICATION#{channel}")
        case _:
            return None


def _throttle_key(channel_id: str) -> Key:
    return Key(f"THROTTLE#{channel_id}", "THROTTLE")


def _said_item(publication: Publication, fingerprint: str, until: datetime) -> Item:
    key = _said_key(publication.channel_id, fingerprint)
    stored = {"type": "said", "publication_id": publication.publication_id, EXPIRES: int(until.timestamp())}
    return key._asdict() | stored


def _said_key(channel_id: str, fingerprint: str) -> Key:
    return Key(f"SAID#{channel_id}", f"SAID#{fingerprint}")


def _list_of(brand_id: str) -> str:
    return f"PUBLICATIONS#{brand_id}"


def _sort(moment: datetime, publication: Publication) -> str:
    return f"{_instant(moment)}#{publication.publication_id}"


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
