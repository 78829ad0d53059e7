"""The items of counted links.

| pk | sk | what |
|---|---|---|
| `LINK#<code>` | `LINK` | where it leads, and whose it is |
| `CLICK#<click id>` | `CLICK` | that a click was counted; forgotten after two days |
| `TRAFFIC#<brand>` | `<day>#<code>` | what a link brought on a day of the brand's |

A click is counted together with its own item, on condition that there is none: however often and in whatever order it
is told, it counts once."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portavoce.links.link import CountedLink, link_place, read_link
from portavoce.links.model import TrafficRow
from portavoce.links.traffic import add_to_traffic
from portavoce.table import layout
from portavoce.table.item_value import read_values
from portavoce.table.steps import transact_put, transact_update
from portavoce.table.table import Item, Key, Page, Table, TransactionRefused

LINK, CLICK = "link", "click"
REMEMBERED = timedelta(days=2)
"""An asynchronous call is tried for six hours; a letter that was parked comes back by hand, within a day or two."""


@dataclass(frozen=True)
class LinkRecords:
    """Links, clicks and traffic in the table."""

    table: Table

    def put(self, link: CountedLink) -> None:
        """Writes the link, or again what it leads to by now. Raises ConditionFailed if its code is another post's."""
        item = {"type": LINK, **link._asdict()}
        listed = {"list_pk": f"LINKS#{link.brand_id}", "list_sk": f"{link.made_at}#{link.code}"}
        self.table.put(
            Key(*link_place(link.code))._asdict() | item | listed,
            condition="attribute_not_exists(pk) OR (brand_id = :brand AND post_id = :post AND channel = :channel)",
            values={":brand": link.brand_id, ":post": link.post_id, ":channel": link.channel},
        )

    def get(self, code: str) -> CountedLink | None:
        """The link, or None. One read."""
        item = self.table.get(Key(*link_place(code)))
        return read_link(item) if item else None

    def page(self, brand_id: str, cursor: str | None, limit: int) -> Page:
        """Items of the brand's links, newest first. Raises BadCursor."""
        return self.table.query(
            "list_pk = :pk",
            {":pk": f"LINKS#{brand_id}"},
            index=layout.LISTING_INDEX[0],
            newest_first=True,
            cursor=cursor,
            limit=limit,
        )

    def count_click(self, link: CountedLink, click_id: str, at: datetime, day: date, name: str) -> bool:
        """Adds one to what `name` names; False if this click was counted before. Raises TransactionConflict."""
        forget = int((at + REMEMBERED).timestamp())
        once = {**Key(f"CLICK#{click_id}", "CLICK")._asdict(), "type": CLICK, layout.EXPIRES: forget}
        with suppress(TransactionRefused):
            self.table.transact(
                [
                    transact_put(once, condition="attribute_not_exists(pk)"),
                    transact_update(**add_to_traffic(link, day, {name: 1})),
                ]
            )
            return True
        return False

    def traffic(self, brand_id: str, first: date, last: date) -> Iterator[TrafficRow]:
        """What the brand's links brought, day by day, both days included."""
        found = self.table.query_all(
            "pk = :pk AND sk BETWEEN :first AND :last",
            {":pk": f"TRAFFIC#{brand_id}", ":first": f"{first}", ":last": f"{last}$"},
        )
        return read_values(TrafficRow, found)


def links_of(items: list[Item]) -> list[CountedLink]:
    """The links in items."""
    return [read_link(item) for item in items]
