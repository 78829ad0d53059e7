"""Videos and reels of a Page: uploaded, processed for a while, published (platforms/facebook.md §2, §3)."""

from datetime import timedelta

from werkzeug.wrappers import Request, Response

from infra.local.simulators.meta.calls import Call, read_node, route
from infra.local.simulators.meta.doors import answered, door
from infra.local.simulators.meta.errors import GraphError, bad_parameter
from infra.local.simulators.meta.facebook import add_post
from infra.local.simulators.meta.fields import ABSENT, DEFAULTS, READERS, Field, graph_time
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.store import Page, Video
from infra.local.simulators.pictures import FetchFailed, Picture
from infra.local.simulators.videos import Movie, NotAMovie, movie_of

MOST_REELS, REEL_WINDOW = 30, timedelta(hours=24)
REEL_SECONDS, STORY_SECONDS = (3, 90), (3, 60)
LEAST_WIDTH, LEAST_HEIGHT, UPRIGHT = 540, 960, 9 / 16
"""Limits of platforms/facebook.md §2; a story's 60 seconds stand in the Page Stories guide."""
MOST_CHARACTERS = 63_206
_UPLOADS = "/video-upload/v26.0/"


@route(
    "POST", "page", "videos", params="file_url title description published", scope="pages_manage_posts",
    page_token_only=True,
)  # fmt: skip
def create_video(graph: Graph, call: Call, page: Page) -> object:
    """Take a video from its address; it is processed afterwards, and then published unless `published=false`."""
    if len(call.params.get("description", "")) > MOST_CHARACTERS:
        raise bad_parameter("The description is too long")
    content = fetched_video(graph, call.required("file_url"))
    video = _new_video(graph, page, "post")
    _fill(video, content)
    _describe(call, video)
    video.process(call.now, page.video_ready_seconds)
    if call.flag("published", default=True):
        video.wanted_at = call.now
    publish_ready(graph)
    return {"id": video.id}


@route(
    "POST", "page", "video_reels", scope="pages_manage_posts", page_token_only=True,
    params="upload_phase video_id video_state title description",
)  # fmt: skip
def video_reels(graph: Graph, call: Call, page: Page) -> object:
    """Begin a reel, or end and publish one that was uploaded; 30 may be published in 24 hours."""
    if call.required("upload_phase").lower() == "start":
        return start_upload(graph, call, page, "reel")
    video = finished_upload(graph, call, page, "reel")
    state = call.params.get("video_state", "PUBLISHED")
    if state not in {"PUBLISHED", "DRAFT"}:
        raise bad_parameter(f"video_state {state} is not simulated; PUBLISHED and DRAFT are")
    recent = [one for one in graph.store.videos.values() if one.page_id == page.id and one.kind == "reel"]
    if sum(one.counts_since(call.now - REEL_WINDOW) for one in recent) >= MOST_REELS:
        raise GraphError(613, "(#613) Calls to this api have exceeded the rate limit: 30 reels in 24 hours.")
    _describe(call, video)
    return publish_upload(graph, call, page, video, wanted=state == "PUBLISHED")


@door("video-upload")
def upload(graph: Graph, request: Request) -> Response:
    """The upload host: `Authorization: OAuth <token>`, and the file's address or its bytes in one piece."""

    def take() -> object:
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        if scheme != "OAuth" or request.method != "POST":
            raise GraphError(104, "Uploads are POST with Authorization: OAuth", status=401)
        token = graph.token(value, "upload")
        video = graph.store.videos.get(request.path.rpartition("/")[2])
        if video is None or not request.path.startswith(_UPLOADS) or token.profile_id != video.page_id:
            raise bad_parameter("There is no such upload session")
        _fill(video, _body(graph, request))
        return {"success": True}

    return answered(graph, take)


@route("GET", "video", params="fields", scope="pages_read_engagement")
def read_video(graph: Graph, call: Call, video: Video) -> object:
    """One video with the asked fields: its status above all."""
    return read_node(graph, call, "video", video)


@route("POST", "video", params="published description title", scope="pages_manage_posts", page_token_only=True)
def change_video(graph: Graph, call: Call, video: Video) -> object:
    """Describe an uploaded video anew, or publish it; publishing what is published changes nothing."""
    _describe(call, video)
    if video.kind == "post" and call.flag("published", default=False):
        video.wanted_at = video.wanted_at or call.now
        publish_ready(graph)
    return {"success": True}


@route("DELETE", "video", scope="pages_manage_posts", page_token_only=True)
def delete_video(graph: Graph, _call: Call, video: Video) -> object:
    """Remove a video and its post."""
    del graph.store.videos[video.id]
    if video.post_id:
        graph.store.posts[video.post_id].deleted = True
    return {"success": True}


def start_upload(graph: Graph, call: Call, page: Page, kind: str) -> object:
    """An upload session: the video's id, and the address on the upload host."""
    video = _new_video(graph, page, kind)
    host = call.request.host_url.replace("//graph.", "//rupload.").rstrip("/")
    return {"video_id": video.id, "upload_url": f"{host}{_UPLOADS}{video.id}"}


def finished_upload(graph: Graph, call: Call, page: Page, kind: str) -> Video:
    """The video that `finish` names. Raises `GraphError` when it is another's, or has no bytes yet."""
    if call.required("upload_phase").lower() != "finish":
        raise bad_parameter("Param upload_phase must be one of {START, FINISH}")
    video = graph.store.videos.get(call.required("video_id"))
    if video is None or (video.page_id, video.kind) != (page.id, kind):
        raise bad_parameter("Invalid video_id")
    if video.picture is None:
        raise GraphError(6000, "There was a problem uploading your video file", subcode=1363130)
    return video


def publish_upload(graph: Graph, call: Call, page: Page, video: Video, *, wanted: bool) -> object:
    """Process an upload, once, and publish it when that is done; asking again changes nothing."""
    if video.processing_since is None:
        video.process(call.now, page.video_ready_seconds)
    if wanted:
        video.wanted_at = video.wanted_at or call.now
    publish_ready(graph)
    return {"success": True} | ({"post_id": _number(video)} if video.post_id else {})


def publish_ready(graph: Graph) -> None:
    """Let appear what was to be published and is processed by now."""
    for video in graph.store.videos.values():
        if video.picture and video.is_due(graph.clock()):
            at = max(moment for moment in (video.wanted_at, video.ready_at) if moment)
            page = graph.store.pages[video.page_id]
            video.post_id = add_post(graph, page, video.description, [video.picture], kind=video.kind, at=at).id


def fetched_video(graph: Graph, url: str) -> bytes:
    """The bytes at an address. Raises `GraphError` when Meta cannot fetch them."""
    try:
        return graph.fetch(url)
    except FetchFailed as error:
        raise GraphError(389, "(#389) Unable to fetch video file from URL.") from error


def _body(graph: Graph, request: Request) -> bytes:
    if url := request.headers.get("file_url"):
        return fetched_video(graph, url)
    content = request.get_data()
    if request.headers.get("offset") != "0" or request.headers.get("file_size") != str(len(content)):
        raise bad_parameter("An upload needs file_url, or offset 0 and the file_size of its bytes")
    return content


def _new_video(graph: Graph, page: Page, kind: str) -> Video:
    video = Video(graph.store.new_id("2"), page.id, kind, graph.clock())
    graph.store.videos[video.id] = video
    return video


def _fill(video: Video, content: bytes) -> None:
    """Store the bytes; what is wrong with them is found while they are processed."""
    video.picture = Picture(video.id, content)
    try:
        movie = movie_of(content)
    except NotAMovie:
        video.error = "The video file is in a format that is not supported"
        return
    video.error = _fault(movie, video.kind)
    # A video as upright as a reel is kept as a draft for its owner to share (gitroomhq/postiz-app #1740).
    video.is_draft = video.kind == "post" and movie.width / movie.height <= UPRIGHT


def _fault(movie: Movie, kind: str) -> str | None:
    if kind == "post":
        return None
    shortest, longest = REEL_SECONDS if kind == "reel" else STORY_SECONDS
    if not shortest <= movie.seconds <= longest:
        return f"The video must last {shortest} to {longest} seconds"
    if movie.width < LEAST_WIDTH or movie.height < LEAST_HEIGHT:
        return f"The video must have at least {LEAST_WIDTH} by {LEAST_HEIGHT} pixels"
    return None if abs(movie.width / movie.height - UPRIGHT) < 0.01 else "The video's aspect ratio must be 9:16"


def _describe(call: Call, video: Video) -> None:
    video.description = call.params.get("description", video.description)


def _number(video: Video) -> str:
    return (video.post_id or "").rpartition("_")[2]


def _status(graph: Graph, video: Video, _field: Field) -> object:
    now = graph.clock()
    failed = video.error is not None and video.is_ready(now)
    waits = video.processing_since is None
    processing = "error" if failed else "not_started" if waits else "complete" if video.is_ready(now) else "in_progress"
    uploading = {"status": "complete" if video.picture else "not_started"}
    publishing: dict[str, object] = {"status": "complete" if video.post_id else "not_started"}
    if video.post_id:
        publishing["publish_status"] = "published"
    words = {"error": "error", "complete": "ready", "in_progress": "processing"}
    error = {"error": {"code": 1363020, "message": video.error}} if failed else {}
    return {
        "video_status": words.get(processing, "upload_complete" if video.picture else "uploading"),
        "uploading_phase": uploading,
        "processing_phase": {"status": processing, **error},
        "publishing_phase": publishing,
    }


def _permalink(_graph: Graph, video: Video, _field: Field) -> object:
    return f"/{video.page_id}/videos/{video.id}/" if video.kind == "post" else f"/{video.kind}/{video.id}/"


READERS["video"] = {
    "id": lambda _g, video, _f: video.id,
    "status": _status,
    "post_id": lambda _g, video, _f: _number(video) if video.post_id else ABSENT,
    "permalink_url": _permalink,
    "published": lambda _g, video, _f: video.post_id is not None,
    "description": lambda _g, video, _f: video.description or ABSENT,
    "created_time": lambda _g, video, _f: graph_time(video.created_at),
}
DEFAULTS |= {"video": "id"}
