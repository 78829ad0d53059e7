"""A channel's client is made of its platform, its own secrets, and the address that the stage names."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from threading import Barrier
from typing import Any

import boto3
import httpx2
import pytest
from pydantic import SecretStr

from portavoce.connections.grants import Grant, Token, as_text
from portavoce.platforms.contract import OutgoingPost
from portavoce.platforms.outcomes import AuthFailed, Published
from portavoce.platforms.x.manifest import MANIFEST
from portavoce.runtime import aws, aws_session, secrets
from portavoce.runtime.secrets import SecretMissing, write_secret
from portavoce.runtime.wiring import channels
from tests.aurora import NOW
from tests.stage import PREFIX, forget

pytestmark = pytest.mark.usefixtures("stage")


@pytest.fixture
def stage(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAVOCE_PARAMETER_PREFIX", PREFIX)
    monkeypatch.setenv("PORTAVOCE_PLATFORM_URLS", json.dumps({"x": "http://127.0.0.1:9102"}))
    forget()


def give_token(owner: str, value: str) -> None:
    boto3.client("ssm").put_parameter(
        Name=f"{PREFIX}/{owner}/access_token", Value=value, Type="SecureString", Overwrite=True
    )


def token_of(client: Any) -> str:
    return str(client.api.token.get_secret_value())


def test_a_client_has_the_token_of_its_own_channel() -> None:
    give_token("channels/aurora.facebook", "token-of-the-page")
    give_token("channels/aurora.instagram", "another-token")
    client: Any = channels.client_for("facebook", "aurora.facebook", "1001")
    assert client.graph.token.get_secret_value() == "token-of-the-page"
    assert client.access.account_id == "1001"
    assert "token-of-the-page" not in repr(client)


def test_an_ad_client_has_the_token_of_its_own_ad_account() -> None:
    give_token("ads/aurora.meta", "token-of-the-system")
    client: Any = channels.ad_client_for("meta_ads", "aurora.meta", "act_501")
    assert client.graph.token.get_secret_value() == "token-of-the-system"
    assert client.account_id == "501"


def test_a_channel_without_a_token_is_said_to_have_none() -> None:
    with pytest.raises(SecretMissing, match=r"aurora\.x has no secret"):
        channels.client_for("x", "aurora.x", "2002")


def test_a_platform_that_is_none_is_an_error() -> None:
    with pytest.raises(KeyError):
        channels.http_for("no-such-platform", "1")


def test_a_replaced_token_is_taken_up_within_the_time_that_is_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    now_seconds = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now_seconds)
    give_token("channels/aurora.x", "old")
    first = channels.client_for("x", "aurora.x", "2002")
    give_token("channels/aurora.x", "new")
    assert channels.client_for("x", "aurora.x", "2002") is first
    now_seconds += channels.SECRETS_KEPT_SECONDS
    assert token_of(channels.client_for("x", "aurora.x", "2002")) == "new"


def test_an_account_is_reached_on_the_instance_that_its_id_names_and_not_without_one() -> None:
    give_token("channels/aurora.mastodon", "token")
    assert channels.http_for("mastodon", "@aurora@one.example") is not channels.http_for("mastodon", "@a@two.example")
    assert channels.http_for("mastodon", "@aurora@one.example") is channels.http_for("mastodon", "@ada@one.example")
    with pytest.raises(SecretMissing, match=r"aurora\.mastodon cannot be reached: 'aurora' names no host"):
        channels.client_for("mastodon", "aurora.mastodon", "aurora")


def test_a_stages_own_address_comes_before_the_instance() -> None:
    assert channels.http_for("x", "@aurora@one.example") is channels.http_for("x", "2002")


class OneToken:
    """X, when it takes one token alone; `asked` are the tokens that it was shown."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.asked: list[str] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        shown = request.headers["authorization"].removeprefix("Bearer ")
        self.asked.append(shown)
        if shown != self.token:
            return httpx2.Response(401, json={"title": "Unauthorized", "type": "about:blank", "status": 401})
        if request.method == "POST":
            return httpx2.Response(201, json={"data": {"id": "1"}})
        return httpx2.Response(200, json={"data": {"id": "2002", "public_metrics": {"followers_count": 7}}})


@pytest.fixture
def x(monkeypatch: pytest.MonkeyPatch) -> OneToken:
    there = OneToken("new")
    # An object that is called is no method: it gets the request alone.
    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", there)
    return there


POST = OutgoingPost(publication_id="p", planned_at=NOW, text="Ciao")


def test_a_token_that_was_renewed_meanwhile_is_read_anew_when_the_old_one_is_refused(x: OneToken) -> None:
    give_token("channels/aurora.x", "old")
    client = channels.client_for("x", "aurora.x", "2002")
    give_token("channels/aurora.x", "new")
    assert isinstance(client.release(POST), Published)
    assert x.asked == ["old", "new"]
    (reading,) = client.channel_metrics([one for one in MANIFEST.metrics if one.name == "followers"], POST.planned_at)
    assert (reading.value, x.asked) == (Decimal(7), ["old", "new", "new"])


def test_a_read_that_is_refused_reads_the_token_anew_too(x: OneToken) -> None:
    give_token("channels/aurora.x", "old")
    client = channels.client_for("x", "aurora.x", "2002")
    give_token("channels/aurora.x", "new")
    followers = [one for one in MANIFEST.metrics if one.name == "followers"]
    (reading,) = client.channel_metrics(followers, POST.planned_at)
    assert reading.value == 7


def test_a_refused_token_that_is_still_the_one_that_is_kept_is_not_tried_twice(x: OneToken) -> None:
    give_token("channels/aurora.x", "old")
    client = channels.client_for("x", "aurora.x", "2002")
    assert isinstance(client.release(POST), AuthFailed)
    assert x.asked == ["old"]


def test_a_grant_goes_before_a_token_that_was_typed_in() -> None:
    give_token("channels/aurora.x", "typed in")
    grant = Grant(access=Token(value=SecretStr("granted")), fresh=Token(value=SecretStr("not tried yet")))
    write_secret("channels/aurora.x", "grant", as_text(grant))
    assert token_of(channels.client_for("x", "aurora.x", "2002")) == "granted"


TOGETHER = 20


def do_together[T](act: Callable[[], T]) -> list[T]:
    """What twenty threads get that begin at the same moment."""
    barrier = Barrier(TOGETHER, timeout=10)

    def work(_: int) -> T:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(work, range(TOGETHER)))


@contextmanager
def counting_reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The owners whose secrets are read inside. Each read takes a while, as it does."""
    owners: list[str] = []
    read = secrets.secrets_of

    def note(owner: str) -> dict[str, SecretStr]:
        owners.append(owner)
        time.sleep(0.02)
        return read(owner)

    with monkeypatch.context() as patch:
        patch.setattr(secrets, "secrets_of", note)
        yield owners


def test_twenty_posts_of_one_second_read_the_secrets_of_their_channel_once(monkeypatch: pytest.MonkeyPatch) -> None:
    give_token("channels/aurora.x", "new")
    with counting_reads(monkeypatch) as owners:
        clients = do_together(lambda: channels.client_for("x", "aurora.x", "2002"))
    assert owners == ["channels/aurora.x"]
    assert len({id(client) for client in clients}) == 1


def test_twenty_that_are_refused_at_once_all_have_the_renewed_token_and_one_of_them_reads_it(
    x: OneToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_token("channels/aurora.x", "old")
    client = channels.client_for("x", "aurora.x", "2002")
    give_token("channels/aurora.x", "new")
    with counting_reads(monkeypatch) as owners:
        outcomes = do_together(lambda: client.release(POST))
    assert {type(one) for one in outcomes} == {Published}
    assert owners == ["channels/aurora.x"]


def test_twenty_that_are_refused_at_once_for_good_read_the_token_once_more(
    x: OneToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_token("channels/aurora.x", "old")
    client = channels.client_for("x", "aurora.x", "2002")
    with counting_reads(monkeypatch) as owners:
        outcomes = do_together(lambda: client.release(POST))
    assert {type(one) for one in outcomes} == {AuthFailed}
    assert owners == ["channels/aurora.x"]


def test_twenty_threads_of_a_cold_process_share_one_client_of_each_service(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    make = aws_session.make_client

    def note(service: str, config: Any) -> Any:
        made.append(service)
        return make(service, config)

    monkeypatch.setattr(aws, "make_client", note)
    assert len(set(map(id, do_together(aws.sqs)))) == 1
    assert made == ["sqs"]
