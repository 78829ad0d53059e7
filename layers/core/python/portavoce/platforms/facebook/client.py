"""A Facebook Page: publishing, hiding comments, numbers, and the state of its connection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portavoce.platforms.audience import AudienceReading, AudienceSpec
from portavoce.platforms.contract import ChannelAccess, Keep, OutgoingPost, ProbeOutcome, Publisher, Reading, Reread
from portavoce.platforms.conversation import AnswerKind, AnswerOutcome, Deed, OutgoingAnswer
from portavoce.platforms.graph import insights
from portavoce.platforms.graph.audience import MetaAudience, read_newest_day
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.comments import FirstComment, OwnComments
from portavoce.platforms.http import Http
from portavoce.platforms.interaction import Interaction
from portavoce.platforms.outcomes import ActionOutcome, LookupOutcome, PrepareOutcome, ReleaseOutcome
from portavoce.platforms.post_list import PostPage
from portavoce.platforms.readings import number, readings
from portavoce.platforms.rules.metric_spec import MetricSpec

from .answers import FacebookAnswers
from .completion import complete
from .deeds import do_deed
from .manifest import MANIFEST
from .post_list import posts_of
from .posts import Posts
from .probe import PageConnection
from .rereads import reread_comments
from .stories import PhotoStories
from .videos import Videos

_NEWEST_FIRST = {"filter": "toplevel", "order": "reverse_chronological"}


def connect(access: ChannelAccess, http: Http) -> "Facebook":
    """The Page `access.account_id`, with its own token."""
    return Facebook(Graph(http, access.secrets["access_token"], MANIFEST.api_version), access)


@dataclass(frozen=True)
class Facebook:
    """Publisher, Reader, Rereader, Answerer, Moderator, Measurer, Profiler, Lister and Prober of one Page."""

    graph: Graph
    access: ChannelAccess

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        return self._publisher(post).prepare(post, keep)

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        return self._publisher(post).release(post)

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        return self._publisher(post).look_up(post, attempted_at)

    def probe(self) -> ProbeOutcome:
        return PageConnection(self.graph, self.access).probe()

    def answer(self, answer: OutgoingAnswer) -> AnswerOutcome:
        return self._answers.answer(answer)

    def look_up_answer(self, answer: OutgoingAnswer, attempted_at: datetime) -> LookupOutcome:
        return self._answers.look_up_answer(answer, attempted_at)

    def retract(self, kind: AnswerKind, remote_id: str) -> ActionOutcome:
        return self._answers.retract(kind, remote_id)

    def do(self, deed: Deed, about: Interaction) -> ActionOutcome:
        return do_deed(self.graph, self.access.account_id, deed, about)

    def complete(self, interaction: Interaction) -> Interaction:
        return complete(self.graph, interaction)

    def reread(self, known: Sequence[Interaction], since: datetime) -> Reread:
        return reread_comments(self.graph, self.access.account_id, known, since)

    def post_metrics(self, remote_id: str, metrics: Sequence[MetricSpec]) -> list[Reading]:
        told = insights.PostInsights(self.graph, remote_id, self._probe_insights)
        return readings(metrics, lambda spec: self._of_post(told, spec.remote))

    def channel_metrics(self, metrics: Sequence[MetricSpec], day: date) -> list[Reading]:
        return readings(metrics, lambda spec: self._of_page(spec.remote, day))

    def profile(self, specs: Sequence[AudienceSpec], day: date) -> list[AudienceReading]:
        page_id = self.access.account_id
        return MetaAudience(self.graph, page_id, lambda spec: read_newest_day(self.graph, page_id, spec, day)).profile(
            specs
        )

    def list_posts(self, since: datetime, page: str | None) -> PostPage:
        return posts_of(self.graph, self.access.account_id).list_page(since, page)

    def _of_post(self, told: insights.PostInsights, remote: str) -> Decimal:
        source, name, *kinds = remote.split("/")
        if source == "fields":
            return _read_counter(self.graph.read(told.post_id, {"fields": name}), name.partition(".")[0])
        return told.lifetime(name, kinds[0].split("+") if kinds else ())

    def _probe_insights(self) -> object:
        query = {"metric": "page_daily_follows_unique", "period": "day"}
        return self.graph.read(f"{self.access.account_id}/insights", query)

    def _of_page(self, remote: str, day: date) -> Decimal:
        source, name = remote.split("/")
        if source == "fields":
            return number(self.graph.read(self.access.account_id, {"fields": name}).get(name))
        return insights.of_day(self.graph, self.access.account_id, name, day)

    @property
    def _comments(self) -> OwnComments:
        return OwnComments(self.graph, self.access.account_id, "message", "created_time", _NEWEST_FIRST)

    @property
    def _answers(self) -> FacebookAnswers:
        return FacebookAnswers(self.graph, self.access.account_id, self._comments)

    def _publisher(self, post: OutgoingPost) -> Publisher:
        page_id = self.access.account_id
        if post.is_comment:
            return FirstComment(self._comments, "published_posts", "permalink_url")
        if post.videos:
            return Videos(self.graph, page_id)
        return PhotoStories(self.graph, page_id) if post.kind == "story" else Posts(self.graph, page_id)


def _read_counter(answer: Mapping[str, Any], name: str) -> Decimal:
    """A counter of a post. `shares` is left out of the answer when there is none [M]; the others carry a summary."""
    if name == "shares":
        return number(answer.get(name, {"count": 0}).get("count"))
    return number(answer.get(name, {}).get("summary", {}).get("total_count"))
