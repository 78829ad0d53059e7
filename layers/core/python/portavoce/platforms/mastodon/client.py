"""An account on a Mastodon instance: publishing, answering, checking what is planned, and numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from portavoce.platforms.contract import (
    ChannelAccess,
    Keep,
    OutgoingPost,
    Polled,
    ProbeOutcome,
    ReadFailed,
    Reading,
    ReadRefused,
    Reread,
)
from portavoce.platforms.conversation import AnswerKind, AnswerOutcome, Deed, OutgoingAnswer
from portavoce.platforms.http import Answer, Http
from portavoce.platforms.interaction import Interaction
from portavoce.platforms.manifest import Visibility
from portavoce.platforms.outcomes import (
    Accepted,
    ActionOutcome,
    AuthFailed,
    CheckOutcome,
    LookupOutcome,
    NotReady,
    PrepareOutcome,
    Published,
    Ready,
    Refused,
    ReleaseOutcome,
    Unclear,
    Unknown,
)
from portavoce.platforms.post_list import PostPage
from portavoce.platforms.readings import number, readings
from portavoce.platforms.rules.metric_spec import MetricSpec
from portavoce.platforms.sightings import Sighting, judge_sightings, shown_moment, shown_text
from portavoce.platforms.text.sent_text import composed_text
from portavoce.platforms.webhook_json import objects, text

from .answers import MastodonAnswers
from .api import MastodonApi, MastodonFailure, rest_seconds
from .deeds import do_deed
from .error_table import PROCESSING_SECONDS
from .instance import instance_at
from .limits import refusal
from .manifest import MANIFEST
from .media import MastodonUploads, kept_media_ids
from .notifications import poll_notifications
from .post_list import list_page
from .probe import probe_account
from .rereads import reread_known
from .texts import comparable, returned_text
from .timeline import own_statuses, read_account

CLOCK_SKEW = timedelta(seconds=60)
_GONE, _INVALID = "404", "422"
_VISIBILITIES: Mapping[Visibility, str] = {"public": "public", "unlisted": "unlisted", "followers": "private"}


def connect(access: ChannelAccess, http: Http) -> "Mastodon":
    """The account that the access token belongs to, on the instance that `http` leads to."""
    return Mastodon(http, MastodonApi(http, access.secrets["access_token"]), access.account_id)


@dataclass(frozen=True)
class Mastodon:
    """Publisher, Checker, Answerer, Moderator, Poller, Rereader, Measurer and Prober of one account."""

    http: Http
    api: MastodonApi
    account_id: str

    def check(self, post: OutgoingPost) -> CheckOutcome:
        """Holds a planned post against the instance's own limits."""
        configuration = instance_at(self.http).configuration(self.api)
        if isinstance(configuration, MastodonFailure):
            return Unclear(reason=configuration.reason)
        return refusal(configuration, post, _text(post)) or Accepted()

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        """Holds the post against the instance's limits once more, and uploads its media until they are ready there.

        An instance that cannot say its limits refuses by itself."""
        configuration = instance_at(self.http).configuration(self.api)
        if isinstance(configuration, AuthFailed):
            return configuration
        known = {} if isinstance(configuration, MastodonFailure) else configuration
        return refusal(known, post, _text(post)) or MastodonUploads(self.http, self.api).bring(post, keep) or Ready()

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        """One call. The key makes a repeated call harmless where the server heeds it; not every server does."""
        media = kept_media_ids(post)
        if media is None:
            return NotReady(retry_after_seconds=1)
        headers = {"Idempotency-Key": f"{post.publication_id}/{post.revision}/{post.part}"}
        made = self.api.call("POST", "/api/v1/statuses", json=_status(post, media), headers=headers)
        if isinstance(made, Refused):
            return self._judge_refusal(post, made)
        if not isinstance(made, Answer):
            return made
        if not made.body.get("id"):
            return Unknown(reason="the instance's answer names nothing")
        return Published(
            remote_id=str(made.body["id"]), url=text(made.body.get("url")), rest_seconds=rest_seconds(made)
        )

    def _judge_refusal(self, post: OutgoingPost, refused: Refused) -> Refused | NotReady:
        """Tells apart what one status says of several things: its words are in the language of the account."""
        if refused.code == _GONE and post.part:
            reason = "the post that this one should answer is no longer on the instance"
            return refused.model_copy(update={"reason": reason})
        if refused.code == _INVALID and not MastodonUploads(self.http, self.api).are_ready(post):
            return NotReady(retry_after_seconds=PROCESSING_SECONDS)
        return refused

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        """Looks for the same text with as many media, in answer to the same post, among what the account posted since
        the attempt; a part that is out already is not taken for this one."""
        try:
            return judge_sightings(
                [_describe_sighting(post, status) for status in own_statuses(self.api, attempted_at - CLOCK_SKEW)]
            )
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))

    def probe(self) -> ProbeOutcome:
        """Whose token it is, and what its app may do."""
        return probe_account(self.api, self.account_id)

    def poll(self, since: datetime) -> list[Polled]:
        """What others said to the account since then."""
        return poll_notifications(self.api.read, since)

    def reread(self, known: Sequence[Interaction], since: datetime) -> Reread:  # noqa: ARG002
        return reread_known(self.api, known)

    def answer(self, answer: OutgoingAnswer) -> AnswerOutcome:
        return MastodonAnswers(self.api).answer(answer)

    def look_up_answer(self, answer: OutgoingAnswer, attempted_at: datetime) -> LookupOutcome:
        return MastodonAnswers(self.api).look_up_answer(answer, attempted_at)

    def retract(self, kind: AnswerKind, remote_id: str) -> ActionOutcome:
        return MastodonAnswers(self.api).retract(kind, remote_id)

    def do(self, deed: Deed, about: Interaction) -> ActionOutcome:
        return do_deed(self.api, deed, about)

    def post_metrics(self, remote_id: str, metrics: Sequence[MetricSpec]) -> list[Reading]:
        """One read: the counters that the instance knows of; other instances may know of more."""
        status = self.api.read(f"/api/v1/statuses/{remote_id}")
        return readings(metrics, lambda spec: number(status.get(spec.remote)))

    def channel_metrics(self, metrics: Sequence[MetricSpec], day: date) -> list[Reading]:  # noqa: ARG002
        """The numbers as they stand now: Mastodon keeps none by day."""
        account = read_account(self.api)
        return readings(metrics, lambda spec: number(account.get(spec.remote)))

    def list_posts(self, since: datetime, page: str | None) -> PostPage:
        return list_page(self.api, since, page)


def _status(post: OutgoingPost, media: list[str]) -> dict[str, Any]:
    """The status as it is asked for; what is not set is left to the account's own preferences."""
    body: dict[str, Any] = {"status": _text(post)}
    if media:
        body["media_ids"] = media
    if answered := _answers(post):
        body["in_reply_to_id"] = answered
    if post.language:
        body["language"] = post.language
    if post.visibility:
        body["visibility"] = _VISIBILITIES[post.visibility]
    if post.content_warning:
        body |= {"spoiler_text": post.content_warning, "sensitive": True}
    if post.poll:
        body["poll"] = {"options": list(post.poll.options), "expires_in": post.poll.duration_minutes * 60}
    return body


def _answers(post: OutgoingPost) -> str | None:
    """The status that this part answers: the one before it, or, for a first comment, the first."""
    if post.part == 0:
        return None
    return post.after[0 if post.is_comment else -1].remote_id


def _describe_sighting(post: OutgoingPost, status: Mapping[str, Any]) -> Sighting:
    attached = {str(one.get("id")) for one in objects(status["media_attachments"])}
    marks = (
        returned_text(str(status["content"])),
        len(attached),
        bool(status.get("poll")),
        text(status["in_reply_to_id"]),
    )
    remote_id, url = shown_text(status, "id"), text(status.get("url"))
    return Sighting(
        remote_id=remote_id,
        url=url,
        at=shown_moment(status, "created_at"),
        is_taken=post.is_taken(remote_id, url),
        is_proven=bool(post.media) and attached == set(kept_media_ids(post) or ()),
        is_alike=marks == (comparable(_text(post)), len(post.media), post.poll is not None, _answers(post)),
    )


def _text(post: OutgoingPost) -> str:
    return composed_text(MANIFEST, post.text, post.link, has_media=bool(post.media))
