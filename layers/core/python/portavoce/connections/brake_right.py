"""The right to pause campaigns: asked for, and missed, only where the brand's file switches a brake on. Pure."""

from portavoce.connections.model import Holder
from portavoce.platforms.contract import Fault, Probe, ProbeOutcome
from portavoce.platforms.manifest import OAuthRule


def with_brake_scopes(holder: Holder, rule: OAuthRule) -> OAuthRule:
    """How the account's owner is asked to let us in: with the right to pause where a budget's brake needs it."""
    return rule.model_copy(update={"scopes": (*rule.scopes, *rule.brake_scopes)}) if holder.brakes else rule


def with_brake_fault(holder: Holder, outcome: ProbeOutcome, rule: OAuthRule | None) -> ProbeOutcome:
    """The probe's outcome, and that the right to pause is missing where a brake needs it. What a token may do is not
    always known; nothing is said of one that does not tell."""
    if not (holder.brakes and rule and isinstance(outcome, Probe) and outcome.scopes):
        return outcome
    missing = sorted({*rule.brake_scopes} - outcome.scopes)
    if not missing:
        return outcome
    fault = Fault(
        code="missing_brake_scope",
        what=f"the token lacks {', '.join(missing)}, which the brake of its budget needs to pause campaigns",
        remedy=f"connect it again with `{holder.command}`, or set the budget's brake to off in the brand's file",
    )
    return outcome.model_copy(update={"faults": (*outcome.faults, fault)})
