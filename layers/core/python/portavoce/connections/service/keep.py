"""Looking after every connection: tokens renewed in time, each account probed once a day, people told in time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portavoce.brands.model import Brand
from portavoce.connections import alerts, grants
from portavoce.connections.grants import Secrets
from portavoce.connections.model import Connection, Holder, fresh, holders, is_of, seen
from portavoce.connections.records import ConnectionBusy, ConnectionRecords, Held
from portavoce.connections.service.renew import Renewing
from portavoce.each_alone import EachAlone
from portavoce.platforms.contract import ProbeOutcome
from portavoce.platforms.outcomes import AuthFailed


@dataclass
class Kept:
    """What one round did, in numbers; `busy` are accounts that another worker held."""

    looked_at: int = 0
    busy: int = 0
    stopped_early: bool = False
    states: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Keeper:
    """Looks after the connections of all brands. `read` gives an account's secrets; none while it is not connected."""

    renewing: Renewing
    brands: Callable[[], Iterable[Brand]]
    read: Callable[[Holder], Secrets]

    @property
    def _records(self) -> ConnectionRecords:
        return self.renewing.records

    def keep(self, keep_going: Callable[[], bool]) -> Kept:
        """One round over all that is due. It stops early when `keep_going` says so; the rest is due at the next.

        Raises ExceptionGroup, after all others were looked after, when something failed in a way nobody foresaw."""
        done, connections = Kept(), EachAlone()
        for brand in self.brands():
            standing = self._records.of_brand(brand.id)
            for holder in holders(brand):
                if not is_due(standing, holder, self.renewing.clock()):
                    continue
                if not keep_going():
                    done.stopped_early = True
                    break
                with connections:
                    try:
                        self._keep(holder, done)
                    except ConnectionBusy:
                        done.busy += 1
        connections.raise_errors("connections could not be looked after; the others were")
        return done

    def _keep(self, holder: Holder, done: Kept) -> None:
        held = self._records.claim(holder, self.renewing.clock())
        secrets = self.read(holder)
        if not secrets:
            self._records.let_go(holder, held)  # nobody has connected it yet: `portavoce doctor` says so
            return
        now = self.renewing.clock()
        if held.connection.renew_at is None or held.connection.renew_at <= now:
            held = self.renewing.renewed(holder, held, secrets)
        if held.connection.probe_at <= now:
            held = self._probed(holder, held)
        held = held._replace(connection=self._warned(holder, held.connection))
        self._records.put_back(holder, held)
        done.looked_at += 1
        done.states[held.connection.state] = done.states.get(held.connection.state, 0) + 1

    def _probed(self, holder: Holder, held: Held) -> Held:
        """A refused token is renewed once, if it can be, before anybody is told that it is refused."""
        before = held.connection
        secrets = self.read(holder)
        outcome = self._ask(holder, secrets)
        if isinstance(outcome, AuthFailed):
            held = self.renewing.renewed(holder, held, secrets, refused=True)
            outcome = self._ask(holder, self.read(holder))
        now = self.renewing.clock()
        after = seen(held.connection, holder, outcome, now)
        for alert in alerts.lost(holder, before, after, now):
            self.renewing.raise_alert(alert)
        return held._replace(connection=after)

    def _ask(self, holder: Holder, secrets: Secrets) -> ProbeOutcome:
        return self.renewing.probe(holder, grants.opened(secrets))

    def _warned(self, holder: Holder, connection: Connection) -> Connection:
        now = self.renewing.clock()
        days = alerts.days_to_warn(connection, now)
        for alert in alerts.ending(holder, connection, now):
            self.renewing.raise_alert(alert)
        return connection if days is None else connection.model_copy(update={"warned_days": days})


def is_due(standing: Mapping[str, Connection], holder: Holder, now: datetime) -> bool:
    """Whether something is to be done for the account now: of most, most of the time, nothing is."""
    found = standing.get(holder.owner)
    connection = found if found and is_of(found, holder) else fresh(holder, now)
    renewal_is_due = connection.renew_at is not None and connection.renew_at <= now
    return connection.probe_at <= now or renewal_is_due or alerts.days_to_warn(connection, now) is not None
