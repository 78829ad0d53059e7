"""Webhooks leave signed as the platforms sign them, and with the platforms' oddities."""

import base64
import hashlib
import hmac
import json

import httpx2
import pytest

from infra.local.simulators.meta.outbox import escaped_json
from infra.local.simulators.webhooks import base64_signature, hex_signature
from tests.twin_simulators.conftest import SECRET, World
from tests.twin_simulators.meta_calls import error_of

META_BODY = (
    b'{"object":"page","entry":[{"id":"1","time":1763900000,"changes":[{"field":"feed","value":'
    b'{"item":"comment","verb":"add","message":"h\\u00e9llo"}}]}]}'
)


def test_signatures_are_those_of_the_published_vectors() -> None:
    meta = "sha256=c39f332f25ee2efffc7cd4d75849367f773bfd45f48f9db47a20975d3540a4b1"
    assert (len(META_BODY), hex_signature(SECRET, META_BODY)) == (148, meta)
    crc = "sha256=5XfzjUOnZ1CqnnbEf1SlEOJmj3xwrPJdwLD+7mU7XkU="
    assert base64_signature(SECRET, b"crc-abc-123") == crc
    event = "sha256=ftFMonY3zA6BE398zKwk01VUtP5ebr9Wc1rLwRRn6uY="
    assert base64_signature(SECRET, b'{"data":{"event_type":"post.mention.create"}}') == event


def test_the_vector_of_the_proof_is_the_one_that_is_verified(meta: World) -> None:
    meta.sim("accounts", {"tokens": [{"value": "EAAB-token", "kind": "page", "app_id": "700", "profile_id": "101"}]})
    headers = {"Authorization": "Bearer EAAB-token"}
    proof = {"appsecret_proof": "d0ebd721d3ecdc449e231cff1862c77a81c83c8fe25b90856df4bc53772c8943"}
    assert meta.client.get("/v26.0/101", params=proof, headers=headers).status_code == 200


def test_meta_writes_escapes_and_signs_those_very_bytes() -> None:
    assert escaped_json(json.loads(META_BODY)) == META_BODY
    assert escaped_json({"url": "https://x/ü"}) == b'{"url":"https:\\/\\/x\\/\\u00fc"}'


def changes(request: httpx2.Request) -> list[tuple[str, str]]:
    body = json.loads(request.read())
    return [(change["value"]["verb"], change["value"]["comment_id"]) for e in body["entry"] for change in e["changes"]]


def facebook_post(meta: World) -> str:
    id_ = str(meta.client.post("/v26.0/101/feed", data={"message": "hello"}).json()["id"])
    meta.callback.received.clear()
    return id_


def comments_on(post: str, *texts: str) -> list[dict[str, object]]:
    return [{"post_id": post, "text": text} for text in texts]


def test_a_visitors_comment_is_told_at_once_signed_over_escaped_bytes(meta: World) -> None:
    told = meta.sim("comments", comments_on(facebook_post(meta), "è caffè? ☕"))
    [request] = meta.callback.received
    assert rb"\u00e8 caff\u00e8? \u2615" in request.read()
    signature = "sha256=" + hmac.new(SECRET.encode(), request.read(), hashlib.sha256).hexdigest()
    assert request.headers["X-Hub-Signature-256"] == signature
    value = json.loads(request.read())["entry"][0]["changes"][0]["value"]
    assert (value["item"], value["verb"], value["parent_id"]) == ("comment", "add", value["post_id"])
    assert told["deliveries"][0]["status"] == 200


def test_an_edit_and_a_removal_are_told_and_a_removal_carries_ids_only(meta: World) -> None:
    id_ = meta.sim("comments", comments_on(facebook_post(meta), "bad"))["comment_ids"][0]
    meta.sim("comments", {"action": "edit", "comment_id": id_, "text": "worse"})
    meta.sim("comments", {"action": "remove", "comment_id": id_})
    assert [changes(request) for request in meta.callback.received] == [
        [("add", id_)],
        [("edited", id_)],
        [("remove", id_)],
    ]
    assert "message" not in json.loads(meta.callback.received[2].read())["entry"][0]["changes"][0]["value"]


def test_a_batch_is_one_post_and_may_come_twice_or_reversed(meta: World) -> None:
    post = facebook_post(meta)
    batch = {"comments": comments_on(post, "1", "2", "3"), "duplicated": True}
    ids = meta.sim("comments", batch)["comment_ids"]
    first, second = meta.callback.received
    assert first.read() == second.read()
    assert [id_ for _, id_ in changes(first)] == ids
    meta.callback.received.clear()
    batch = {"comments": comments_on(post, "4", "5"), "reordered": True}
    ids = meta.sim("comments", batch)["comment_ids"]
    [request] = meta.callback.received
    assert [id_ for _, id_ in changes(request)] == list(reversed(ids))
    assert len(meta.state()["comments"]) == 5


def test_a_callback_that_fails_is_tried_again_until_it_answers_200(meta: World) -> None:
    post = facebook_post(meta)
    meta.callback.statuses = [500, 202, 200]
    delivery = meta.sim("comments", comments_on(post, "hi"))["deliveries"][0]
    assert (delivery["status"], delivery["attempts"]) == (200, 3)
    assert len({request.read() for request in meta.callback.received}) == 1
    assert meta.slept == sorted(meta.slept)


def test_a_callback_that_never_answers_is_given_up_and_said_so(meta: World) -> None:
    post = facebook_post(meta)
    meta.callback.statuses = [500] * 50
    delivery = meta.sim("comments", comments_on(post, "hi"))["deliveries"][0]
    assert (delivery["status"], delivery["attempts"]) == (500, 5)
    assert meta.state()["deliveries"][-1]["status"] == 500


def test_ones_own_acts_echo_back(meta: World) -> None:
    post = facebook_post(meta)
    meta.client.post(f"/v26.0/{post}/comments", data={"message": "from us"})
    value = json.loads(meta.callback.received[0].read())["entry"][0]["changes"][0]["value"]
    assert value["from"]["id"] == "101"


def test_without_the_pages_subscription_nothing_arrives(meta: World) -> None:
    post = facebook_post(meta)
    assert error_of(meta.client.post("/v26.0/101/subscribed_apps", data={"subscribed_fields": "feed,colour"}))[0] == 100
    assert meta.client.delete("/v26.0/101/subscribed_apps").json() == {"success": True}
    assert meta.sim("comments", comments_on(post, "hi"))["deliveries"] == []
    meta.client.post("/v26.0/101/subscribed_apps", data={"subscribed_fields": "feed"})
    assert len(meta.sim("comments", comments_on(post, "ho"))["deliveries"]) == 1


def test_instagram_tells_new_comments_and_never_their_removal(meta: World) -> None:
    container = meta.client.post("/v26.0/17841/media", data={"image_url": "http://img/a.jpg"}).json()["id"]
    media = meta.client.post("/v26.0/17841/media_publish", data={"creation_id": container}).json()["id"]
    id_ = meta.sim("comments", comments_on(media, "bello"))["comment_ids"][0]
    body = json.loads(meta.callback.received[0].read())
    assert (body["object"], body["entry"][0]["changes"][0]["field"]) == ("instagram", "comments")
    assert body["entry"][0]["changes"][0]["value"]["id"] == id_
    assert meta.sim("comments", {"action": "remove", "comment_id": id_})["deliveries"] == []


def test_an_app_subscribes_only_a_callback_that_echoes_the_challenge(meta: World) -> None:
    data = {"object": "page", "callback_url": "http://callback/new", "fields": "feed", "verify_token": "v"}
    app = {"Authorization": f"Bearer 700|{SECRET}"}
    assert meta.client.post("/v26.0/700/subscriptions", data=data, headers=app).json() == {"success": True}
    meta.callback.challenge_answer = "something else"
    assert error_of(meta.client.post("/v26.0/700/subscriptions", data=data, headers=app))[0] == 2200


APP = {"Authorization": "Bearer APP"}


def subscribe(x: World) -> tuple[str, str]:
    webhook = x.client.post("/2/webhooks", json={"url": "https://callback.example/x"}, headers=APP).json()["data"]["id"]
    for kind in ("post.reply.create", "post.mention.create"):
        body = {"event_type": kind, "filter": {"user_id": "111"}, "tag": "acc-7", "webhook_id": webhook}
        assert x.client.post("/2/activity/subscriptions", json=body).status_code == 201
    return webhook, str(x.client.post("/2/tweets", json={"text": "hello"}).json()["data"]["id"])


def events(x: World) -> list[tuple[str, str]]:
    bodies = [json.loads(request.read())["data"] for request in x.callback.received]
    return [(body["event_type"], body["payload"]["id"]) for body in bodies]


@pytest.mark.parametrize("url", ["http://callback.example/x", "https://callback.example:8443/x", "callback"])
def test_x_takes_only_https_without_a_port(x: World, url: str) -> None:
    assert x.client.post("/2/webhooks", json={"url": url}, headers=APP).status_code == 400


def test_x_refuses_a_callback_that_does_not_pass_its_crc(x: World) -> None:
    x.callback.consumer_secret = "another secret"
    answer = x.client.post("/2/webhooks", json={"url": "https://callback.example/x"}, headers=APP)
    assert (answer.status_code, answer.json()["title"]) == (400, "CrcValidationFailed")
    assert x.state()["webhooks"] == []


def test_x_tells_a_direct_reply_and_a_mention_each_signed_in_base64(x: World) -> None:
    _, post = subscribe(x)
    [reply] = x.sim("comments", comments_on(post, "@aurora aperti?"))["comment_ids"]
    assert events(x) == [("post.reply.create", reply), ("post.mention.create", reply)]
    request = x.callback.received[0]
    digest = hmac.new(SECRET.encode(), request.read(), hashlib.sha256).digest()
    assert request.headers["x-twitter-webhooks-signature"] == "sha256=" + base64.b64encode(digest).decode()
    data = json.loads(request.read())["data"]
    assert (data["tag"], data["payload"]["public_metrics"]["reply_count_str"]) == ("acc-7", "0")


def test_x_does_not_tell_nested_replies_or_removals(x: World) -> None:
    _, post = subscribe(x)
    [reply] = x.sim("comments", comments_on(post, "bello"))["comment_ids"]
    nested = {"post_id": post, "parent_id": reply, "text": "davvero"}
    assert x.sim("comments", nested)["deliveries"] == []
    assert x.sim("comments", {"action": "remove", "comment_id": reply})["deliveries"] == []


def test_x_events_may_come_twice_or_reversed_and_keep_their_ids(x: World) -> None:
    _, post = subscribe(x)
    batch = {"comments": comments_on(post, "1", "2"), "duplicated": True, "reordered": True}
    one, two = x.sim("comments", batch)["comment_ids"]
    assert [id_ for _, id_ in events(x)] == [two, one, two, one]
    uuids = [json.loads(request.read())["data"]["event_uuid"] for request in x.callback.received]
    assert uuids[:2] == uuids[2:]
    assert len(set(uuids)) == 2


def test_x_does_not_retry_and_replays_the_last_day_when_asked(x: World) -> None:
    webhook, post = subscribe(x)
    x.callback.statuses = [500]
    delivery = x.sim("comments", comments_on(post, "1"))["deliveries"][0]
    assert (delivery["status"], delivery["attempts"]) == (500, 1)
    x.clock.pass_seconds(60)
    body = {"webhook_id": webhook, "from_date": "202611230900", "to_date": "202611231100"}
    assert x.client.post("/2/webhooks/replay", json=body, headers=APP).status_code == 200
    first, second = x.callback.received
    assert first.read() == second.read()


def test_x_stops_telling_a_callback_that_fails_its_crc_for_28_hours(x: World) -> None:
    _, post = subscribe(x)
    x.callback.consumer_secret = "rotated away"
    x.clock.pass_seconds(27 * 3600)
    assert len(x.sim("comments", comments_on(post, "1"))["deliveries"]) == 1
    x.clock.pass_seconds(3600)
    assert x.sim("comments", comments_on(post, "2"))["deliveries"] == []
