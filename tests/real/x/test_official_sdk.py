"""X's own client, `xdk`, before the simulated X: it speaks as X's makers expect, or their client could not use it.

Imported here alone, because it takes two seconds."""

import base64
import threading
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import requests
import xdk
from PIL import Image as Picture
from werkzeug.serving import make_server
from xdk.media.models import AppendUploadRequest, InitializeUploadRequest, UploadRequest
from xdk.posts.models import CreateRequest

from infra.local.simulators.faults import Fault
from infra.local.simulators.network import Network
from infra.local.simulators.x.app import build
from tests.contract.platforms.wire import movie

USER, TOKEN, REDIRECT = "2002", "token-of-aurora", "http://127.0.0.1:8734/connected"
TEXT = "Il caffè è pronto ☕️: https://aurora.example/menu قهوتنا جاهزة 😍"


@pytest.fixture
def x() -> Network:
    """The simulated X with one account on it."""
    network = build()
    app = {"client_id": "c", "client_secret": "s", "consumer_secret": "k", "bearer": "b", "redirect_uris": [REDIRECT]}
    network.platform.seeds["accounts"](
        {
            "apps": [app],
            "users": [{"id": USER, "username": "auroracoffee"}],
            "tokens": [{"value": TOKEN, "user_id": USER, "client_id": "c"}],
            "processing_seconds": 0,
        }
    )
    return network


@pytest.fixture
def url(x: Network) -> Iterator[str]:
    """Where it listens."""
    server = make_server("127.0.0.1", 0, x, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client(url: str) -> Iterator[xdk.Client]:
    """X's own client with the account's token."""
    found = xdk.Client(base_url=url, access_token=TOKEN)
    yield found
    found.session.close()


def published(client: xdk.Client, **body: object) -> str:
    return str(client.posts.create(CreateRequest.model_validate(body)).data.id)


def listed(client: xdk.Client) -> list[dict[str, object]]:
    """Everything that the account has posted, newest first."""
    pages = client.users.get_posts(
        USER,
        max_results=5,
        post_fields=["created_at", "attachments", "entities"],
        expansions=["referenced_posts", "attachments.media_keys", "attachments.poll_ids"],
    )
    return [post.model_dump(exclude_none=True) for page in pages for post in page.data or ()]


def photo() -> bytes:
    buffer = BytesIO()
    Picture.new("RGB", (640, 480), (120, 80, 40)).save(buffer, "JPEG")
    return buffer.getvalue()


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def test_it_publishes_lists_and_deletes(client: xdk.Client, x: Network) -> None:
    ids = [published(client, text=f"{TEXT} {number}") for number in range(7)]
    assert [post["id"] for post in listed(client)] == ids[::-1]
    assert x.platform.posts[ids[0]].text == f"{TEXT} 0"
    for id_ in ids[:6]:
        assert client.posts.delete(id_).data.deleted
    assert [post["id"] for post in listed(client)] == ids[6:]


def test_it_publishes_a_thread_and_sees_what_answers_what(client: xdk.Client) -> None:
    first = published(client, text="1/2")
    second = published(client, text="2/2", reply={"in_reply_to_tweet_id": first})
    [newest, oldest] = listed(client)
    assert (newest["id"], oldest["id"]) == (second, first)
    assert newest["referenced_posts"] == [{"type": "replied_to", "id": first}]
    assert "referenced_posts" not in oldest


def test_it_publishes_a_poll_an_image_and_a_video_in_segments(client: xdk.Client, x: Network) -> None:
    published(client, text="Espresso o moka?", poll={"options": ["Espresso", "Moka"], "duration_minutes": 60})
    image = client.media.upload(UploadRequest(media=encoded(photo()), media_category="tweet_image")).data
    published(client, text="Foto", media={"media_ids": [image.id]})
    film = movie(1, 1280, 720, 9)
    asked = InitializeUploadRequest(media_type="video/mp4", media_category="tweet_video", total_bytes=len(film))
    video = client.media.initialize_upload(asked).data
    for index, start in enumerate(range(0, len(film), 64)):
        segment = AppendUploadRequest(media=encoded(film[start : start + 64]), segment_index=index)
        client.media.append_upload(video.id, segment)
    client.media.finalize_upload(video.id)
    status = client.media.get_upload_status(video.id, command="STATUS").data
    assert status.processing_info.state == "succeeded"
    published(client, text="Film", media={"media_ids": [video.id]})
    attached = [post["attachments"] for post in listed(client)]
    [poll_ids] = [one["poll_ids"] for one in attached if isinstance(one, dict) and "poll_ids" in one]
    assert attached == [
        {"media_keys": [f"13_{video.id}"]},
        {"media_keys": [f"3_{image.id}"]},
        {"poll_ids": poll_ids},
    ]
    assert [picture.content for post in x.platform.posts.values() for picture in post.pictures] == [photo(), film]


def test_it_is_let_in_by_the_page_and_renews_its_access_once(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # loopback has no certificate
    client = xdk.Client(
        base_url=url,
        authorization_base_url=f"{url}/i",
        client_id="c",
        client_secret="s",
        redirect_uri=REDIRECT,
        scope=["tweet.read", "tweet.write", "users.read", "offline.access"],
    )
    back = httpx2.get(client.get_authorization_url(state="s-1")).headers["location"]
    said = parse_qs(urlsplit(back).query)
    assert said["state"] == ["s-1"]
    first = client.exchange_code(said["code"][0])
    client.access_token = client.refresh_token()["access_token"]
    me = client.users.get_me().data
    assert (me.id, me.username) == (USER, "auroracoffee")
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    assert httpx2.post(f"{url}/2/oauth2/token", data=form, auth=("c", "s")).status_code == 400
    with pytest.raises(requests.HTTPError):
        client.users.get_me()
    client.session.close()


def refusal(client: xdk.Client, text: str) -> int:
    """The status with which a post is refused."""
    with pytest.raises(requests.HTTPError) as refused:
        published(client, text=text)
    assert refused.value.response is not None
    return refused.value.response.status_code


def test_it_takes_our_refusals_for_errors(client: xdk.Client, x: Network) -> None:
    published(client, text="Buongiorno")
    assert refusal(client, "Buongiorno") == 403
    x.faults.add([Fault(kind="throttled", path="/2/tweets$", seconds=60)])
    assert refusal(client, "Buonasera") == 429
