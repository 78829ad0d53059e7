"""Accounts, what pays, campaigns, line items and promoted posts (X Ads API, Campaign management, reference)."""

from collections.abc import Iterable, Iterator

from infra.local.simulators.x.ads import Campaign, Entity, Instrument, LineItem, PromotedTweet
from infra.local.simulators.x.ads_api import AdsApi, AdsCall, ads_endpoint, page_of
from infra.local.simulators.x.ads_errors import AdsError, invalid

_PAGED = "count cursor with_deleted sort_by"
_MOST_IDS = 200


@ads_endpoint("accounts/<account_id>", family="other", query="with_deleted", for_all=True)
def show_account(_api: AdsApi, call: AdsCall) -> dict[str, object]:
    """One account. It says its zone, and no currency."""
    account = call.account
    return {
        "data": {
            "name": account.name,
            "business_name": None,
            "timezone": account.timezone,
            "timezone_switch_at": "2016-07-21T07:00:00Z",
            "id": account.id,
            "industry_type": None,
            "business_id": None,
            "approval_status": account.approval_status,
            "deleted": False,
        }
    }


@ads_endpoint("accounts/<account_id>/authenticated_user_access", family="other", for_all=True)
def show_access(_api: AdsApi, call: AdsCall) -> dict[str, object]:
    """What the user may do in the account."""
    permissions = call.account.permissions[call.keys.user_id]
    return {"data": {"user_id": call.keys.user_id, "permissions": list(permissions)}}


@ads_endpoint("accounts/<account_id>/funding_instruments", family="core", query=f"{_PAGED} funding_instrument_ids")
def list_instruments(api: AdsApi, call: AdsCall) -> dict[str, object]:
    """What pays for the account's ads."""
    found = _pick(call, api.store.instruments.values(), "funding_instrument_ids")
    return page_of(call, (_instrument(one) for one in found))


@ads_endpoint("accounts/<account_id>/campaigns", family="core", query=f"{_PAGED} campaign_ids with_draft q")
def list_campaigns(api: AdsApi, call: AdsCall) -> dict[str, object]:
    """The account's campaigns; deleted ones only when they are asked for."""
    listed = (one for one in api.store.campaigns.values() if not one.unlisted)
    return page_of(call, (_campaign(one) for one in _pick(call, listed, "campaign_ids")))


@ads_endpoint("accounts/<account_id>/campaigns/<campaign_id>", family="core", query="with_deleted")
def show_campaign(api: AdsApi, call: AdsCall, campaign_id: str) -> dict[str, object]:
    """One campaign; a deleted one only when it is asked for."""
    return {"data": _campaign(_find_campaign(api, call, campaign_id, with_deleted=call.flag("with_deleted")))}


@ads_endpoint("accounts/<account_id>/campaigns/<campaign_id>", method="PUT", family="write", needed="entity_status")
def change_campaign(api: AdsApi, call: AdsCall, campaign_id: str) -> dict[str, object]:
    """Sets a campaign's status; of what else may be set, nothing is known here. What is set already stays as it was."""
    found = _find_campaign(api, call, campaign_id, with_deleted=False)
    status = call.params["entity_status"]
    if status not in {"ACTIVE", "PAUSED"}:
        raise invalid("entity_status", f'Expected ACTIVE or PAUSED, got "{status}" for entity_status')
    if found.entity_status != status:
        found.entity_status, found.updated_at = status, f"{call.now:%Y-%m-%dT%H:%M:%SZ}"
    return {"data": _campaign(found)}


def _find_campaign(api: AdsApi, call: AdsCall, campaign_id: str, *, with_deleted: bool) -> Campaign:
    found = api.store.campaigns.get(campaign_id)
    is_known = found and found.account_id == call.account.id and not found.unlisted
    if not (found and is_known) or (found.deleted and not with_deleted):
        raise AdsError(404, "CAMPAIGN_NOT_FOUND", f"Campaign {campaign_id} was not found", "campaign_id")
    return found


@ads_endpoint("accounts/<account_id>/line_items", family="core", query=f"{_PAGED} line_item_ids with_draft")
def list_line_items(api: AdsApi, call: AdsCall) -> dict[str, object]:
    """The account's line items."""
    return page_of(call, (_line_item(one) for one in _pick(call, api.store.line_items.values(), "line_item_ids")))


@ads_endpoint("accounts/<account_id>/promoted_tweets", family="core", query=f"{_PAGED} promoted_tweet_ids")
def list_promoted_tweets(api: AdsApi, call: AdsCall) -> dict[str, object]:
    """The posts that line items show; those of deleted line items only with the deleted, and not as deleted."""
    lines = {one.id for one in api.store.line_items.values() if call.flag("with_deleted") or not one.deleted}
    standing = (one for one in api.store.promoted_tweets.values() if one.line_item_id in lines)
    return page_of(call, (_promoted_tweet(one) for one in _pick(call, standing, "promoted_tweet_ids")))


def _pick[Kind: Entity](call: AdsCall, rows: Iterable[Kind], by: str) -> Iterator[Kind]:
    ids = set(filter(None, call.params.get(by, "").split(",")))
    if len(ids) > _MOST_IDS:
        raise invalid(by, f"Up to {_MOST_IDS} ids may be provided")
    for one in rows:
        if one.account_id != call.account.id or (one.deleted and not call.flag("with_deleted")):
            continue
        if not ids or one.id in ids:
            yield one


def _common(one: Entity) -> dict[str, object]:
    moments = {"created_at": "2026-01-01T00:00:00Z", "updated_at": one.updated_at}
    return {"id": one.id, "entity_status": one.entity_status, "deleted": one.deleted, **moments}


def _instrument(one: Instrument) -> dict[str, object]:
    return {
        **_common(one),
        "account_id": one.account_id,
        "description": one.name,
        "currency": one.currency,
        "type": one.type,
        "able_to_fund": one.able_to_fund,
        "reasons_not_able_to_fund": list(one.reasons_not_able_to_fund),
        "credit_limit_local_micro": None,
        "credit_remaining_local_micro": one.credit_remaining_local_micro,
        "funded_amount_local_micro": None,
        "start_time": "2026-01-01T00:00:00Z",
        "end_time": None,
    }


def _campaign(one: Campaign) -> dict[str, object]:
    return {
        **_common(one),
        "name": one.name,
        "budget_optimization": "LINE_ITEM",
        "reasons_not_servable": [],
        "servable": one.entity_status == "ACTIVE" and not one.deleted,
        "effective_status": "UNKNOWN",
        "daily_budget_amount_local_micro": one.daily_budget_amount_local_micro,
        "total_budget_amount_local_micro": one.total_budget_amount_local_micro,
        "funding_instrument_id": one.funding_instrument_id,
        "currency": one.currency,
    }


def _line_item(one: LineItem) -> dict[str, object]:
    return {**_common(one), "name": one.name, "campaign_id": one.campaign_id, "end_time": one.end_time}


def _promoted_tweet(one: PromotedTweet) -> dict[str, object]:
    shown = {"line_item_id": one.line_item_id, "tweet_id": one.tweet_id, "approval_status": one.approval_status}
    return {**_common(one), **shown}
