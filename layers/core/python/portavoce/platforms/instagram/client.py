"""An Instagram professional account: publishing, completing mentions, hiding comments, numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from portavoce.community.model import Interaction, Kind
from portavoce.platforms import graph_insights
from portavoce.platforms.composing import composed_text, normalised
from portavoce.platforms.contract import (
    Absent,
    ActionOutcome,
    ChannelAccess,
    Found,
    Keep,
    LookupOutcome,
    NotReady,
    OutgoingPost,
    PrepareOutcome,
    Published,
    ReadFailed,
    Reading,
    ReadRefused,
    Refused,
    ReleaseOutcome,
    Unclear,
)
from portavoce.platforms.graph import Graph
from portavoce.platforms.graph_errors import Failure
from portavoce.platforms.http import Http
from portavoce.platforms.manifest import MetricSpec
from portavoce.platforms.measured import number, readings

from .containers import BUILDING_SECONDS, CONTAINER, Containers, status_of
from .manifest import MANIFEST

CLOCK_SKEW = timedelta(seconds=60)
# Not finished, missing for a moment, expired: nothing was published, and `prepare` mends all three.
_ASK_AGAIN_SECONDS = {"9007/2207027": BUILDING_SECONDS, "24/2207008": 30, "-2/2207020": 1}
_MENTIONED_COMMENT = "mentioned_comment.comment_id({id}){{text,username,timestamp,media{{id,permalink}}}}"
_MENTIONED_MEDIA = "mentioned_media.media_id({id}){{caption,username,timestamp,permalink}}"


def connect(access: ChannelAccess, http: Http) -> "Instagram":
    """The account `access.account_id` (its Instagram user id), with the linked Page's token."""
    return Instagram(Graph(http, access.secrets["access_token"], MANIFEST.api_version), access.account_id)


@dataclass(frozen=True)
class Instagram:
    """Publisher, Reader, Moderator and Measurer of one account."""

    graph: Graph
    user_id: str

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        """Builds the container that `release` publishes; one that died is built anew."""
        return Containers(self.graph, self.user_id, keep).build(post, _caption(post))

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        """Publishes the container, which the platform does once however often it is asked."""
        container = post.handles.get(CONTAINER)
        if container is None:
            return NotReady(retry_after_seconds=1)
        made = self.graph.created_id(f"{self.user_id}/media_publish", {"creation_id": container})
        if isinstance(made, str):
            return Published(remote_id=made, url=self._permalink(made))
        return _not_ready(made) or made

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        """Asks the container whether it was published, and only then the account for the post."""
        container = post.handles.get(CONTAINER)
        if container is None:
            return Absent()
        try:
            if status_of(self.graph, container) != "published":
                return Absent()
            return self._listed(post, attempted_at) or Unclear(reason="published, and not yet among the media")
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))

    def hide(self, comment_id: str) -> ActionOutcome:
        return self.graph.act(comment_id, {"hide": "true"})

    def unhide(self, comment_id: str) -> ActionOutcome:
        return self.graph.act(comment_id, {"hide": "false"})

    def complete(self, interaction: Interaction) -> Interaction:
        """A mention's delivery carries ids only: its words, author and address are asked for."""
        if interaction.text is not None or interaction.kind is not Kind.MENTION:
            return interaction
        if interaction.interaction_id == interaction.post_id:
            media = self._mentioned("mentioned_media", _MENTIONED_MEDIA, interaction.interaction_id)
            found = {"text": media.get("caption", ""), "permalink": media.get("permalink")}
        else:
            media = self._mentioned("mentioned_comment", _MENTIONED_COMMENT, interaction.interaction_id)
            found = {"text": media.get("text", ""), "permalink": media.get("media", {}).get("permalink")}
        return interaction.model_copy(update={**found, "author_name": media.get("username")})

    def post_metrics(self, remote_id: str, metrics: Sequence[MetricSpec]) -> list[Reading]:
        return readings(
            metrics, lambda spec: graph_insights.lifetime(self.graph, remote_id, spec.remote.removeprefix("insights/"))
        )

    def channel_metrics(self, metrics: Sequence[MetricSpec], day: date) -> list[Reading]:
        return readings(metrics, lambda spec: self._of_account(spec.remote, day))

    def _permalink(self, media_id: str) -> str | None:
        """The post's address. The post is there whatever this read says, so that a failed one is no failure."""
        try:
            return self.graph.read(media_id, {"fields": "permalink"}).get("permalink")
        except (ReadFailed, ReadRefused):
            return None

    def _listed(self, post: OutgoingPost, attempted_at: datetime) -> Found | None:
        since, caption = attempted_at - CLOCK_SKEW, normalised(_caption(post))
        page = self.graph.read(f"{self.user_id}/media", {"fields": "id,caption,timestamp,permalink", "limit": "50"})
        for row in page.get("data", ()):
            published_at = datetime.fromisoformat(str(row["timestamp"]))
            if published_at >= since and normalised(row.get("caption", "")) == caption:
                return Found(remote_id=str(row["id"]), url=row.get("permalink"))
        return None

    def _mentioned(self, field: str, asked: str, id_: str) -> Mapping[str, Any]:
        found = self.graph.read(self.user_id, {"fields": asked.format(id=id_)}).get(field)
        if not isinstance(found, Mapping):
            raise ReadRefused("Instagram shows no such mention")
        return found

    def _of_account(self, remote: str, day: date) -> Decimal:
        source, name, *kind = remote.split("/")
        if source == "fields":
            return number(self.graph.read(self.user_id, {"fields": name}).get(name))
        if source == "totals":
            return graph_insights.total_of_day(self.graph, self.user_id, name, day, kind[0] if kind else None)
        return graph_insights.of_day(self.graph, self.user_id, name, day)


def _caption(post: OutgoingPost) -> str:
    return composed_text(MANIFEST, post.text, post.link, has_media=bool(post.media))


def _not_ready(made: Failure) -> NotReady | None:
    wait_seconds = _ASK_AGAIN_SECONDS.get(made.code) if isinstance(made, Refused) else None
    return NotReady(retry_after_seconds=wait_seconds) if wait_seconds else None
