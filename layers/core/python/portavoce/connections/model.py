"""How an account of a brand is connected: who holds the tokens, whether they work, and when somebody must act."""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime

from portavoce.brands.model import Brand
from portavoce.connections.holder_kinds import COMMAND_ENDS, HolderKind
from portavoce.platforms.contract import Probe, ProbeOutcome
from portavoce.platforms.outcomes import AuthFailed, Unclear
from portavoce.value import Value

PROBED_AGAIN = timedelta(hours=24)
REFUSED_AGAIN = timedelta(hours=6)
UNCLEAR_AGAIN = timedelta(hours=1)


class Holder(Value):
    """One account that tokens are for: a channel's, an ad account's, or a site's in a source of analytics.

    `brakes`: the brand's file lets us pause its campaigns, so that its token needs the right to."""

    brand_id: str
    kind: HolderKind
    name: str
    platform: str
    account_id: str
    brakes: bool = False

    @property
    def id(self) -> str:
        """As people call it: `aurora.x`."""
        return f"{self.brand_id}.{self.name}"

    @property
    def owner(self) -> str:
        """Where its secrets lie: `channels/aurora.x`."""
        return f"{self.kind}/{self.id}"

    @property
    def command(self) -> str:
        """What a person types to connect it."""
        return f"portavoce channel connect {self.id}{COMMAND_ENDS[self.kind]}"


class ConnectionState(StrEnum):
    """`new`: never seen to work. `revoked`: the platform has told us that the owner took the access back."""

    NEW = "new"
    CONNECTED = "connected"
    REFUSED = "refused"
    REVOKED = "revoked"


class Connection(Value):
    """One account's connection as it was last seen; `since` is when it came to be in its state.

    `ends_at` is when it ends unless a person acts, `warned_days` the lowest threshold that was warned of for that end.
    `renew_at` is when its token is renewed next. `asked` and `dead` are fingerprints of refresh tokens: one that was
    sent and whose answer never came to be kept, and one that the platform has refused."""

    platform: str
    account_id: str
    state: ConnectionState = ConnectionState.NEW
    since: AwareDatetime
    probe_at: AwareDatetime
    probed_at: AwareDatetime | None = None
    cause: str | None = None
    ends_at: AwareDatetime | None = None
    warned_days: int | None = None
    renew_at: AwareDatetime | None = None
    asked: str | None = None
    dead: str | None = None


def holders(brand: Brand) -> list[Holder]:
    """Every account of a brand, channels first."""
    found: list[Holder] = []
    braked = {("ads", budget.ad_account) for budget in brand.budgets if budget.brake != "off"}
    kinds = (("channels", brand.channels), ("ads", brand.ad_accounts), ("analytics", brand.analytics))
    for kind, accounts in kinds:
        for one in accounts:
            named = {"brand_id": brand.id, "kind": kind, "name": one.id, "brakes": (kind, one.id) in braked}
            found.append(Holder.model_validate(named | {"platform": one.platform, "account_id": one.account_id}))
    return found


def fresh(holder: Holder, now: datetime) -> Connection:
    """The connection of an account that nobody has looked at."""
    return Connection(platform=holder.platform, account_id=holder.account_id, since=now, probe_at=now)


def is_of(connection: Connection, holder: Holder) -> bool:
    """Whether the connection is still this account's: the brand's file may name another one by now."""
    return (connection.platform, connection.account_id) == (holder.platform, holder.account_id)


def is_same_account(probe: Probe, account_id: str) -> bool:
    """Whether the probe saw the account that the brand's file names: by its id, or by the name that it is written with
    where people write accounts by name."""
    wanted = _bare(account_id)
    return wanted in {_bare(probe.account_id), _bare(probe.name)}


def after_probe(connection: Connection, holder: Holder, outcome: ProbeOutcome, now: datetime) -> Connection:
    """The connection after a probe. What is unclear changes nothing but the time of the next look."""
    match outcome:
        case Unclear():
            return connection.model_copy(update={"probe_at": now + UNCLEAR_AGAIN})
        case AuthFailed(code=code, reason=reason):
            return _mark_refused(connection, f"{reason.rstrip('.')} ({code})", now)
        case Probe() if not is_same_account(outcome, holder.account_id):
            return _mark_refused(connection, "the token is for another account than the brand's file names", now)
        case Probe():
            ended = {} if outcome.expires_at == connection.ends_at else {"warned_days": None}
            found = {"probed_at": now, "probe_at": now + PROBED_AGAIN, "ends_at": outcome.expires_at, "cause": None}
            return _move_to(connection, ConnectionState.CONNECTED, now).model_copy(update=found | ended)


def mark_revoked(connection: Connection, now: datetime) -> Connection:
    """Notes that the owner took the access back, as the platform says.

    It is looked at soon, for such news may be older than a renewal."""
    cause = "the owner took the access back"
    return _move_to(connection, ConnectionState.REVOKED, now).model_copy(update={"probe_at": now, "cause": cause})


def _mark_refused(connection: Connection, cause: str, now: datetime) -> Connection:
    """Notes that the platform refuses it. A revoked one stays revoked: that says more."""
    state = ConnectionState.REVOKED if connection.state is ConnectionState.REVOKED else ConnectionState.REFUSED
    found = {"probed_at": now, "probe_at": now + REFUSED_AGAIN, "cause": cause}
    return _move_to(connection, state, now).model_copy(update=found)


def _move_to(connection: Connection, state: ConnectionState, now: datetime) -> Connection:
    since = connection.since if connection.state is state else now
    return connection.model_copy(update={"state": state, "since": since})


def _bare(account: str) -> str:
    return account.lower().removeprefix("@").removeprefix("act_")
