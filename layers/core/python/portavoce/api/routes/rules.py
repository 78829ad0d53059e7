"""A brand's rules: tried on what was said before they act, and their days taken back."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from pydantic import Field

from portavoce.api.caller import caller_of
from portavoce.api.lookups import known_brand
from portavoce.api.router import new_router
from portavoce.brands.model import Id, Triage
from portavoce.brands.rules.model import Rule
from portavoce.community.rules.model import RulesDay, UndoneDay
from portavoce.runtime import clock
from portavoce.runtime.wiring.acts import rule_desk
from portavoce.value import Value

router = new_router()


class RulesTrial(Value):
    """The day to try rules on, by how many days it is before today on the brand's calendar, and the rules and triage to
    try: those that stand where they are left out."""

    back: int = Field(ge=0, le=1095)
    rules: tuple[Rule, ...] | None = None
    triage: Triage | None = None


class UndoDayOrder(Value):
    """The day to take back; `dry_run` only tells."""

    day: date = Field(ge=date(2000, 1, 1), lt=date(2100, 1, 1))
    dry_run: bool = False


@router.post("/brands/<brand>/rules/trials", tags=["community"])
def try_rules(brand: Id, body: RulesTrial) -> RulesDay:
    """What rules would do about the comments that stand of one day of the brand's, and what was done. Changes
    nothing."""
    stands = known_brand(brand).brand
    given = {name: value for name, value in (("rules", body.rules), ("triage", body.triage)) if value is not None}
    today = clock.utc_now().astimezone(ZoneInfo(stands.zone)).date()
    return rule_desk().try_day(stands.model_copy(update=given), today - timedelta(days=body.back))


@router.post("/brands/<brand>/rules/<rule>/undo", tags=["community"])
def undo_rule(brand: Id, rule: str, body: UndoDayOrder) -> UndoneDay:
    """Takes back what one rule did on one day, where no person has acted since: a part at a time, until `remaining` is
    0."""
    stands = known_brand(brand).brand
    by = caller_of(router.current_event)
    return rule_desk().undo_day(stands, rule, body.day, by, clock.utc_now(), dry_run=body.dry_run)
