"""What a probe of Meta's accounts tells: who it is, until when, what it may do, and what a person should mend."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr

from portavoce.platforms import discovery
from portavoce.platforms.contract import ChannelAccess, Probe, Quota
from portavoce.platforms.facebook.manifest import WEBHOOK_FIELDS
from portavoce.platforms.graph.probe import subscribed_fields
from portavoce.platforms.http import Http
from portavoce.platforms.outcomes import AuthFailed, Unclear
from tests.contract.platforms.stands import INSTAGRAM_USER, PAGE, SYSTEM_TOKEN, TOKEN, Stand, stand_for

ENDS_AT = datetime(2026, 12, 24, 8, 0, tzinfo=UTC)
META = ("facebook", "instagram", "meta_ads")
NAMES = ("Aurora Coffee", "@auroracoffee", "Aurora")
PAGES = ("facebook", "instagram")


def probed(stand: Stand, token: str | None = None, *, with_app: bool = True) -> Any:
    secrets = {"access_token": SecretStr(token or stand.token)}
    app = {"client_id": SecretStr("9"), "client_secret": SecretStr("app-secret")}
    access = ChannelAccess(
        channel_id="aurora.here", account_id=stand.account_id, secrets=secrets | (app if with_app else {})
    )
    return discovery.part(stand.platform, "client").connect(access, Http(stand.manifest.base_url, stand.wire)).probe()


def seed(stand: Stand, **more: object) -> None:
    stand.network.platform.seeds["accounts"](more)


def subscribed(stand: Stand, *fields: str) -> None:
    page = {"id": PAGE, "name": "Aurora Coffee", "access_token": TOKEN, "app_id": "9", "subscribed_fields": fields}
    seed(stand, pages=[page | {"instagram_user_id": INSTAGRAM_USER}])


@pytest.mark.parametrize(("on", "name"), tuple(zip(META, NAMES, strict=True)))
def test_an_account_in_order_is_named_with_its_scopes_and_has_no_faults(on: str, name: str) -> None:
    stand = stand_for(on)
    subscribed(stand, *WEBHOOK_FIELDS)
    told = probed(stand)
    assert isinstance(told, Probe)
    assert (told.account_id, told.name, told.expires_at, told.faults) == (stand.account_id, name, None, ())
    assert told.scopes >= {"pages_manage_posts", "instagram_content_publish", "ads_read"}


@pytest.mark.parametrize("on", META)
def test_a_dead_token_needs_a_person(on: str) -> None:
    stand = stand_for(on)
    kind, owner = ("system", "77") if on == "meta_ads" else ("page", PAGE)
    dead = {"value": "DEAD", "kind": kind, "app_id": "9", "profile_id": owner, "dead_subcode": 460}
    seed(stand, tokens=[dead])
    told = probed(stand, "DEAD")
    assert isinstance(told, AuthFailed)
    assert told.code == "190/460"
    assert isinstance(probed(stand, "DEAD", with_app=False), AuthFailed)


@pytest.mark.parametrize("on", PAGES)
def test_a_token_that_ends_and_lacks_a_scope_is_told_of(on: str) -> None:
    stand = stand_for(on)
    scopes = sorted({*probed(stand).scopes} - {"pages_manage_posts", "instagram_content_publish"})
    token = {"value": "SOON", "kind": "page", "app_id": "9", "profile_id": PAGE, "scopes": scopes}
    seed(stand, tokens=[token | {"expires_at": ENDS_AT.isoformat()}])
    subscribed(stand, *WEBHOOK_FIELDS)
    told = probed(stand, "SOON")
    assert isinstance(told, Probe)
    assert told.expires_at == ENDS_AT
    [fault] = told.faults
    assert fault.code == "missing_scope"
    assert ("pages_manage_posts" if on == "facebook" else "instagram_content_publish") in fault.what


@pytest.mark.parametrize("on", PAGES)
def test_a_page_that_sends_no_webhooks_is_told_of(on: str) -> None:
    stand = stand_for(on)
    assert [fault.code for fault in probed(stand).faults] == ["no_webhook_subscription"]
    subscribed(stand, *WEBHOOK_FIELDS)
    assert probed(stand).faults == ()


def test_a_page_that_sends_only_its_comments_is_told_what_else_is_not_heard_of() -> None:
    stand = stand_for("facebook")
    subscribed(stand, "feed", "mention")
    (fault,) = probed(stand).faults
    assert fault.code == "no_webhook_subscription"
    for field in ("ratings", "leadgen", "messages", "messaging_policy_enforcement"):
        assert field in fault.what


def test_a_page_may_do_without_the_scopes_of_lead_forms() -> None:
    stand = stand_for("facebook")
    scopes = sorted({*probed(stand).scopes} - {"leads_retrieval", "pages_manage_ads", "ads_management"})
    seed(stand, tokens=[{"value": "FEW", "kind": "page", "app_id": "9", "profile_id": PAGE, "scopes": scopes}])
    subscribed(stand, *WEBHOOK_FIELDS)
    assert probed(stand, "FEW").faults == ()


def test_webhooks_of_another_app_are_not_ours() -> None:
    stand = stand_for("facebook")
    subscribed(stand, *WEBHOOK_FIELDS)
    other = {"value": "OTHER", "kind": "page", "app_id": "10", "profile_id": PAGE}
    seed(stand, apps=[{"id": "10", "secret": "other-secret"}], tokens=[other])
    assert "no_webhook_subscription" not in [fault.code for fault in probed(stand).faults]
    ours = {"access_token": SecretStr("OTHER"), "client_id": SecretStr("9"), "client_secret": SecretStr("app-secret")}
    access = ChannelAccess(channel_id="aurora.here", account_id=PAGE, secrets=ours)
    graph = discovery.part("facebook", "client").connect(access, Http(stand.manifest.base_url, stand.wire)).graph
    assert subscribed_fields(graph, access, PAGE) == frozenset()


@pytest.mark.parametrize("with_app", [True, False])
def test_a_persons_token_in_the_place_of_the_pages_is_told_of_with_the_tasks_that_the_person_lacks(
    with_app: bool,
) -> None:
    stand = stand_for("facebook")
    page = {"id": PAGE, "name": "Aurora Coffee", "access_token": TOKEN, "tasks": ["ANALYZE", "MODERATE"]}
    seed(stand, pages=[page], tokens=[{"value": "ANNA", "kind": "user", "app_id": "9", "profile_id": "78"}])
    told = probed(stand, "ANNA", with_app=with_app)
    assert isinstance(told, Probe)
    assert [fault.code for fault in told.faults] == ["wrong_token_kind", "missing_page_task"]
    assert "CREATE_CONTENT" in told.faults[1].what


def test_without_the_app_the_scopes_and_the_end_are_unknown_and_that_is_no_fault() -> None:
    stand = stand_for("facebook")
    subscribed(stand, *WEBHOOK_FIELDS)
    told = probed(stand, with_app=False)
    assert isinstance(told, Probe)
    assert (told.scopes, told.expires_at, told.faults) == (frozenset(), None, ())


def test_instagrams_quota_is_told_as_it_stands() -> None:
    stand = stand_for("instagram")
    client = stand.client()
    handles: dict[str, str] = {}
    client.prepare(stand.post(), handles.__setitem__)
    client.release(stand.post().model_copy(update={"handles": handles}))
    assert probed(stand).quota == Quota(used=1, total=100, window_seconds=86_400)


def test_a_page_token_does_not_read_ads_and_an_inactive_ad_account_is_told_of() -> None:
    stand = stand_for("meta_ads")
    assert isinstance(probed(stand, TOKEN), Unclear | AuthFailed)
    account = {"id": stand.account_id, "name": "Aurora", "currency": "EUR", "account_status": 3}
    stand.network.platform.seeds["ads"]({"ad_accounts": [account]})
    assert [fault.code for fault in probed(stand, SYSTEM_TOKEN).faults] == ["ad_account_inactive"]


@pytest.mark.parametrize("on", META)
def test_an_answer_that_was_lost_leaves_it_unclear_and_the_token_unnamed(on: str) -> None:
    stand = stand_for(on)
    stand.fault("lost_answer", "debug_token")
    told = probed(stand)
    assert isinstance(told, Unclear)
    assert stand.token not in told.reason
