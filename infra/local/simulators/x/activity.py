"""Webhook registration and activity subscriptions of X (platforms/x.md §4)."""

from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict

from infra.local.simulators.x.api import Api, Call, endpoint
from infra.local.simulators.x.errors import Problem, bad_parameter, forbidden_request, missing_resource, no_valid_token
from infra.local.simulators.x.outbox import REVOKED
from infra.local.simulators.x.store import App, Subscription, Webhook
from infra.local.simulators.x.views import x_time

REPLAY_LIFE = timedelta(hours=24)
MOST_SUBSCRIPTIONS = 1500
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "testserver"})


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class WebhookBody(_Body):
    """Body of `POST /2/webhooks`."""

    url: str


class FilterBody(_Body):
    """Whose events."""

    user_id: str


class SubscriptionBody(_Body):
    """Body of `POST /2/activity/subscriptions`; `oauth.revoke` takes no filter, the others need one."""

    event_type: Literal[
        "post.reply.create",
        "post.mention.create",
        "post.quote.create",
        "post.create",
        "post.delete",
        "dm.received",
        "oauth.revoke",
    ]
    filter: FilterBody | None = None
    webhook_id: str
    tag: str | None = None


class ReplayBody(_Body):
    """Body of `POST /2/webhooks/replay`; times as YYYYMMDDhhmm, UTC."""

    webhook_id: str
    from_date: str
    to_date: str


@endpoint("POST", "/2/webhooks", who="app", limit=450)
def register(api: Api, call: Call) -> object:
    """Register a callback that passes its CRC now."""
    app, url = _app(call), call.body(WebhookBody).url
    _check_address(url)
    if any(webhook.url == url for webhook in api.store.webhooks.values()):
        raise Problem(400, "DuplicateUrlFailed", "A webhook with this URL exists already.")
    if not api.outbox.passes_crc(url, app.client_id):
        raise Problem(400, "CrcValidationFailed", "The callback did not answer the challenge correctly.")
    webhook = Webhook(api.store.new_id(), url, app.client_id, call.now, call.now)
    api.store.webhooks[webhook.id] = webhook
    return {"data": _webhook(webhook)}


@endpoint("GET", "/2/webhooks", who="app", limit=450)
def list_webhooks(api: Api, call: Call) -> object:
    """The app's callbacks."""
    own = [_webhook(w) for w in api.store.webhooks.values() if w.client_id == _app(call).client_id]
    return {"data": own, "meta": {"result_count": len(own)}}


@endpoint("PUT", "/2/webhooks/<id_>", who="app", limit=450)
def revalidate(api: Api, call: Call, id_: str) -> object:
    """Challenge a callback again."""
    webhook = _own_webhook(api, call, id_)
    webhook.valid = api.outbox.passes_crc(webhook.url, webhook.client_id)
    if not webhook.valid:
        raise Problem(400, "CrcValidationFailed", "The callback did not answer the challenge correctly.")
    webhook.validated_at = call.now
    return {"data": {"valid": True}}


@endpoint("DELETE", "/2/webhooks/<id_>", who="app", limit=450)
def remove(api: Api, call: Call, id_: str) -> object:
    """Forget a callback and what was subscribed to it."""
    webhook = _own_webhook(api, call, id_)
    del api.store.webhooks[webhook.id]
    for subscription in [s for s in api.store.subscriptions.values() if s.webhook_id == id_]:
        del api.store.subscriptions[subscription.id]
    return {"data": {"deleted": True}}


@endpoint("POST", "/2/webhooks/replay", who="app", limit=450)
def replay(api: Api, call: Call) -> object:
    """Send again what was sent within a span of the last day."""
    body = call.body(ReplayBody)
    webhook = _own_webhook(api, call, body.webhook_id)
    start, end = _minute("from_date", body.from_date), _minute("to_date", body.to_date)
    if start >= end or start < call.now - REPLAY_LIFE:
        raise bad_parameter("from_date", body.from_date, "The span must lie within the last 24 hours")
    api.courier.carry(api.outbox.replay(webhook.id, start, end))
    return {"data": {"job_id": api.store.new_id(), "created_at": x_time(call.now)}}


@endpoint("POST", "/2/activity/subscriptions", who="either", limit=500, scope="tweet.read", status=201)
def subscribe(api: Api, call: Call) -> object:
    """Send one kind of event of one user to a webhook."""
    body = call.body(SubscriptionBody)
    webhook = _own_webhook(api, call, body.webhook_id)
    key = (body.event_type, _watched_user(api, call, body), webhook.id)
    if any((s.event_type, s.user_id, s.webhook_id) == key for s in api.store.subscriptions.values()):
        raise Problem(400, "DuplicateSubscriptionFailed", "This subscription exists already.")
    if len(api.store.subscriptions) >= MOST_SUBSCRIPTIONS:
        raise forbidden_request("The limit of subscriptions is reached.")
    made = Subscription(api.store.new_id(), *key, body.tag, call.now)
    api.store.subscriptions[made.id] = made
    return {
        "data": {"subscription": _subscription(made)},
        "meta": {"total_subscriptions": len(api.store.subscriptions)},
    }


@endpoint("GET", "/2/activity/subscriptions", who="either", limit=500, scope="tweet.read")
def list_subscriptions(api: Api, _call: Call) -> object:
    """All subscriptions."""
    found = [_subscription(subscription) for subscription in api.store.subscriptions.values()]
    return {"data": found, "meta": {"total_subscriptions": len(found), "result_count": len(found)}}


@endpoint("DELETE", "/2/activity/subscriptions/<id_>", who="either", limit=500, scope="tweet.read")
def unsubscribe(api: Api, _call: Call, id_: str) -> object:
    """Stop one subscription."""
    if api.store.subscriptions.pop(id_, None) is None:
        raise missing_resource(id_)
    return {"data": {"deleted": True}, "meta": {"total_subscriptions": len(api.store.subscriptions)}}


def _watched_user(api: Api, call: Call, body: SubscriptionBody) -> str | None:
    """The user whose events are asked for. Raises `Problem`."""
    if (body.filter is None) != (body.event_type == REVOKED):
        raise bad_parameter("filter", "", f"{body.event_type} takes {'no' if body.filter else 'a'} filter")
    if body.filter is None:
        return None
    if body.filter.user_id not in api.store.users:
        raise missing_resource(body.filter.user_id)
    if call.user is not None and call.user.id != body.filter.user_id:
        raise forbidden_request()
    return body.filter.user_id


def _app(call: Call) -> App:
    if call.app is None:
        raise no_valid_token()
    return call.app


def _own_webhook(api: Api, call: Call, id_: str) -> Webhook:
    webhook = api.store.webhooks.get(id_)
    if webhook is None or webhook.client_id != _app(call).client_id:
        raise missing_resource(id_)
    return webhook


def _check_address(url: str) -> None:
    """HTTPS without a port, as on X; loopback may use plain HTTP and a port, since nothing else can be reached here."""
    parts = urlsplit(url)
    if parts.hostname in _LOOPBACK:
        return
    if parts.scheme != "https" or parts.port is not None or not parts.hostname:
        raise Problem(400, "UrlValidationFailed", "The URL must be https and have no port.")


def _minute(name: str, text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError as error:
        raise bad_parameter(name, text, f"{name} must be YYYYMMDDhhmm") from error


def _webhook(webhook: Webhook) -> dict[str, object]:
    created_at = x_time(webhook.created_at)
    return {"id": webhook.id, "url": webhook.url, "valid": webhook.valid, "created_at": created_at}


def _subscription(subscription: Subscription) -> dict[str, object]:
    answer: dict[str, object] = {
        "subscription_id": subscription.id,
        "event_type": subscription.event_type,
        "filter": {"user_id": subscription.user_id} if subscription.user_id else {},
        "webhook_id": subscription.webhook_id,
        "created_at": x_time(subscription.created_at),
        "updated_at": x_time(subscription.created_at),
    }
    return answer | ({"tag": subscription.tag} if subscription.tag else {})
