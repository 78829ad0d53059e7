"""What Bluesky shows under a text: a link's card and its picture, images, a video that takes its time."""

import json

import pytest

from infra.local.simulators.bluesky.repository import UNUSED_LIFE
from portavoce.platforms.contract import Image, OutgoingPost, Video
from portavoce.platforms.outcomes import Accepted, NotReady, Published, Ready, Refused, Throttled, Unclear, Unknown
from tests.contract.platforms.bluesky import calls, records
from tests.contract.platforms.preparation import prepared
from tests.contract.platforms.stands import BLUESKY_USER, TOKEN, Stand, stand_for
from tests.contract.platforms.wire import picture

LINK = "https://aurora.example/menu"


@pytest.fixture
def bluesky() -> Stand:
    return stand_for("bluesky")


def with_media(stand: Stand, *media: Image | Video, text: str = "Il menu", link: str | None = None) -> OutgoingPost:
    return stand.post(text, link=link).model_copy(update={"media": media})


def seed(stand: Stand, **body: object) -> None:
    stand.network.platform.seeds["accounts"](body)


def account(**changes: object) -> dict[str, object]:
    return {"did": BLUESKY_USER, "handle": "aurora.example", "app_password": TOKEN} | changes


def test_a_link_without_images_is_a_card_with_its_host_for_a_title(bluesky: Stand) -> None:
    bluesky.client().release(bluesky.post("Il menu", link=LINK))
    card = {"uri": LINK, "title": "aurora.example", "description": ""}
    assert records(bluesky)[0]["embed"] == {"$type": "app.bsky.embed.external", "external": card}


def test_one_image_beside_a_link_is_the_cards_picture_and_its_alt_text_the_cards_description(bluesky: Stand) -> None:
    client = bluesky.client()
    post = prepared(client, with_media(bluesky, bluesky.image(1), link=LINK))
    assert isinstance(client.release(post), Published)
    [seen] = bluesky.published()
    assert (seen.text, seen.link, [one.content for one in seen.pictures]) == ("Il menu", LINK, [picture(1)])
    thumb = json.loads(post.handles["media_0"])
    card = {"uri": LINK, "title": "aurora.example", "description": "Una tazzina, vista 1", "thumb": thumb}
    assert records(bluesky)[0]["embed"] == {"$type": "app.bsky.embed.external", "external": card}


@pytest.mark.parametrize("sizes", [(1_000_001,), (400, 400)])
def test_images_that_are_no_cards_picture_stand_alone_and_the_link_in_the_text(
    bluesky: Stand, sizes: tuple[int, ...]
) -> None:
    images = [bluesky.image(index).model_copy(update={"size_bytes": size}) for index, size in enumerate(sizes)]
    client = bluesky.client()
    client.release(prepared(client, with_media(bluesky, *images, link=LINK)))
    [seen] = bluesky.published()
    assert (seen.text, seen.link, len(seen.pictures)) == (f"Il menu\n\n{LINK}", None, len(sizes))
    assert isinstance(records(bluesky)[0]["facets"], list)


def test_a_video_is_handed_over_once_waited_for_and_shown_with_its_alt_text_and_shape(bluesky: Stand) -> None:
    seed(bluesky, video_seconds=12)
    client, kept = bluesky.client(), dict[str, str]()
    video = bluesky.video().model_copy(update={"alt_text": "Il vapore sale dalla tazzina"})
    post = with_media(bluesky, video, link=LINK)
    outcomes = []
    for _ in range(4):
        outcomes.append(client.prepare(post.model_copy(update={"handles": dict(kept)}), kept.__setitem__))
        bluesky.clock.move(5)
    assert outcomes == [NotReady(retry_after_seconds=5)] * 3 + [Ready()]
    assert calls(bluesky, "uploadVideo") == 1
    assert isinstance(client.release(post.model_copy(update={"handles": kept})), Published)
    [seen] = bluesky.published()
    assert ([one.mime for one in seen.pictures], seen.pictures[0].alt_text) == (["video/mp4"], video.alt_text)
    assert seen.text == f"Il menu\n\n{LINK}"
    embed = records(bluesky)[0]["embed"]
    assert isinstance(embed, dict)
    assert embed["aspectRatio"] == {"width": 1080, "height": 1920}


def test_the_video_service_is_reached_at_its_own_host_with_a_token_of_its_own(bluesky: Stand) -> None:
    client = bluesky.client()
    prepared(client, with_media(bluesky, bluesky.video()))
    hosts = {request.url.path.rpartition(".")[2]: request.url.host for request in bluesky.wire.seen}
    assert {hosts[name] for name in ("uploadVideo", "getJobStatus", "getUploadLimits")} == {"video.bsky.app"}
    [sessions] = {request.headers["authorization"] for request in bluesky.wire.seen if "Session" not in request.url.path
                  and "authorization" in request.headers and request.url.host == "bsky.social"}  # fmt: skip
    shown = {request.headers.get("authorization") for request in bluesky.wire.seen if "video" in request.url.host}
    assert sessions not in shown


def test_a_server_of_ones_own_that_names_no_other_is_asked_who_it_is(bluesky: Stand) -> None:
    seed(bluesky, tells_servers=False)
    client = bluesky.client()
    assert isinstance(client.release(prepared(client, with_media(bluesky, bluesky.video()))), Published)
    assert calls(bluesky, "describeServer") == 1


@pytest.mark.parametrize("kind", ["lost_answer", "server_error", "server_error_after", "throttled"])
def test_a_video_whose_job_was_lost_is_handed_over_again_and_known_again(bluesky: Stand, kind: str) -> None:
    """The service refuses what it has already, and names the job that it made of it."""
    client, post = bluesky.client(), with_media(bluesky, bluesky.video())
    bluesky.fault(kind, "uploadVideo$")
    assert isinstance(client.prepare(post, {}.__setitem__), Unknown | Throttled)
    assert isinstance(client.release(prepared(client, post)), Published)
    assert len(bluesky.published()) == 1


def test_a_video_that_cannot_be_made_ready_is_refused(bluesky: Stand) -> None:
    client, post = bluesky.client(), with_media(bluesky, bluesky.video())
    seed(bluesky, videos_fail=True)
    outcome = client.prepare(post, {}.__setitem__)
    assert isinstance(outcome, Refused)
    assert outcome.code == "video invalid_video"


def test_an_account_that_may_upload_no_videos_is_told_so_at_planning_and_a_day_that_is_full_only_on_the_day(
    bluesky: Stand,
) -> None:
    client, post = bluesky.client(), with_media(bluesky, bluesky.video())
    assert client.check(post) == Accepted()
    seed(bluesky, accounts=[account(daily_videos=0)])
    assert client.check(post) == Accepted()
    assert isinstance(client.prepare(post, {}.__setitem__), Refused)
    seed(bluesky, accounts=[account(may_upload_videos=False)])
    refused = client.check(post)
    assert isinstance(refused, Refused)
    assert "e-mail address" in refused.reason
    bluesky.fault("server_error", "getUploadLimits$")
    assert isinstance(client.check(post), Unclear)


def test_images_that_bluesky_has_forgotten_are_uploaded_anew_and_the_post_leaves(bluesky: Stand) -> None:
    client = bluesky.client()
    post = prepared(client, bluesky.post(images=2))
    bluesky.clock.move(UNUSED_LIFE.total_seconds())
    assert isinstance(client.release(post), Published)
    assert [one.content for one in bluesky.published()[0].pictures] == [picture(0), picture(1)]
    assert bluesky.network.platform.state()["commits"] == 1


def test_a_forgotten_image_that_cannot_be_brought_again_now_is_not_now(bluesky: Stand) -> None:
    client = bluesky.client()
    post = prepared(client, bluesky.post(images=1))
    bluesky.clock.move(UNUSED_LIFE.total_seconds())
    bluesky.fault("lost_answer", "uploadBlob$")
    assert isinstance(client.release(post), Throttled)
    assert isinstance(client.release(post), Published)


def test_a_forgotten_video_asks_for_a_new_time(bluesky: Stand) -> None:
    client = bluesky.client()
    post = prepared(client, with_media(bluesky, bluesky.video()))
    bluesky.clock.move(UNUSED_LIFE.total_seconds())
    outcome = client.release(post)
    assert isinstance(outcome, Refused)
    assert "new time" in outcome.reason
    assert bluesky.published() == []
