"""Connecting an account with its owner's consent, taking news of a revoked one, and saying what a refusal means."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pydantic import SecretStr

from portavoce.brands.model import ChannelRef
from portavoce.connections import alerts, grants
from portavoce.connections.grants import Grant, Secrets
from portavoce.connections.model import Connection, Holder, after_probe, fresh, is_same_account, mark_revoked
from portavoce.connections.records import ConnectionBusy, ConnectionRecords, Held
from portavoce.connections.service.renew import ProbeCall
from portavoce.platforms.contract import Probe
from portavoce.platforms.outcomes import AuthFailed, Unclear
from portavoce.platforms.titles import title_of
from portavoce.reporting.model import Alert

__all__ = ["ConnectionBusy", "ConnectionRefused", "ConnectionUnclear", "Connections", "NoAccessToken", "WrongAccount"]


class ConnectionRefused(Exception):
    """The platform refuses what was given; nothing was stored. The message names no secret."""


class ConnectionUnclear(Exception):
    """The platform could not be asked; nothing was stored, trying again may help."""


class WrongAccount(Exception):
    """The owner has connected another account than the brand's file names; nothing was stored."""


class NoAccessToken(Exception):
    """A refresh token alone connects nothing: the access token that it came with is missing."""


@dataclass(frozen=True)
class Connections:
    """The connections, as people and platforms change them. `read` and `write` reach an owner's secrets."""

    records: ConnectionRecords
    probe: ProbeCall
    read: Callable[[str], Secrets]
    write: Callable[[str, str, SecretStr], None]
    raise_alert: Callable[[Alert], bool]

    def find_connection(self, holder: Holder) -> Connection | None:
        """How the account was connected when last looked at, or None."""
        return self.records.get(holder)

    def of_brand(self, brand_id: str) -> dict[str, Connection]:
        """How the brand's accounts were connected when last looked at, by the owner of their secrets."""
        return self.records.of_brand(brand_id)

    def connect(self, holder: Holder, given: Secrets, tokens: Grant | None, now: datetime) -> Probe:
        """Stores what the owner gave, once a probe has seen that it works and is for this very account.

        Raises ConnectionRefused, ConnectionUnclear, WrongAccount, ConnectionBusy: then nothing was stored."""
        held = self.records.claim(holder, now)
        try:
            probe = self._prove(holder, given, tokens)
        except (ConnectionRefused, ConnectionUnclear, WrongAccount):
            self.records.let_go(holder, held)
            raise
        self._store(holder, given, tokens)
        connection = after_probe(fresh(holder, now), holder, probe, now)
        connection = connection.model_copy(update={"renew_at": now if tokens and tokens.refresh else None})
        self.records.put_back(holder, Held(connection, held.lease))
        return probe

    def put_by_hand(self, holder: Holder, given: Secrets, now: datetime) -> None:
        """Stores secrets that a person typed in, untried; the next round of `keep_channels` tries them.

        Raises NoAccessToken, GrantUnreadable, ConnectionBusy."""
        held = self.records.claim(holder, now)
        standing = self.read(holder.owner)
        grant = grants.of_secrets(standing)
        if grants.REFRESH in given or (grant and grants.ACCESS in given):
            try:
                self._store(holder, given, grants.given_by_hand(grant, standing, given))
            except KeyError:
                self.records.let_go(holder, held)
                raise NoAccessToken(f"{holder.id} has no access_token yet: give it first, or with it") from None
        else:
            self._store(holder, given, None)
        self.records.put_back(holder, Held(fresh(holder, now), held.lease))

    def take_revocation(self, channel: ChannelRef, now: datetime) -> bool:
        """Notes that the owner took the access back, and has a person told; False when that was known.

        Raises ConnectionBusy."""
        holder = Holder(
            brand_id=channel.brand_id,
            kind="channels",
            name=channel.channel,
            platform=channel.platform,
            account_id=channel.account_id,
        )
        held = self.records.claim(holder, now)
        after = mark_revoked(held.connection, now)
        news = alerts.alerts_of_loss(holder, held.connection, after, now)
        for alert in news:
            self.raise_alert(alert)
        self.records.put_back(holder, Held(after, held.lease))
        return bool(news)

    def diagnose(self, holder: Holder, refusal: AuthFailed) -> str:
        """What a person should do about a refusal: whether to reconnect is said by a probe, and by the refusal itself
        where the platform's error names the step."""
        outcome = self.probe(holder, grants.open_secrets(self.read(holder.owner)))
        reconnect = f"reconnect {holder.id} with `{holder.command}`"
        works = f"The connection of {holder.id} works, so {refusal.code} is about a permission, the account or the post"
        match outcome:
            case Probe(faults=(fault, *_)):
                return f"{works}. {fault.what.rstrip('.')}: {fault.remedy.rstrip('.')}."
            case Probe() if refusal.next_step:
                return refusal.next_step
            case Probe():
                return f"{works}: there is no need to reconnect. Look at the account on {title_of(holder.platform)}."
            case AuthFailed(code=code, reason=reason, next_step=step):
                first = f"{told} " if (told := refusal.next_step or step) else ""
                return f"{first}The connection itself is refused: {reason.rstrip('.')} ({code}). So {reconnect}."
            case Unclear():
                return refusal.next_step or (
                    f"Whether the connection works could not be found out: look at the account on "
                    f"{title_of(holder.platform)}, and if `portavoce doctor` shows it as refused, {reconnect}."
                )

    def _prove(self, holder: Holder, given: Secrets, tokens: Grant | None) -> Probe:
        outcome = self.probe(holder, grants.open_secrets(given, tokens))
        match outcome:
            case AuthFailed(code=code, reason=reason):
                raise ConnectionRefused(f"{title_of(holder.platform)} refuses it: {reason.rstrip('.')} ({code})")
            case Unclear(reason=reason):
                raise ConnectionUnclear(f"{title_of(holder.platform)} could not be asked: {reason.rstrip('.')}")
            case Probe(account_id=found, name=name):
                if not is_same_account(outcome, holder.account_id):
                    raise WrongAccount(
                        f"this is {name} ({found}), and {holder.id} is {holder.account_id} in the brand's file"
                    )
                return outcome

    def _store(self, holder: Holder, given: Secrets, grant: Grant | None) -> None:
        """The tokens last: whoever dies before has changed nothing that is in use."""
        tokens = {grants.GRANT: grants.as_text(grant)} if grant else {}
        plain = {
            name: value for name, value in given.items() if not grant or name not in {grants.ACCESS, grants.REFRESH}
        }
        for name, value in (plain | tokens).items():
            self.write(holder.owner, name, value)
