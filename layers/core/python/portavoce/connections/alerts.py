"""Which alerts a connection calls for. Pure; that each is mailed once is the alert row's condition.

Ids: `CONNECTION#<owner>#ends#<day>#<30|7|1>`, `…#lost#<since when it had worked>`, `…#renewal#<refresh token's
fingerprint>`. Of several thresholds passed at once only the nearest is mailed; the others stand quietly."""

from datetime import datetime, timedelta

from portavoce.connections.model import Connection, Holder, State
from portavoce.reporting.model import Alert, AlertKind

THRESHOLDS_DAYS = (30, 7, 1)
LOST = frozenset({State.REFUSED, State.REVOKED})


def days_to_warn(connection: Connection, now: datetime) -> int | None:
    """The threshold that is passed and was not warned of, or None."""
    if connection.ends_at is None or connection.state in LOST:
        return None
    passed = [days for days in THRESHOLDS_DAYS if connection.ends_at - now <= timedelta(days=days)]
    nearest = min(passed, default=None)
    return nearest if nearest is not None and nearest < (connection.warned_days or nearest + 1) else None


def ending(holder: Holder, connection: Connection, now: datetime) -> list[Alert]:
    """The alerts of the thresholds that are passed, the quiet ones first."""
    nearest = days_to_warn(connection, now)
    if nearest is None or connection.ends_at is None:
        return []
    ends_at = connection.ends_at
    return [
        Alert(
            alert_id=f"CONNECTION#{holder.owner}#ends#{ends_at:%Y-%m-%d}#{days}",
            brand_id=holder.brand_id,
            kind=AlertKind.CONNECTION_ENDING,
            facts=_facts(holder) | {"days": str(max(0, (ends_at - now).days)), "ends_at": ends_at.isoformat()},
            raised_at=now,
            quiet=days != nearest,
        )
        for days in THRESHOLDS_DAYS
        if days >= nearest
    ]


def lost(holder: Holder, before: Connection, after: Connection, now: datetime) -> list[Alert]:
    """The alert of a connection that has just been lost; none while it stays lost."""
    if before.state in LOST or after.state not in LOST:
        return []
    return [
        Alert(
            alert_id=f"CONNECTION#{holder.owner}#lost#{before.since.isoformat()}",
            brand_id=holder.brand_id,
            kind=AlertKind.CONNECTION_LOST,
            facts=_facts(holder) | {"cause": after.cause or ""},
            raised_at=now,
        )
    ]


def not_renewed(holder: Holder, mark: str, cause: str, works_until: datetime | None, now: datetime) -> Alert:
    """The alert of a token that we cannot renew any more. `mark` is the refresh token's fingerprint."""
    return Alert(
        alert_id=f"CONNECTION#{holder.owner}#renewal#{mark}",
        brand_id=holder.brand_id,
        kind=AlertKind.CONNECTION_NOT_RENEWED,
        facts=_facts(holder) | {"cause": cause, "works_until_at": works_until.isoformat() if works_until else ""},
        raised_at=now,
    )


def _facts(holder: Holder) -> dict[str, str]:
    return {"connection": holder.id, "connect_command": holder.command}
