"""A Facebook Page: publishing, hiding comments, numbers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from portavoce.community.model import Interaction
from portavoce.platforms import graph_insights
from portavoce.platforms.composing import composed_text, normalised
from portavoce.platforms.contract import (
    Absent,
    ActionOutcome,
    ChannelAccess,
    Found,
    Image,
    Keep,
    LookupOutcome,
    NotReady,
    OutgoingPost,
    PrepareOutcome,
    Published,
    ReadFailed,
    Reading,
    ReadRefused,
    Ready,
    ReleaseOutcome,
    Unclear,
)
from portavoce.platforms.graph import Graph
from portavoce.platforms.graph_errors import Failure
from portavoce.platforms.http import Http
from portavoce.platforms.manifest import MetricSpec
from portavoce.platforms.measured import number, readings

from .manifest import MANIFEST

CLOCK_SKEW = timedelta(seconds=60)
_LOOKED_AT = "id,message,created_time,permalink_url,attachments{media_type,subattachments}"


def connect(access: ChannelAccess, http: Http) -> "Facebook":
    """The Page `access.account_id`, with its own token."""
    return Facebook(Graph(http, access.secrets["access_token"], MANIFEST.api_version), access.account_id)


@dataclass(frozen=True)
class Facebook:
    """Publisher, Reader, Moderator and Measurer of one Page."""

    graph: Graph
    page_id: str

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        """Several photos are uploaded unpublished: nobody sees them until a post attaches them."""
        if len(post.images) == 1:
            return Ready()
        for index, image in enumerate(post.images):
            if _handle(index) in post.handles:
                continue
            made = self.graph.uploaded_id(f"{self.page_id}/photos", {"published": "false", **_photo(image)})
            if not isinstance(made, str):
                return made
            keep(_handle(index), made)
        return Ready()

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        """One call: text and link, one photo, or text with the photos that `prepare` uploaded."""
        text = _text(post)
        if len(post.images) == 1:
            form = {"message": text, **_photo(post.images[0])}
            return _published(self.graph.created_id(f"{self.page_id}/photos", form, "post_id"))
        form = {"message": text} if text else {}
        if post.images:
            photos = [post.handles.get(_handle(index)) for index in range(len(post.images))]
            if None in photos:
                return NotReady(retry_after_seconds=1)
            form["attached_media"] = json.dumps([{"media_fbid": photo} for photo in photos])
        elif post.link:
            form["link"] = post.link
        return _published(self.graph.created_id(f"{self.page_id}/feed", form))

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        """Looks for the same text with as many photos among what the Page published since the attempt."""
        since = attempted_at - CLOCK_SKEW
        query = {"fields": _LOOKED_AT, "since": str(int(since.timestamp())), "limit": "100"}
        wanted = (normalised(_text(post)), len(post.images))
        try:
            for row in self.graph.rows(f"{self.page_id}/published_posts", query):
                if (normalised(row.get("message", "")), _photos(row)) == wanted:
                    return Found(remote_id=str(row["id"]), url=row.get("permalink_url"))
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))
        return Absent()

    def hide(self, comment_id: str) -> ActionOutcome:
        return self.graph.act(comment_id, {"is_hidden": "true"})

    def unhide(self, comment_id: str) -> ActionOutcome:
        return self.graph.act(comment_id, {"is_hidden": "false"})

    def complete(self, interaction: Interaction) -> Interaction:
        """A Page's deliveries carry the text already."""
        return interaction

    def post_metrics(self, remote_id: str, metrics: Sequence[MetricSpec]) -> list[Reading]:
        return readings(metrics, lambda spec: self._of_post(remote_id, spec.remote))

    def channel_metrics(self, metrics: Sequence[MetricSpec], day: date) -> list[Reading]:
        return readings(metrics, lambda spec: self._of_page(spec.remote, day))

    def _of_post(self, post_id: str, remote: str) -> Decimal:
        source, name, *kinds = remote.split("/")
        if source == "fields":
            return _counted(self.graph.read(post_id, {"fields": name}), name.partition(".")[0])
        return graph_insights.lifetime(self.graph, post_id, name, kinds[0].split("+") if kinds else ())

    def _of_page(self, remote: str, day: date) -> Decimal:
        source, name = remote.split("/")
        if source == "fields":
            return number(self.graph.read(self.page_id, {"fields": name}).get(name))
        return graph_insights.of_day(self.graph, self.page_id, name, day)


def _handle(index: int) -> str:
    return f"photo_{index}"


def _photo(image: Image) -> dict[str, str]:
    return {"url": image.url} | ({"alt_text_custom": image.alt_text} if image.alt_text else {})


def _text(post: OutgoingPost) -> str:
    return composed_text(MANIFEST, post.text, post.link, has_media=bool(post.media))


def _published(made: str | Failure) -> ReleaseOutcome:
    return Published(remote_id=made, url=f"https://www.facebook.com/{made}") if isinstance(made, str) else made


def _photos(row: Mapping[str, Any]) -> int:
    attachments = row.get("attachments", {}).get("data", ())
    parts = [part for one in attachments for part in one.get("subattachments", {}).get("data", (one,))]
    return sum(part.get("media_type") == "photo" for part in parts)


def _counted(answer: Mapping[str, Any], name: str) -> Decimal:
    """A counter of a post. `shares` is left out of the answer when there is none [M]; the others carry a summary."""
    if name == "shares":
        return number(answer.get(name, {"count": 0}).get("count"))
    return number(answer.get(name, {}).get("summary", {}).get("total_count"))
