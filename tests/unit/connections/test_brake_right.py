"""The right to pause is asked for, and missed, only where a brand's file switches a brake on."""

from typing import Any

from portavoce.connections.brake_right import with_brake_fault, with_brake_scopes
from portavoce.connections.model import Holder, holders
from portavoce.platforms import discovery
from portavoce.platforms.contract import Probe
from portavoce.platforms.manifest import OAuthRule
from tests.aurora import aurora

BUDGET = {"id": "month", "ad_account": "meta", "amount_minor": 100, "currency": "EUR"}


def holder(brake: str, **budget: Any) -> Holder:
    (found,) = [one for one in holders(aurora(budgets=[BUDGET | {"brake": brake} | budget])) if one.kind == "ads"]
    return found


def rule() -> OAuthRule:
    found = discovery.manifest("meta_ads").oauth
    assert found is not None
    return found


def test_the_owner_is_asked_for_the_right_to_pause_only_where_a_brake_is_on() -> None:
    asked = {brake: with_brake_scopes(holder(brake), rule()).scopes for brake in ("off", "propose", "apply")}
    assert asked["off"] == ("ads_read", "business_management")
    assert asked["propose"] == asked["apply"] == ("ads_read", "business_management", "ads_management")


def test_a_missing_right_is_a_fault_with_its_remedy_only_where_a_brake_is_on() -> None:
    probe = Probe(account_id="1", name="Ads", scopes=frozenset({"ads_read"}))
    meta = discovery.manifest("meta_ads")
    assert with_brake_fault(holder("off"), probe, meta) == probe
    found = with_brake_fault(holder("apply"), probe, meta)
    assert isinstance(found, Probe)
    (fault,) = found.faults
    assert (fault.code, "ads_management" in fault.what) == ("missing_brake_scope", True)
    assert "portavoce channel connect aurora.meta --ads" in fault.remedy
    may = probe.model_copy(update={"scopes": frozenset({"ads_read", "ads_management"})})
    assert with_brake_fault(holder("apply"), may, meta) == may


def test_on_x_the_keys_owner_must_be_able_to_change_campaigns_only_where_a_brake_is_on() -> None:
    x_ads, analyst = discovery.manifest("x_ads"), frozenset({"CAMPAIGN_ANALYST"})
    probe = Probe(account_id="1", name="Ads", scopes=analyst)
    assert with_brake_fault(holder("off"), probe, x_ads) == probe
    found = with_brake_fault(holder("propose"), probe, x_ads)
    assert isinstance(found, Probe)
    (fault,) = found.faults
    assert (fault.code, "AD_MANAGER or ACCOUNT_ADMIN" in fault.remedy) == ("missing_brake_role", True)
    for role in ("AD_MANAGER", "ACCOUNT_ADMIN"):
        may = probe.model_copy(update={"scopes": analyst | {role}})
        assert with_brake_fault(holder("apply"), may, x_ads) == may
