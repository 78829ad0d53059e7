"""Renewing an access token before it ends, without ever being left with none where one was possible.

A refresh token may work only once, and its answer may be lost. So: what is about to be asked is written down first;
what comes is kept at once, in one text with the access token that is still in use; the new access token is tried, and
only then takes the old one's place. A refresh token whose answer was lost may be spent, and using it twice may lock
the account out: it is asked with again only when the old access token has ended and nothing is left to lose."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import SecretStr

from portavoce.connections import alerts, grants
from portavoce.connections.grants import Grant, Secrets
from portavoce.connections.model import Connection, Holder, is_same_account
from portavoce.connections.records import ConnectionRecords, Held
from portavoce.platforms.access.oauth_tokens import Granted
from portavoce.platforms.contract import Probe, ProbeOutcome
from portavoce.platforms.manifest import OAuthRule
from portavoce.platforms.outcomes import AuthFailed, Refused, Throttled, Unknown
from portavoce.reporting.model import Alert

ProbeCall = Callable[[Holder, Secrets], ProbeOutcome]
Renewed = Granted | Refused | Throttled | Unknown

SOON = timedelta(minutes=10)


@dataclass(frozen=True)
class TokenRenewer:
    """Renews one held connection's token.

    `renew` asks the platform once (account, its secrets, refresh token); `write` stores one secret of an owner, whole
    or not at all; `probe` asks the platform about an account with the secrets that are given."""

    records: ConnectionRecords
    rule: Callable[[str], OAuthRule | None]
    renew: Callable[[Holder, Secrets, SecretStr], Renewed]
    probe: ProbeCall
    write: Callable[[str, str, SecretStr], None]
    raise_alert: Callable[[Alert], bool]
    clock: Callable[[], datetime]

    def renew_token(self, holder: Holder, held: Held, secrets: Secrets, *, refused: bool = False) -> Held:
        """Renews the token if it is time, and gives the connection as it then is.

        `secrets` are the account's, as just read. `refused` says that the platform has just refused the token in use,
        so that nothing is lost by asking.

        Raises GrantUnreadable, ConnectionBusy and what `write` raises; the next round then goes on from there."""
        rule, grant = self.rule(holder.platform), grants.of_secrets(secrets)
        if rule is None or rule.refresh == "none" or grant is None or grant.refresh is None:
            return _with(held, renew_at=None)
        if grant.fresh:
            return self._try_fresh(holder, held, secrets, grant, rule, refused=refused)
        mark, now = grants.fingerprint(grant.refresh), self.clock()
        if held.connection.dead == mark:
            return _with(held, renew_at=None)
        if not refused and now < (due_at := _due_at(grant, rule, now)):
            return _with(held, renew_at=due_at)
        # A refusal alone does not say that the token has ended: it may be about credits, or the account's standing.
        is_over = grant.access.has_ended(now) or (refused and grant.access.ends_at is None)
        if held.connection.asked == mark and not is_over:
            return self._report_lost(holder, held, grant, mark)
        held = _with(held, asked=mark)
        self.records.keep(holder, held)
        return self._ask_platform(holder, held, secrets, grant, rule, refused=refused)

    def _ask_platform(
        self, holder: Holder, held: Held, secrets: Secrets, grant: Grant, rule: OAuthRule, *, refused: bool
    ) -> Held:
        """Makes the one call. `held` says already that it is made."""
        now, refresh = self.clock(), grant.refresh or SecretStr("")
        mark = grants.fingerprint(refresh)
        match self.renew(holder, secrets, refresh):
            case Granted() as new:
                grant = grants.take_renewal(grant, new, now)
                self.write(holder.owner, grants.GRANT, grants.as_text(grant))
                return self._try_fresh(holder, held, secrets, grant, rule, refused=refused)
            case Throttled(retry_after_seconds=seconds):
                return _with(held, asked=None, renew_at=now + max(SOON, timedelta(seconds=seconds)))
            case Refused(code=code, reason=reason):
                cause = f"{reason.rstrip('.')} ({code})"
                self.raise_alert(alerts.not_renewed(holder, mark, cause, grant.access.ends_at, now))
                probe_at = min(held.connection.probe_at, grant.access.ends_at or now)
                return _with(held, asked=None, dead=mark, renew_at=None, probe_at=probe_at)
            case Unknown():
                return self._report_lost(holder, held, grant, mark)

    def _report_lost(self, holder: Holder, held: Held, grant: Grant, mark: str) -> Held:
        """Tells a person, while the old access token still works: nobody knows whether the refresh token is spent."""
        now = self.clock()
        cause = "the answer to the last renewal was lost, and with it perhaps the only right to another one"
        self.raise_alert(alerts.not_renewed(holder, mark, cause, grant.access.ends_at, now))
        ends_at = grant.access.ends_at
        return _with(held, renew_at=None if ends_at is None else max(ends_at, now + SOON))

    def _try_fresh(
        self, holder: Holder, held: Held, secrets: Secrets, grant: Grant, rule: OAuthRule, *, refused: bool
    ) -> Held:
        """Takes the fresh token into use when it works, or when the old one is of no use any more."""
        outcome = self.probe(holder, grants.open_secrets(secrets, grants.grant_to_try(grant)))
        now = self.clock()
        works = isinstance(outcome, Probe) and is_same_account(outcome, holder.account_id)
        if not works and not refused and not grant.access.has_ended(now):
            if isinstance(outcome, AuthFailed):
                cause = f"the platform gave a new token and refuses it: {outcome.reason.rstrip('.')} ({outcome.code})"
                mark = grants.fingerprint(grant.refresh or SecretStr(""))
                self.raise_alert(alerts.not_renewed(holder, mark, cause, grant.access.ends_at, now))
            return _with(held, asked=None, renew_at=now + SOON)
        grant = grants.promote_fresh(grant)
        self.write(holder.owner, grants.GRANT, grants.as_text(grant))
        return _with(held, asked=None, dead=None, renew_at=_due_at(grant, rule, now))


def _due_at(grant: Grant, rule: OAuthRule, now: datetime) -> datetime:
    """When the token in use is to be renewed: at once when nobody has said when it ends."""
    ends_at = grant.access.ends_at
    return ends_at - timedelta(seconds=rule.renew_before_seconds) if ends_at else now


def _with(held: Held, **changes: object) -> Held:
    return held._replace(connection=Connection.model_validate(held.connection.model_dump() | changes))
