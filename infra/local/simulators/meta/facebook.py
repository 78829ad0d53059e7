"""Facebook Pages: posts, photos, look-up lists, webhook subscription (platforms/facebook.md §2 to §4)."""

from datetime import datetime, timedelta

from infra.local.simulators.meta.calls import Call, read_node, route
from infra.local.simulators.meta.errors import GraphError, bad_parameter
from infra.local.simulators.meta.fields import Field, read
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.outbox import Change
from infra.local.simulators.meta.pages import page_of
from infra.local.simulators.meta.store import Page, Photo, Profile, Token
from infra.local.simulators.pictures import FetchFailed, Picture, sniff
from infra.local.simulators.timeline import Post

MOST_CHARACTERS = 63_206
MOST_PHOTO_BYTES = 4 * 1024 * 1024
PHOTO_TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/bmp", "image/tiff"})
"""Limits of platforms/facebook.md §2."""
LONGEST_SHORT_LIFE = timedelta(hours=2)
"""Platforms/facebook.md §1: a person's first token lives one to two hours."""
PAGE_WEBHOOK_FIELDS = frozenset(
    [
        "feed",
        "mention",
        "ratings",
        "leadgen",
        "messages",
        "message_edits",
        "message_echoes",
        "message_reactions",
        "messaging_postbacks",
        "messaging_policy_enforcement",
    ]
)


@route("GET", "me", params="fields")
def read_me(graph: Graph, call: Call, node: Profile) -> object:
    """The user or system user behind the token."""
    return read_node(graph, call, "me", node)


@route("GET", "me", "accounts", params="fields limit after", scope="pages_show_list")
def list_pages(graph: Graph, call: Call, _node: Profile) -> object:
    """The Pages of the person, each with its own token: it ends with a short-lived one, and outlives a long one."""

    def row(page: Page) -> object:
        account = read(graph, "account", page, call.fields())
        if call.token.kind == "user" and "access_token" in account:
            account["access_token"] = _derived_token(graph, call, page)
        return account

    return page_of(list(graph.store.pages.values()), call.params, lambda p: p.id, row, call)


def _derived_token(graph: Graph, call: Call, page: Page) -> str:
    user = call.token
    lives_long = user.expires_at is None or user.expires_at > call.now + LONGEST_SHORT_LIFE
    value = graph.store.new_id(f"EAAP{page.id}x")
    expires_at = None if lives_long else user.expires_at
    graph.store.tokens[value] = Token(value, "page", user.app_id, page.id, user.scopes, expires_at)
    return value


@route("GET", "page", params="fields")
def read_page(graph: Graph, call: Call, page: Page) -> object:
    """The Page with the asked fields."""
    return read_node(graph, call, "page", page)


@route(
    "POST", "page", "feed", params="message link published attached_media", scope="pages_manage_posts",
    page_token_only=True,
)  # fmt: skip
def create_post(graph: Graph, call: Call, page: Page) -> object:
    """Publish text, a link, or several photos uploaded before. 506 when it says what the last post said."""
    text, link = _text(call), call.params.get("link")
    photos = [_unused_photo(graph, page, id_) for id_ in _attached_ids(call)]
    if not (text or link or photos):
        raise bad_parameter("One of message, link or attached_media must be set", 1349125)
    if link and not link.startswith(("http://", "https://")):
        raise GraphError(100, "(#100) The link is not a valid URL", subcode=1609005)
    if not photos:
        _refuse_repetition(graph, page, text, link)
    post = _publish(graph, call, page, photos)
    return {"id": post.id}


@route(
    "POST", "page", "photos", scope="pages_manage_posts", page_token_only=True,
    params="url source message caption alt_text_custom published temporary",
)  # fmt: skip
def create_photo(graph: Graph, call: Call, page: Page) -> object:
    """Upload a photo, and publish it as a post of its own unless `published=false`."""
    _text(call)
    content = _photo_bytes(graph, call)
    picture = Picture(graph.store.new_id("1"), content, call.params.get("alt_text_custom", ""))
    photo = Photo(picture, page.id)
    graph.store.photos[photo.id] = photo
    if not call.flag("published", default=True):
        return {"id": photo.id}
    post = _publish(graph, call, page, [photo])
    return {"id": photo.id, "post_id": post.id}


@route("GET", "photo", params="fields")
def read_photo(graph: Graph, call: Call, photo: Photo) -> object:
    """An uploaded photo."""
    return read_node(graph, call, "photo", photo)


@route("DELETE", "photo", scope="pages_manage_posts", page_token_only=True)
def delete_photo(graph: Graph, _call: Call, photo: Photo) -> object:
    """Remove an uploaded photo."""
    del graph.store.photos[photo.id]
    return {"success": True}


def _list_posts(graph: Graph, call: Call, page: Page) -> object:
    since, until = call.instant("since"), call.instant("until")
    posts = [
        post
        for post in reversed(_own_posts(graph, page))
        if post.account_id == page.id
        and post.published
        and post.kind != "story"
        and (since is None or post.received_at >= since)
        and (until is None or post.received_at <= until)
        and post.is_seen_by_lookup(call.now)
    ]
    return page_of(posts, call.params, lambda p: p.id, lambda p: read(graph, "post", p, call.fields()), call)


for _edge in ("feed", "published_posts", "posts"):
    route("GET", "page", _edge, params="fields since until limit after", scope="pages_read_engagement")(_list_posts)


@route("GET", "post", params="fields", scope="pages_read_engagement")
def read_post(graph: Graph, call: Call, post: Post) -> object:
    """One post with the asked fields."""
    return read_node(graph, call, "post", post)


@route("GET", "post", "attachments", params="fields limit after", scope="pages_read_engagement")
def list_attachments(graph: Graph, call: Call, post: Post) -> object:
    """What is on a post: photos in an album when there are several, a video, a link."""
    found = read(graph, "post", post, [Field("attachments", children=call.fields())])
    return found.get("attachments", {"data": []})


@route("POST", "post", params="message", scope="pages_manage_posts", page_token_only=True)
def edit_post(_graph: Graph, call: Call, post: Post) -> object:
    """Change the text of a post."""
    call.require_parameter("message")
    post.text, post.updated_at = _text(call), call.now
    return {"success": True}


@route("DELETE", "post", scope="pages_manage_posts", page_token_only=True)
def delete_post(_graph: Graph, _call: Call, post: Post) -> object:
    """Remove a post."""
    post.deleted = True
    return {"success": True}


@route(
    "POST", "page", "subscribed_apps", params="subscribed_fields", scope="pages_manage_metadata", page_token_only=True
)
def subscribe_page(_graph: Graph, call: Call, page: Page) -> object:
    """Subscribe the app to the Page's webhooks; the list replaces what was there."""
    fields = frozenset(call.words("subscribed_fields"))
    if unknown := fields - PAGE_WEBHOOK_FIELDS:
        raise bad_parameter(f"Param subscribed_fields must be one of the known fields, not {sorted(unknown)}")
    page.subscribed_fields = fields
    return {"success": True}


@route("GET", "page", "subscribed_apps", params="fields", scope="pages_manage_metadata", page_token_only=True)
def list_subscriptions(_graph: Graph, call: Call, page: Page) -> object:
    """The app and the fields it receives."""
    if not page.subscribed_fields:
        return {"data": []}
    return {"data": [{"id": call.token.app_id, "subscribed_fields": sorted(page.subscribed_fields)}]}


@route("DELETE", "page", "subscribed_apps", scope="pages_manage_metadata", page_token_only=True)
def unsubscribe_page(_graph: Graph, _call: Call, page: Page) -> object:
    """Stop the Page's webhooks."""
    page.subscribed_fields = frozenset()
    return {"success": True}


def _own_posts(graph: Graph, page: Page) -> list[Post]:
    return [one for one in graph.store.posts.values() if one.account_id == page.id and one.author_id is None]


def _text(call: Call) -> str:
    text = call.params.get("message", call.params.get("caption", ""))
    if len(text) > MOST_CHARACTERS:
        raise bad_parameter("The status is too long: it must not exceed 63206 characters")
    return text


def _attached_ids(call: Call) -> list[str]:
    if "attached_media" in call.params:
        items = call.parse_json("attached_media")
    else:
        names = sorted((n for n in call.params if n.startswith("attached_media[")), key=lambda n: (len(n), n))
        items = [call.parse_json(name) for name in names]
    if not isinstance(items, list) or any(not isinstance(i, dict) or set(i) != {"media_fbid"} for i in items):
        raise bad_parameter("Param attached_media must be an array of {media_fbid}")
    return [str(item["media_fbid"]) for item in items]


def _unused_photo(graph: Graph, page: Page, id_: str) -> Photo:
    photo = graph.store.photos.get(id_)
    if photo is None or photo.page_id != page.id:
        raise bad_parameter(f"Invalid photo {id_} in attached_media")
    if photo.post_id is not None:
        raise bad_parameter("These photos were already posted", 1366051)
    return photo


def _refuse_repetition(graph: Graph, page: Page, text: str, link: str | None) -> None:
    """Only an identical and consecutive text post is refused: a weak guard (platforms/facebook.md §3)."""
    own = [post for post in _own_posts(graph, page) if not post.deleted]
    if own and not own[-1].pictures and (own[-1].text, own[-1].link) == (text, link):
        raise GraphError(506, "(#506) Duplicate status message")


def _photo_bytes(graph: Graph, call: Call) -> bytes:
    source = call.request.files.get("source")
    if (source is None) == ("url" not in call.params):
        raise bad_parameter("Exactly one of url and source must be set")
    try:
        content = graph.fetch(call.params["url"]) if source is None else source.read()
    except FetchFailed as error:
        raise GraphError(324, "(#324) Missing or invalid image file", subcode=2069019) from error
    if len(content) > MOST_PHOTO_BYTES:
        raise bad_parameter("Your photos couldn't be uploaded: files must be 4 MB or smaller", 1366046)
    if sniff(content) not in PHOTO_TYPES:
        raise GraphError(324, "(#324) Missing or invalid image file", subcode=2069019)
    return content


def _publish(graph: Graph, call: Call, page: Page, photos: list[Photo]) -> Post:
    link, published = call.params.get("link"), call.flag("published", default=True)
    pictures = [photo.picture for photo in photos]
    post = add_post(graph, page, _text(call), pictures, at=call.now, link=link, published=published)
    for photo in photos:
        photo.post_id = post.id
    return post


def add_post(
    graph: Graph,
    page: Page,
    text: str,
    pictures: list[Picture],
    *,
    at: datetime,
    kind: str = "post",
    link: str | None = None,
    published: bool = True,
) -> Post:
    """Let a post, a reel or a story of the Page be there, and tell of it."""
    post = Post(
        id=f"{page.id}_{graph.store.new_id('9')}",
        network="facebook",
        account_id=page.id,
        text=text,
        received_at=at,
        kind=kind,
        pictures=pictures,
        link=link,
        published=published,
    )
    graph.store.posts[post.id] = post
    if post.published:
        item = "status" if not pictures else "video" if pictures[0].is_video else "photo"
        value: dict[str, object] = {
            "item": item,
            "verb": "add",
            "post_id": post.id,
            "from": {"id": page.id, "name": page.name},
            "message": text,
            "created_time": int(at.timestamp()),
            "published": 1,
        }
        graph.outbox.tell(Change("page", page.id, "feed", value, at))
    return post
