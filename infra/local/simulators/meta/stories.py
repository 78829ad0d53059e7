"""Stories of a Page: published from a photo or a video that was uploaded, and then in no list (facebook.md §2)."""

from infra.local.simulators.meta.calls import Call, route
from infra.local.simulators.meta.errors import bad_parameter
from infra.local.simulators.meta.facebook import add_post
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.store import Page
from infra.local.simulators.meta.videos import finished_upload, publish_upload, start_upload


@route("POST", "page", "photo_stories", params="photo_id", scope="pages_manage_posts", page_token_only=True)
def photo_stories(graph: Graph, call: Call, page: Page) -> object:
    """Make an unpublished photo, used nowhere before, into a story."""
    photo = graph.store.photos.get(call.required("photo_id"))
    if photo is None or photo.page_id != page.id:
        raise bad_parameter("Invalid photo_id")
    if photo.post_id is not None:
        raise bad_parameter("These photos were already posted", 1366051)
    post = add_post(graph, page, "", [photo.picture], kind="story", at=call.now)
    photo.post_id = post.id
    return {"success": True, "post_id": post.id.rpartition("_")[2]}


@route(
    "POST", "page", "video_stories", params="upload_phase video_id", scope="pages_manage_posts", page_token_only=True
)
def video_stories(graph: Graph, call: Call, page: Page) -> object:
    """Begin a story's video, or end and publish one that was uploaded."""
    if call.required("upload_phase").lower() == "start":
        return start_upload(graph, call, page, "story")
    return publish_upload(graph, call, page, finished_upload(graph, call, page, "story"), wanted=True)
