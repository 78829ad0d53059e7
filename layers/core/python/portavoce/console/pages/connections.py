"""The brand's accounts: which of them work, until when, and what mends those that do not."""

from collections.abc import Iterator
from typing import NamedTuple

from portavoce.connections.alerts import LOST
from portavoce.connections.model import Connection, ConnectionState, Holder, holders, is_of
from portavoce.console.answer import PageAnswer
from portavoce.console.routes import PageRoutes
from portavoce.console.visit import Visit
from portavoce.people.roles import Right
from portavoce.runtime.wiring.access import connections

page = PageRoutes("connections")


class AccountLine(NamedTuple):
    """An account and how it was when last looked at: None, nobody has connected it."""

    holder: Holder
    known: Connection | None

    @property
    def works(self) -> bool:
        """Whether it was seen to work."""
        return self.known is not None and self.known.state is ConnectionState.CONNECTED

    @property
    def is_new(self) -> bool:
        """Whether its access was given, and not tried yet."""
        return self.known is not None and self.known.state is ConnectionState.NEW

    @property
    def is_lost(self) -> bool:
        """Whether it will not work until a person connects it again."""
        return self.known is not None and self.known.state in LOST


@page.get("", Right.CONNECT)
def show_connections(visit: Visit) -> PageAnswer:
    """As they were last looked at, once a day and at each refusal: nothing is probed for a page."""
    return visit.show("pages/connections.html", lines=list(_read_lines(visit)))


def _read_lines(visit: Visit) -> Iterator[AccountLine]:
    known = connections().of_brand(visit.brand.id)
    for holder in holders(visit.brand):
        one = known.get(holder.owner)
        yield AccountLine(holder, one if one and is_of(one, holder) else None)
