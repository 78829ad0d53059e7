"""An Instagram professional account: publishing, completing mentions, hiding comments, numbers, its connection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portavoce.platforms.audience import AudienceReading, AudienceSpec
from portavoce.platforms.contract import (
    ChannelAccess,
    Keep,
    OutgoingPost,
    ProbeOutcome,
    Publisher,
    Reading,
    ReadRefused,
    Reread,
)
from portavoce.platforms.conversation import AnswerKind, AnswerOutcome, Deed, OutgoingAnswer
from portavoce.platforms.graph import insights
from portavoce.platforms.graph.audience import MetaAudience, read_demographics
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.comments import FirstComment, OwnComments
from portavoce.platforms.http import Http
from portavoce.platforms.interaction import Interaction, InteractionKind
from portavoce.platforms.outcomes import ActionOutcome, CheckOutcome, LookupOutcome, PrepareOutcome, ReleaseOutcome
from portavoce.platforms.post_list import PostPage
from portavoce.platforms.readings import number, readings
from portavoce.platforms.rules.metric_spec import MetricSpec

from .answers import InstagramAnswers
from .deeds import do_deed
from .manifest import MANIFEST
from .media import InstagramPublisher
from .post_list import posts_of
from .probe import InstagramConnection
from .quota import check_quota
from .rereads import reread_comments

_MENTIONED_COMMENT = "mentioned_comment.comment_id({id}){{text,username,timestamp,media{{id,permalink}}}}"
_MENTIONED_MEDIA = "mentioned_media.media_id({id}){{caption,username,timestamp,permalink}}"


def connect(access: ChannelAccess, http: Http) -> "Instagram":
    """The account `access.account_id` (its Instagram user id), with the linked Page's token."""
    return Instagram(Graph(http, access.secrets["access_token"], MANIFEST.api_version), access)


@dataclass(frozen=True)
class Instagram:
    """Publisher, Checker, Reader, Rereader, Answerer, Moderator, Measurer, Profiler, Lister and Prober."""

    graph: Graph
    access: ChannelAccess

    def check(self, post: OutgoingPost) -> CheckOutcome:  # noqa: ARG002
        """Whether the account may publish as often as it does."""
        return check_quota(self.graph, self.access.account_id)

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        return self._publisher(post).prepare(post, keep)

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        return self._publisher(post).release(post)

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        return self._publisher(post).look_up(post, attempted_at)

    def probe(self) -> ProbeOutcome:
        return InstagramConnection(self.graph, self.access).probe()

    def answer(self, answer: OutgoingAnswer) -> AnswerOutcome:
        return self._answers.answer(answer)

    def look_up_answer(self, answer: OutgoingAnswer, attempted_at: datetime) -> LookupOutcome:
        return self._answers.look_up_answer(answer, attempted_at)

    def retract(self, kind: AnswerKind, remote_id: str) -> ActionOutcome:
        return self._answers.retract(kind, remote_id)

    def do(self, deed: Deed, about: Interaction) -> ActionOutcome:
        return do_deed(self.graph, deed, about)

    def complete(self, interaction: Interaction) -> Interaction:
        """A mention's delivery carries ids only: its words, author and address are asked for."""
        if interaction.text is not None or interaction.kind is not InteractionKind.MENTION:
            return interaction
        if interaction.interaction_id == interaction.post_id:
            media = self._read_mention("mentioned_media", _MENTIONED_MEDIA, interaction.interaction_id)
            found = {"text": media.get("caption", ""), "permalink": media.get("permalink")}
        else:
            media = self._read_mention("mentioned_comment", _MENTIONED_COMMENT, interaction.interaction_id)
            found = {"text": media.get("text", ""), "permalink": media.get("media", {}).get("permalink")}
        return interaction.model_copy(update={**found, "author_name": media.get("username")})

    def reread(self, known: Sequence[Interaction], since: datetime) -> Reread:
        return reread_comments(self.graph, self.access.account_id, known, since)

    def post_metrics(self, remote_id: str, metrics: Sequence[MetricSpec]) -> list[Reading]:
        told = insights.PostInsights(self.graph, remote_id, self._probe_insights)
        return readings(metrics, lambda spec: told.lifetime(spec.remote.removeprefix("insights/")))

    def channel_metrics(self, metrics: Sequence[MetricSpec], day: date) -> list[Reading]:
        return readings(metrics, lambda spec: self._of_account(spec.remote, day))

    def profile(self, specs: Sequence[AudienceSpec], day: date) -> list[AudienceReading]:  # noqa: ARG002
        """As it stands now: Instagram tells it of no day."""
        account_id = self.access.account_id
        return MetaAudience(
            self.graph, account_id, lambda spec: read_demographics(self.graph, account_id, spec)
        ).profile(specs)

    def list_posts(self, since: datetime, page: str | None) -> PostPage:
        return posts_of(self.graph, self.access.account_id).list_page(since, page)

    @property
    def _comments(self) -> OwnComments:
        return OwnComments(self.graph, self.access.account_id, "text", "timestamp", {})

    @property
    def _answers(self) -> InstagramAnswers:
        return InstagramAnswers(self.graph, self.access.account_id, self._comments)

    def _publisher(self, post: OutgoingPost) -> Publisher:
        if post.is_comment:
            return FirstComment(self._comments, "media", "permalink")
        return InstagramPublisher(self.graph, self.access.account_id)

    def _read_mention(self, field: str, asked: str, id_: str) -> Mapping[str, Any]:
        found = self.graph.read(self.access.account_id, {"fields": asked.format(id=id_)}).get(field)
        if not isinstance(found, Mapping):
            raise ReadRefused("Instagram shows no such mention")
        return found

    def _probe_insights(self) -> object:
        return self.graph.read(f"{self.access.account_id}/insights", {"metric": "reach", "period": "day"})

    def _of_account(self, remote: str, day: date) -> Decimal:
        source, name, *kind = remote.split("/")
        if source == "fields":
            return number(self.graph.read(self.access.account_id, {"fields": name}).get(name))
        if source == "totals":
            return insights.total_of_day(self.graph, self.access.account_id, name, day, kind[0] if kind else None)
        return insights.of_day(self.graph, self.access.account_id, name, day)
