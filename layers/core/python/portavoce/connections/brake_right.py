"""The right to pause campaigns: asked for, and missed, only where the brand's file switches a brake on. Pure."""

from portavoce.connections.model import Holder
from portavoce.platforms.contract import Fault, Probe, ProbeOutcome
from portavoce.platforms.manifest import Manifest, OAuthRule


def with_brake_scopes(holder: Holder, rule: OAuthRule) -> OAuthRule:
    """How the account's owner is asked to let us in: with the right to pause where a budget's brake needs it."""
    return rule.model_copy(update={"scopes": (*rule.scopes, *rule.brake_scopes)}) if holder.brakes else rule


def with_brake_fault(holder: Holder, outcome: ProbeOutcome, manifest: Manifest) -> ProbeOutcome:
    """The probe's outcome, and that the right to pause is missing where a brake needs it. What a token may do is not
    always known; nothing is said of one that does not tell."""
    if not (holder.brakes and isinstance(outcome, Probe) and outcome.scopes):
        return outcome
    fault = _find_missing_scope(holder, outcome.scopes, manifest.oauth) or _find_missing_role(
        outcome.scopes, manifest.brake_roles
    )
    return outcome.model_copy(update={"faults": (*outcome.faults, fault)}) if fault else outcome


def _find_missing_scope(holder: Holder, scopes: frozenset[str], rule: OAuthRule | None) -> Fault | None:
    missing = sorted({*rule.brake_scopes} - scopes) if rule else []
    if not missing:
        return None
    return Fault(
        code="missing_brake_scope",
        what=f"the token lacks {', '.join(missing)}, which the brake of its budget needs to pause campaigns",
        remedy=f"connect it again with `{holder.command}`, or set the budget's brake to off in the brand's file",
    )


def _find_missing_role(rights: frozenset[str], roles: tuple[str, ...]) -> Fault | None:
    if not roles or rights & {*roles}:
        return None
    return Fault(
        code="missing_brake_role",
        what="the keys' owner may read campaigns, and not pause them as the brake of its budget needs",
        remedy=f"make that user {' or '.join(roles)} in the ad account, or set the budget's brake to off in the "
        "brand's file",
    )
