"""What a person's change makes of a lead, and whose it is. Pure."""

from datetime import datetime

from portavoce.community.leads.model import LeadChange
from portavoce.community.model import Lead, PersonChange


def apply_change(lead: Lead, change: LeadChange, by: str, at: datetime) -> Lead:
    """The lead after the change; the very same when it says nothing new."""
    said = change.model_fields_set
    wanted: dict[str, object] = {}
    if change.outcome is not None:
        wanted["outcome"] = change.outcome
    if "value_minor" in said:
        wanted |= {"value_minor": change.value_minor, "currency": change.currency}
    wanted |= {name: getattr(change, name) for name in ("seller", "order") if name in said}
    changed = lead.model_copy(update=wanted)
    if changed == lead:
        return lead
    touched = PersonChange(by=by, at=at, what=describe_change(lead, changed))
    return changed.model_copy(update={"touched": touched, "revision": lead.revision + 1})


def describe_change(before: Lead, after: Lead) -> str:
    """What is different, as in `marked it won, gave it a value`."""
    said = []
    if before.outcome != after.outcome:
        said.append(f"marked it {after.outcome}")
    if (before.value_minor, before.currency) != (after.value_minor, after.currency):
        said.append("took its value away" if after.value_minor is None else "gave it a value")
    if before.order != after.order:
        said.append(f"named order {after.order}" if after.order else "took its order away")
    if before.seller != after.seller:
        said.append(f"handed it to {after.seller or 'all of sales'}")
    return ", ".join(said)


def is_of_seller(lead: Lead, email: str) -> bool:
    """Whether a seller sees it: it is theirs, or nobody's yet, and then all of sales had the mail about it."""
    return lead.seller is None or lead.seller.lower() == email.lower()
