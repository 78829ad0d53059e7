"""What a look-up may conclude from a platform's list, by the list that it was given."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from portavoce.platforms.contract import Image, Sent
from portavoce.platforms.outcomes import Absent, Found, Unclear
from tests.platform_lists import looked_up, post

PHOTO = Image(url="https://media.example/1.jpg", mime_type="image/jpeg", size_bytes=9, width=1080, height=1080)
LISTS = ["facebook", "x", "mastodon"]


def photo_in_album(number: str) -> dict[str, Any]:
    """Source: a real reply of v24.0 to `fields=attachments`; restfb, `v2_3/post-attachments.json`."""
    url = f"https://www.facebook.com/photo.php?fbid={number}"
    image = {"height": 552, "src": f"https://scontent.example/{number}.jpg", "width": 717}
    return {"media": {"image": image}, "target": {"id": number, "url": url}, "type": "photo", "url": url}


def album(*photos: str, id_: str = "61550000000000001_77", text: str = "Due foto") -> dict[str, Any]:
    return {
        "id": id_,
        "message": text,
        "created_time": "2026-11-23T10:00:02+0000",
        "permalink_url": f"https://www.facebook.com/1/posts/{id_[-2:]}",
        "attachments": {
            "data": [{"media_type": "album", "subattachments": {"data": [photo_in_album(one) for one in photos]}}]
        },
    }


UPLOADED = post(media=(PHOTO, PHOTO), handles={"photo_0": "122101", "photo_1": "122102"})


def test_an_album_is_found_though_what_it_holds_names_no_media_type() -> None:
    found = looked_up("facebook", UPLOADED, {"data": [album("122101", "122102")]})
    assert found == Found(remote_id="61550000000000001_77", url="https://www.facebook.com/1/posts/77", is_proven=True)


def test_of_two_albums_with_the_same_words_the_one_with_our_photos_is_ours() -> None:
    rows = [album("9", "8", id_="61550000000000001_88"), album("122101", "122102")]
    for data in (rows, rows[::-1]):
        found = looked_up("facebook", UPLOADED, {"data": data})
        assert isinstance(found, Found)
        assert (found.remote_id, found.is_proven) == ("61550000000000001_77", True)


def test_two_posts_with_the_same_words_and_nothing_of_ours_leave_it_open() -> None:
    rows = [album("9", "8", id_="61550000000000001_88"), album("7", "6", id_="61550000000000001_99")]
    assert isinstance(looked_up("facebook", UPLOADED, {"data": rows}), Unclear)


def test_what_another_publication_claims_is_not_found() -> None:
    neighbours = {"data": [album("9", "8", id_="61550000000000001_88")]}
    assert isinstance(looked_up("facebook", UPLOADED, neighbours), Found)
    for claimed in ("61550000000000001_88", "https://www.facebook.com/1/posts/88"):
        seen = looked_up("facebook", UPLOADED.model_copy(update={"claimed": frozenset({claimed})}), neighbours)
        assert seen == Absent(newest_at=datetime(2026, 11, 23, 10, 0, 2, tzinfo=UTC))


def test_an_album_that_does_not_show_its_photos_leaves_it_open() -> None:
    row = album() | {"attachments": {"data": [{"media_type": "album"}]}}
    assert isinstance(looked_up("facebook", UPLOADED, {"data": [row]}), Unclear)


@pytest.mark.parametrize(
    "fields", [{}, {"link": "https://aurora.example"}, {"part": 1, "after": (Sent(remote_id="9"),)}]
)
def test_x_that_ignores_the_fields_asked_for_leaves_it_open(fields: Mapping[str, Any]) -> None:
    body = {"data": [{"id": "1", "text": "ciao https://t.co/abc"}]}
    assert isinstance(looked_up("x", post(text="ciao", **fields), body), Unclear)
    assert isinstance(looked_up("x", post(text="ciao https://t.co/abc", **fields), body), Unclear)


def test_an_account_on_x_that_has_posted_nothing_since_is_known_by_its_count() -> None:
    assert isinstance(looked_up("x", post(), {"meta": {"result_count": 0}}), Absent)
    more = {"meta": {"result_count": 100, "next_token": "n"}, "data": []}
    assert isinstance(looked_up("x", post(), more), Unclear)


@pytest.mark.parametrize("missing", ["created_at", "content", "media_attachments", "in_reply_to_id", "id"])
def test_a_status_that_does_not_show_what_every_status_has_leaves_it_open(missing: str) -> None:
    status: dict[str, Any] = {
        "id": "1",
        "created_at": "2026-11-23T10:00:02.000Z",
        "content": "<p>Another</p>",
        "media_attachments": [],
        "in_reply_to_id": None,
        "poll": None,
        "url": "https://mastodon.example/@aurora/1",
    }
    shown = {name: value for name, value in status.items() if name != missing}
    assert isinstance(looked_up("mastodon", post(), [shown]), Unclear)


@pytest.mark.parametrize("platform", LISTS)
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, "<html>We will be back soon</html>"),
        (200, '{"data": [{"id"'),
        (200, {}),
        (200, {"id": "5"}),
        (502, "<html>502</html>"),
    ],
)
def test_an_answer_that_holds_no_list_is_not_taken_for_an_empty_one(platform: str, status: int, body: object) -> None:
    assert isinstance(looked_up(platform, post(), body, status), Unclear)
    comment = post(part=1, after=(Sent(remote_id="9"),), is_comment=True)
    assert isinstance(looked_up(platform, comment, body, status), Unclear)


def test_a_comment_without_its_time_leaves_it_open() -> None:
    comment = post(part=1, after=(Sent(remote_id="9"),), is_comment=True)
    for platform in ("facebook", "instagram"):
        assert isinstance(looked_up(platform, comment, {"data": [{"id": "5", "message": "x", "text": "x"}]}), Unclear)


@pytest.mark.parametrize(
    ("status", "is_sure"), [("FINISHED", True), ("IN_PROGRESS", True), ("ERROR", False), ("EXPIRED", False)]
)
def test_only_a_container_that_still_waits_may_be_published_once_more(status: str, is_sure: bool) -> None:
    waiting = post(media=(PHOTO,), handles={"container": "17"})
    assert looked_up("instagram", waiting, {"id": "17", "status_code": status}) == Absent(is_sure=is_sure)


def test_a_container_that_does_not_say_where_it_stands_leaves_it_open() -> None:
    waiting = post(media=(PHOTO,), handles={"container": "17"})
    assert isinstance(looked_up("instagram", waiting, {"id": "17"}), Unclear)
