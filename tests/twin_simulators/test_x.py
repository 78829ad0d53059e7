"""X as platforms/x.md tells of it."""

import pytest

from infra.local.simulators.x.text import weighted_length
from tests.twin_simulators.conftest import World
from tests.twin_simulators.x_calls import post, posted, refresh


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("Hello, world! 👋", 16),
        ("👨‍👩‍👧‍👦", 2),
        ("see https://example.com/a/very/long/path?x=1 ok", 30),
        ("example.com", 23),
        ("日本語", 6),
        ("café", 4),
        ("cafe\u0301", 4),
        ("…", 2),
        ("“q” – —", 7),
        ("#tag @user", 10),
        ("قهوة", 4),
    ],
)
def test_weight_is_counted_as_twitter_text_counts(text: str, weight: int) -> None:
    assert weighted_length(text) == weight


def test_a_text_over_280_by_weight_is_refused(x: World) -> None:
    assert post(x, "a" * 280).status_code == 201
    assert post(x, "a" * 281).status_code == 403
    assert post(x, "日" * 140).status_code == 201
    assert post(x, "日" * 141).status_code == 403
    assert len(x.state()["posts"]) == 2


@pytest.mark.parametrize(
    "body",
    [
        {"text": "hello", "colour": "red"},
        {"text": "hello", "media": {"media_ids": ["1"], "size": 2}},
        {"text": 5},
        {"text": "hello", "reply_settings": "nobody"},
        {"text": "hello", "media": {"media_ids": ["1", "2", "3", "4", "5"]}},
        {"text": "hello", "poll": {"options": ["one"], "duration_minutes": 60}},
        {"text": "hello", "poll": {"options": ["1", "2", "3", "4", "5"], "duration_minutes": 60}},
        {"text": "hello", "poll": {"options": ["yes", "n" * 26], "duration_minutes": 60}},
        {"text": "hello", "poll": {"options": ["yes", ""], "duration_minutes": 60}},
        {"text": "hello", "poll": {"options": ["yes", "no"], "duration_minutes": 4}},
        {"text": "hello", "poll": {"options": ["yes", "no"], "duration_minutes": 10_081}},
        {"text": "hello", "poll": {"options": ["yes", "no"], "duration_minutes": 60}, "media": {"media_ids": ["1"]}},
        {},
    ],
)
def test_an_unknown_or_wrong_body_field_is_400_and_named(x: World, body: dict[str, object]) -> None:
    answer = x.client.post("/2/tweets", json=body)
    assert (answer.status_code, answer.json()["title"]) == (400, "Invalid Request")
    assert answer.json()["errors"][0]["message"]
    assert x.state()["posts"] == []


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/2/users/111/tweets", {"limit": "5"}),
        ("/2/users/111/tweets", {"max_results": "4"}),
        ("/2/users/111/tweets", {"tweet.fields": "text,colour"}),
        ("/2/tweets", {"ids": "abc"}),
        ("/2/users/me", {"user.fields": "public_metrics,colour"}),
    ],
)
def test_an_unknown_query_parameter_or_field_is_400(x: World, path: str, params: dict[str, str]) -> None:
    assert x.client.get(path, params=params).status_code == 400


@pytest.mark.parametrize(
    ("token", "status"), [("", 401), ("nonsense", 401), ("OLD", 401), ("APP", 403), ("READER", 403)]
)
def test_a_token_that_may_not_write_is_refused(x: World, token: str, status: int) -> None:
    user = {"user_id": "111", "client_id": "cid"}
    tokens = [
        user | {"value": "OLD", "expires_at": "2026-11-23T09:59:59Z"},
        user | {"value": "READER", "scopes": ["tweet.read", "users.read"]},
    ]
    x.sim("accounts", {"tokens": tokens})
    answer = x.client.post("/2/tweets", json={"text": "x"}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == status
    assert answer.json()["status"] == status


def test_the_same_text_again_is_a_403_that_names_the_duplicate(x: World) -> None:
    posted(x, "Buongiorno")
    again = post(x, "Buongiorno")
    assert again.status_code == 403
    assert again.json()["detail"] == "You are not allowed to create a Tweet with duplicate content."
    posted(x, "Buonasera")
    assert post(x, "Buongiorno").status_code == 403
    x.clock.pass_seconds(24 * 3600)
    assert post(x, "Buongiorno").status_code == 201


def test_text_comes_back_with_short_links_and_escapes(x: World) -> None:
    sent = "Tea & <coffee> https://aurora.example/menu?a=1&b=2 or example.com."
    id_ = posted(x, sent)
    fields = {"ids": id_, "tweet.fields": "entities"}
    found = x.client.get("/2/tweets", params=fields).json()["data"][0]
    assert found["text"].startswith("Tea &amp; &lt;coffee&gt; https://t.co/")
    assert "aurora.example" not in found["text"]
    urls = found["entities"]["urls"]
    assert [url["expanded_url"] for url in urls] == ["https://aurora.example/menu?a=1&b=2", "http://example.com"]
    assert [found["text"][url["start"] : url["end"]] for url in urls] == [url["url"] for url in urls]
    assert x.state()["posts"][0]["text"] == sent


def test_a_thread_is_allowed_and_an_unsummoned_reply_is_not(x: World) -> None:
    first = posted(x, "1/2")
    second = posted(x, "2/2", reply={"in_reply_to_tweet_id": first})
    found = x.client.get(f"/2/tweets/{second}", params={"tweet.fields": "conversation_id,referenced_tweets"}).json()
    assert found["data"]["conversation_id"] == first
    assert found["data"]["referenced_tweets"] == [{"type": "replied_to", "id": first}]
    visits = [{"post_id": first, "text": "bello"}, {"post_id": first, "text": "@Aurora quanto?"}]
    silent, summoning = x.sim("comments", visits)["comment_ids"]
    refused = post(x, "grazie", reply={"in_reply_to_tweet_id": silent})
    assert refused.status_code == 403
    assert "because you have not been mentioned" in refused.json()["detail"]
    posted(x, "3 euro", reply={"in_reply_to_tweet_id": summoning})


def test_a_poll_is_shown_with_its_options_until_it_closes(x: World) -> None:
    id_ = posted(x, "Espresso o moka?", poll={"options": ["Espresso", "Moka"], "duration_minutes": 5})
    params = {
        "tweet.fields": "attachments",
        "expansions": "attachments.poll_ids",
        "poll.fields": "duration_minutes,voting_status",
    }
    found = x.client.get(f"/2/tweets/{id_}", params=params).json()
    [poll] = found["includes"]["polls"]
    assert found["data"]["attachments"] == {"poll_ids": [poll["id"]]}
    assert [option["label"] for option in poll["options"]] == ["Espresso", "Moka"]
    assert (poll["duration_minutes"], poll["voting_status"]) == (5, "open")
    x.clock.pass_seconds(300)
    assert x.client.get(f"/2/tweets/{id_}", params=params).json()["includes"]["polls"][0]["voting_status"] == "closed"


def test_replies_are_hidden_only_in_ones_own_conversations(x: World) -> None:
    first = posted(x, "hello")
    reply = x.sim("comments", {"post_id": first, "text": "spam"})["comment_ids"][0]
    mention = x.sim("comments", {"action": "mention", "account_id": "111", "text": "@aurora"})["comment_ids"][0]
    assert x.client.put(f"/2/tweets/{reply}/hidden", json={"hidden": True}).json() == {"data": {"hidden": True}}
    assert x.client.put(f"/2/tweets/{mention}/hidden", json={"hidden": True}).status_code == 403
    assert [comment["hidden"] for comment in x.state()["comments"]] == [True, False]


def test_deleting_removes_ones_own_post_and_not_a_reply_of_others(x: World) -> None:
    first = posted(x, "hello")
    reply = x.sim("comments", {"post_id": first, "text": "spam"})["comment_ids"][0]
    assert x.client.delete(f"/2/tweets/{reply}").status_code == 404
    assert x.client.delete(f"/2/tweets/{first}").json() == {"data": {"deleted": True}}
    gone = x.client.get("/2/tweets", params={"ids": first})
    assert gone.status_code == 200
    assert gone.json()["errors"][0]["resource_id"] == first
    assert "data" not in gone.json()


def test_time_lines_go_by_id_and_page_by_token(x: World) -> None:
    ids = [posted(x, f"post {number}") for number in range(7)]
    page = x.client.get("/2/users/111/tweets", params={"max_results": "5"}).json()
    assert [item["id"] for item in page["data"]] == ids[:1:-1]
    params = {"max_results": "5", "pagination_token": page["meta"]["next_token"]}
    rest = x.client.get("/2/users/111/tweets", params=params).json()
    assert [item["id"] for item in rest["data"]] == ids[1::-1]
    assert "next_token" not in rest["meta"]
    assert x.client.get("/2/users/111/tweets", params={"since_id": ids[-1]}).json() == {"meta": {"result_count": 0}}


def test_mentions_hold_replies_and_mentions_of_others(x: World) -> None:
    first = posted(x, "hello")
    visits = [{"post_id": first, "text": "bello"}, {"action": "mention", "account_id": "111", "text": "@aurora"}]
    reply, mention = x.sim("comments", visits)["comment_ids"]
    params = {"tweet.fields": "author_id,in_reply_to_user_id", "since_id": first}
    found = x.client.get("/2/users/111/mentions", params=params).json()["data"]
    assert [(item["id"], item.get("in_reply_to_user_id")) for item in found] == [(mention, None), (reply, "111")]


def test_public_metrics_say_retweet_count_and_private_ones_end_after_thirty_days(x: World) -> None:
    id_ = posted(x, "hello")
    x.sim("accounts", {"posts": [{"id": id_, "counters": {"retweet_count": 3, "impression_count": 90}}]})
    params = {"tweet.fields": "public_metrics,non_public_metrics"}
    found = x.client.get(f"/2/tweets/{id_}", params=params).json()
    assert found["data"]["public_metrics"]["retweet_count"] == 3
    assert "repost_count" not in found["data"]["public_metrics"]
    assert found["data"]["non_public_metrics"]["impression_count"] == 90
    x.clock.pass_seconds(31 * 24 * 3600)
    late = x.client.get(f"/2/tweets/{id_}", params=params).json()
    assert "non_public_metrics" not in late["data"]
    assert late["errors"][0]["field"] == "non_public_metrics"


def test_followers_come_with_public_metrics(x: World) -> None:
    found = x.client.get("/2/users/me", params={"user.fields": "public_metrics"}).json()["data"]
    assert (found["username"], found["public_metrics"]["followers_count"]) == ("aurora", 50)


def test_a_full_window_is_429_with_its_reset_and_opens_again(x: World) -> None:
    x.sim("accounts", {"limits": {"POST /2/tweets": 2}})
    answers = [post(x, f"post {number}") for number in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert [answer.headers["x-rate-limit-remaining"] for answer in answers] == ["1", "0", "0"]
    assert answers[2].headers["x-rate-limit-reset"] == str(int(x.clock().timestamp()) + 900)
    assert answers[2].json()["title"] == "Too Many Requests"
    assert answers[2].headers["date"] == "Mon, 23 Nov 2026 10:00:00 GMT"
    x.clock.pass_seconds(900)
    assert post(x, "post 3").status_code == 201


def test_each_user_has_windows_of_their_own(x: World) -> None:
    another = {"id": "222", "username": "luna"}
    token = {"value": "LUNA", "user_id": "222", "client_id": "cid"}
    x.sim("accounts", {"limits": {"POST /2/tweets": 1}, "users": [another], "tokens": [token]})
    assert [post(x, "one").status_code, post(x, "two").status_code] == [201, 429]
    headers = {"Authorization": "Bearer LUNA"}
    assert x.client.post("/2/tweets", json={"text": "one"}, headers=headers).status_code == 201


def test_without_credits_every_paid_call_is_402(x: World) -> None:
    x.sim("accounts", {"credits": False})
    assert [post(x, "x").status_code, x.client.get("/2/users/me").status_code] == [402, 402]
    assert refresh(x, "R1").status_code == 200
    x.sim("accounts", {"credits": True})
    assert post(x, "x").status_code == 201
