"""What Pages, photos and posts can be asked (platforms/facebook.md §3, §6)."""

from infra.local.simulators.meta.fields import ABSENT, DEFAULTS, EDGES, READERS, Field, graph_time
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.pages import page_of
from infra.local.simulators.meta.store import Page
from infra.local.simulators.timeline import Post

_UNASKED = frozenset({"media", "target", "title", "type", "url", "description", "subattachments"})
"""What an attachment tells of itself where nothing inside it is asked for: no `media_type` (a real answer of v24.0 to
`fields=attachments`; restfb, `v2_3/post-attachments.json`)."""


def _attachments(_graph: Graph, post: Post, asked: Field) -> object:
    photos: list[dict[str, object]] = [
        {"media_type": "video", "type": "video_inline", "target": {"id": picture.id}, "title": "Video"}
        if picture.is_video
        else {"media_type": "photo", "type": "photo", "target": {"id": picture.id}, "title": "Photo"}
        for picture in post.pictures
    ]
    if len(photos) > 1:
        inside = next((child for child in asked.children if child.name == "subattachments"), Field("subattachments"))
        album: dict[str, object] = {
            "media_type": "album",
            "type": "album",
            "subattachments": {"data": _select_given(photos, inside)},
        }
        return {"data": _select_given([album], asked)}
    if photos:
        return {"data": _select_given(photos, asked)}
    return (
        {"data": _select_given([{"media_type": "link", "type": "share", "url": post.link}], asked)}
        if post.link
        else ABSENT
    )


def _select_given(attachments: list[dict[str, object]], asked: Field) -> list[dict[str, object]]:
    if asked.children:
        return attachments
    return [{name: value for name, value in one.items() if name in _UNASKED} for one in attachments]


def _reactions(_graph: Graph, post: Post, asked: Field) -> object:
    nobody = [str(number) for number in range(post.counters.get("reactions", 0))]
    answer = page_of(nobody, asked.args, str, lambda id_: {"id": id_, "type": "LIKE"})
    if "summary" in answer:
        answer["summary"] = {"total_count": len(nobody), "viewer_reaction": "NONE"}
    return answer


def _shares(_graph: Graph, post: Post, _field: Field) -> object:
    return {"count": post.counters["shares"]} if post.counters.get("shares") else ABSENT


def _status_type(post: Post) -> str:
    if not post.pictures:
        return "mobile_status_update"
    return "added_video" if post.pictures[0].is_video else "added_photos"


def _instagram(_graph: Graph, page: Page, _field: Field) -> object:
    return {"id": page.instagram_user_id} if page.instagram_user_id else ABSENT


READERS["me"] = {"id": lambda _g, me, _f: me.id, "name": lambda _g, me, _f: f"User {me.id}"}
READERS["page"] = {
    "id": lambda _g, page, _f: page.id,
    "name": lambda _g, page, _f: page.name,
    "followers_count": lambda _g, page, _f: page.followers_count,
    "fan_count": lambda _g, page, _f: page.followers_count,
    "link": lambda _g, page, _f: f"https://www.facebook.com/{page.id}",
    "access_token": lambda _g, page, _f: page.access_token,
    "instagram_business_account": _instagram,
}
READERS["account"] = READERS["page"] | {
    "tasks": lambda _g, page, _f: list(page.tasks),
    "category": lambda _g, _page, _f: "Local business",
}
READERS["photo"] = {
    "id": lambda _g, photo, _f: photo.id,
    "alt_text": lambda _g, photo, _f: photo.picture.alt_text or ABSENT,
    "page_story_id": lambda _g, photo, _f: photo.post_id or ABSENT,
}
READERS["post"] = {
    "id": lambda _g, post, _f: post.id,
    "message": lambda _g, post, _f: post.text or ABSENT,
    "created_time": lambda _g, post, _f: graph_time(post.received_at),
    "updated_time": lambda _g, post, _f: graph_time(post.updated_at or post.received_at),
    "permalink_url": lambda _g, post, _f: f"https://www.facebook.com/{post.id.replace('_', '/posts/')}",
    "is_published": lambda _g, post, _f: post.published,
    "status_type": lambda _g, post, _f: _status_type(post),
    "from": lambda g, post, _f: {"id": post.account_id, "name": g.store.pages[post.account_id].name},
    "attachments": _attachments,
    "shares": _shares,
}
EDGES["post"] |= {"reactions": _reactions}
DEFAULTS |= {
    "me": "id,name",
    "page": "id,name",
    "account": "id,name,access_token,tasks,category",
    "photo": "id",
    "post": "id,created_time,message",
}
