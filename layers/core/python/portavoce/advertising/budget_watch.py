"""Which thresholds of a budget were crossed since it was last looked at. Pure.

A platform takes spend back now and then. A threshold that was passed is armed again when the spend has fallen well
below it, so that a real second crossing is told and a wavering one is not."""

from portavoce.advertising.model import BudgetStatus, BudgetWatch

REARMED_BELOW_POINTS = 5
"""How far below a threshold, in percent of the budget, the spend must fall."""


def follow_budget(before: BudgetWatch | None, status: BudgetStatus) -> tuple[BudgetWatch, tuple[int, ...]]:
    """The watch after this state, and the thresholds that were crossed upwards, lowest first.

    The state must have its spend. `before` is of the same budget and month, None when it was never looked at."""
    spent, amount = status.spent_minor or 0, status.budget.amount_minor
    watch = _revise(before, status)
    standing = {one for one in watch.passed if 100 * spent >= (one - REARMED_BELOW_POINTS) * amount}
    crossed = tuple(sorted(set(status.thresholds_passed) - standing))
    counted = {one: watch.crossings.get(one, 0) + 1 for one in crossed}
    update = {"passed": tuple(sorted(standing.union(crossed))), "crossings": {**watch.crossings, **counted}}
    return watch.model_copy(update=update), crossed


def _revise(before: BudgetWatch | None, status: BudgetStatus) -> BudgetWatch:
    amount, currency = status.budget.amount_minor, status.currency
    if before is None:
        return BudgetWatch(
            brand_id=status.brand_id,
            budget_id=status.budget.id,
            period=status.period,
            amount_minor=amount,
            currency=currency,
        )
    if (before.amount_minor, before.currency) == (amount, currency):
        return before
    update = {"amount_minor": amount, "currency": currency, "passed": (), "crossings": {}}
    return before.model_copy(update=update | {"revision": before.revision + 1})
