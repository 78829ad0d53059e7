"""Meta's own client, `facebook-business`, before the simulated Graph: it speaks as its makers expect.

The client warns of a parameter or a field that it does not know, and a warning fails a test: what passes here is known
to the makers."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from facebook_business.adobjects.advideo import AdVideo
from facebook_business.adobjects.igmedia import IGMedia
from facebook_business.adobjects.iguser import IGUser
from facebook_business.adobjects.page import Page
from facebook_business.adobjects.pagepost import PagePost
from facebook_business.adobjects.user import User
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession
from werkzeug.serving import make_server

from infra.local.simulators.meta.app import build
from infra.local.simulators.network import Network
from infra.local.simulators.serve import Handler
from tests.contract.platforms.wire import media

PAGE, ACCOUNT, TOKEN, SECRET = "1001", "17841", "token-of-aurora", "app-secret"
PHOTO, WIDE, UPRIGHT = (
    f"https://media.aurora.example/{name}" for name in ("1.jpg", "2-1280-720-8.mp4", "3-540-960-8.mp4")
)
TEXT = "Il caffè è pronto ☕️ قهوتنا جاهزة 😍"


@pytest.fixture
def meta() -> Network:
    """The simulated Meta with one Page and its Instagram account."""
    network = build(fetch=media)
    page = {"id": PAGE, "name": "Aurora Coffee", "access_token": TOKEN, "app_id": "9", "instagram_user_id": ACCOUNT}
    network.platform.seeds["accounts"](
        {
            "apps": [{"id": "9", "secret": SECRET}],
            "pages": [page],
            "instagram_users": [{"id": ACCOUNT, "username": "auroracoffee", "page_id": PAGE}],
            "tokens": [{"value": "PERSON", "kind": "user", "app_id": "9", "profile_id": "77"}],
        }
    )
    return network


@pytest.fixture
def api(meta: Network, monkeypatch: pytest.MonkeyPatch) -> Iterator[FacebookAdsApi]:
    """The maker's client, signing with the app's secret, before a Graph on this machine."""
    server = make_server("127.0.0.1", 0, meta, threaded=True, request_handler=Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr(FacebookSession, "GRAPH", f"http://127.0.0.1:{server.port}")
    session = FacebookSession("9", SECRET, TOKEN)
    yield FacebookAdsApi(session)
    session.requests.close()
    server.shutdown()
    thread.join()
    server.server_close()


def listed(page: Page) -> list[dict[str, Any]]:
    return [post.export_all_data() for post in page.get_published_posts(fields=["id", "message"])]


def test_a_page_post_is_published_listed_commented_on_and_deleted(api: FacebookAdsApi, meta: Network) -> None:
    page = Page(PAGE, api=api)
    made = page.create_feed(params={"message": TEXT, "link": "https://aurora.example/menu"})
    [seen] = listed(page)
    assert (seen["id"], seen["message"]) == (made["id"], TEXT)
    post = PagePost(made["id"], api=api)
    post.create_comment(params={"message": "Il menu è qui"})
    assert [comment["message"] for comment in post.get_comments(fields=["id", "message"])] == ["Il menu è qui"]
    post.api_delete()
    assert listed(page) == []


def test_several_photos_are_uploaded_unpublished_and_attached(api: FacebookAdsApi, meta: Network) -> None:
    page = Page(PAGE, api=api)
    photos = [page.create_photo(params={"url": PHOTO, "published": False}) for _ in range(2)]
    assert listed(page) == []
    attached = [{"media_fbid": photo["id"]} for photo in photos]
    made = page.create_feed(params={"message": TEXT, "attached_media": attached})
    [seen] = listed(page)
    assert seen["id"] == made["id"]
    [album] = PagePost(made["id"], api=api).get_attachments()
    assert album["type"] == "album"
    assert len(album["subattachments"]["data"]) == 2


def test_a_video_is_uploaded_unpublished_and_published_by_its_id(api: FacebookAdsApi, meta: Network) -> None:
    page = Page(PAGE, api=api)
    made = page.create_video(params={"file_url": WIDE, "description": TEXT, "published": False})
    video = AdVideo(made["id"], api=api)
    waiting = video.api_get(fields=["status", "published"])
    assert (waiting["status"]["video_status"], waiting["published"], listed(page)) == ("ready", False, [])
    video.api_update(params={"published": True})
    shown = video.api_get(fields=["status", "published", "post_id", "permalink_url"])
    assert shown["published"] is True
    assert [post["id"] for post in listed(page)] == [f"{PAGE}_{shown['post_id']}"]


@pytest.mark.parametrize(("edge", "kind"), [("create_video_reel", "reel"), ("create_video_story", "story")])
def test_a_reel_and_a_story_are_begun_uploaded_and_ended(
    api: FacebookAdsApi, meta: Network, edge: str, kind: str
) -> None:
    page = Page(PAGE, api=api)
    start, finish = ("start", "finish") if kind == "reel" else ("START", "FINISH")
    begun = getattr(page, edge)(params={"upload_phase": start})
    # The upload itself is no call of the Graph, and the client has none for it.
    headers = {"Authorization": f"OAuth {TOKEN}", "file_url": UPRIGHT}
    uploaded = api._session.requests.post(begun["upload_url"], headers=headers, params={"access_token": None})
    assert uploaded.json() == {"success": True}
    end = {"upload_phase": finish, "video_id": begun["video_id"]}
    getattr(page, edge)(params=end | ({"video_state": "PUBLISHED"} if kind == "reel" else {}))
    assert [post.kind for post in meta.platform.posts.values()] == [kind]


def test_a_photo_story_is_made_of_an_unpublished_photo(api: FacebookAdsApi, meta: Network) -> None:
    page = Page(PAGE, api=api)
    photo = page.create_photo(params={"url": PHOTO, "published": False})
    page.create_photo_story(params={"photo_id": photo["id"]})
    assert [post.kind for post in meta.platform.posts.values()] == ["story"]
    assert listed(page) == []


@pytest.mark.parametrize(
    ("params", "kind"),
    [
        ({"image_url": PHOTO, "caption": TEXT}, "post"),
        ({"media_type": "REELS", "video_url": UPRIGHT, "caption": TEXT, "share_to_feed": True}, "reel"),
        ({"media_type": "STORIES", "video_url": UPRIGHT}, "story"),
    ],
)
def test_an_instagram_media_is_published_listed_commented_on_and_deleted(
    api: FacebookAdsApi, meta: Network, params: dict[str, object], kind: str
) -> None:
    account = IGUser(ACCOUNT, api=api)
    container = account.create_media(params=params)
    made = account.create_media_publish(params={"creation_id": int(container["id"])})
    seen = account.get_stories(fields=["id"]) if kind == "story" else account.get_media(fields=["id", "caption"])
    assert [one["id"] for one in seen] == [made["id"]]
    item = IGMedia(made["id"], api=api)
    item.create_comment(params={"message": "Che buono"})
    assert [comment["text"] for comment in item.get_comments(fields=["id", "text"])] == ["Che buono"]
    [quota] = account.get_content_publishing_limit(fields=["quota_usage", "config"])
    assert (quota["quota_usage"], quota["config"]["quota_total"]) == (1, 100)
    item.api_delete()
    assert [post.deleted for post in meta.platform.posts.values()] == [True]


def test_a_carousel_mixes_images_and_videos(api: FacebookAdsApi, meta: Network) -> None:
    account = IGUser(ACCOUNT, api=api)
    image = account.create_media(params={"image_url": PHOTO, "is_carousel_item": True})
    video = account.create_media(params={"media_type": "VIDEO", "video_url": UPRIGHT, "is_carousel_item": True})
    children = [image["id"], video["id"]]
    container = account.create_media(params={"media_type": "CAROUSEL", "children": children, "caption": TEXT})
    made = account.create_media_publish(params={"creation_id": int(container["id"])})
    assert IGMedia(made["id"], api=api).api_get(fields=["media_type"])["media_type"] == "CAROUSEL_ALBUM"


def test_a_page_is_subscribed_to_its_webhooks(api: FacebookAdsApi, meta: Network) -> None:
    page = Page(PAGE, api=api)
    page.create_subscribed_app(params={"subscribed_fields": ["feed", "mention"]})
    [app] = page.get_subscribed_apps(fields=["id"])
    assert app["id"] == "9"


def test_a_person_is_given_the_pages_and_their_tokens(api: FacebookAdsApi, meta: Network) -> None:
    person = FacebookAdsApi(FacebookSession("9", SECRET, "PERSON"))
    [page] = User("me", api=person).get_accounts(fields=["id", "name", "access_token"])
    assert page["id"] == PAGE
    assert page["access_token"]
    person._session.requests.close()


def test_a_refusal_is_an_error_of_the_makers_kind(api: FacebookAdsApi, meta: Network) -> None:
    with pytest.raises(FacebookRequestError) as refused:
        Page(PAGE, api=api).create_photo(params={"url": WIDE})
    assert (refused.value.api_error_code(), refused.value.http_status()) == (324, 400)
