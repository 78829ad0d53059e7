"""Checks of one account's connection, from a probe that was just made and from what was last written of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from portavoce.connections.model import Connection, Holder, is_same_account
from portavoce.doctor.checks import Finding
from portavoce.platforms.contract import Probe, ProbeOutcome, Quota
from portavoce.platforms.outcomes import AuthFailed, Unclear

SOON = timedelta(days=30)


def connection_findings(
    holder: Holder, outcome: ProbeOutcome, standing: Connection | None, now: datetime
) -> Iterator[Finding]:
    """What is right and wrong with an account that has its secrets: one finding for the connection, one per fault."""
    match outcome:
        case AuthFailed(code=code, reason=reason):
            yield _wrong("connection", holder, f"{reason.rstrip('.')} ({code}). For the access: `{holder.command}`.")
        case Unclear(reason=reason):
            yield _wrong("connection", holder, f"It could not be asked: {reason.rstrip('.')}. Try again later.")
        case Probe():
            yield Finding(check="connection", subject=holder.id, ok=True, detail=_seen(outcome))
            yield from _faults(holder, outcome, now)
    if standing and (standing.dead or standing.asked):
        yield _wrong("renewal", holder, f"The token was not renewed, and the one in use ends: `{holder.command}`.")


def _faults(holder: Holder, probe: Probe, now: datetime) -> Iterator[Finding]:
    for fault in probe.faults:
        yield _wrong(fault.code, holder, f"{fault.what.rstrip('.')}: {fault.remedy.rstrip('.')}.")
    if not is_same_account(probe, holder.account_id) and not any(one.code == "wrong_account" for one in probe.faults):
        yield _wrong("wrong_account", holder, f"The brand's file names {holder.account_id}: `{holder.command}`.")
    if probe.expires_at and probe.expires_at - now <= SOON:
        yield _wrong("expiry", holder, f"The connection ends on {probe.expires_at:%Y-%m-%d}: `{holder.command}`.")
    if probe.quota and probe.quota.used >= probe.quota.total:
        hours = probe.quota.window_seconds // 3600
        yield _wrong("quota", holder, f"All {probe.quota.total} posts of {hours} hours are used: plan the next later.")


def _seen(probe: Probe) -> str:
    parts = [f"{probe.name} ({probe.account_id})"]
    parts += [f"scopes {' '.join(sorted(probe.scopes))}"] if probe.scopes else []
    parts += [f"until {probe.expires_at:%Y-%m-%d}"] if probe.expires_at else []
    parts += [_used(probe.quota)] if probe.quota else []
    return "; ".join(parts)


def _used(quota: Quota) -> str:
    return f"{quota.used} of {quota.total} posts in {quota.window_seconds // 3600} hours"


def _wrong(check: str, holder: Holder, remedy: str) -> Finding:
    return Finding(check=check, subject=holder.id, ok=False, remedy=remedy)
