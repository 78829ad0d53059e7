"""An account on X: publishing, answering, hiding replies, numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from portavoce.platforms.contract import (
    ChannelAccess,
    Fault,
    Keep,
    OutgoingPost,
    Probe,
    ProbeOutcome,
    ReadFailed,
    Reading,
    ReadRefused,
)
from portavoce.platforms.conversation import AnswerKind, AnswerOutcome, Deed, OutgoingAnswer
from portavoce.platforms.http import Answer, Http
from portavoce.platforms.interaction import Interaction
from portavoce.platforms.outcomes import (
    ActionOutcome,
    AuthFailed,
    CheckOutcome,
    Duplicate,
    LookupOutcome,
    NotReady,
    PrepareOutcome,
    Published,
    Ready,
    Refused,
    ReleaseOutcome,
    Throttled,
    Unclear,
    Unknown,
)
from portavoce.platforms.post_list import PostPage
from portavoce.platforms.readings import number, readings
from portavoce.platforms.rules.metric_spec import MetricSpec
from portavoce.platforms.sightings import Sighting, judge_sightings, shown_moment, shown_text
from portavoce.platforms.text.sent_text import composed_text

from .account import check_length
from .answers import XAnswers
from .api import FORBIDDEN, XApi, data_of, rest_seconds
from .deeds import do_deed
from .manifest import MANIFEST
from .media import XUploads, media_id
from .post_list import list_page
from .texts import comparable
from .timeline import address_of, list_own, read_marks

CLOCK_SKEW = timedelta(seconds=60)


def connect(access: ChannelAccess, http: Http) -> "X":
    """The account `access.account_id`, with its user access token."""
    return X(http, XApi(http, access.secrets["access_token"]), access.account_id)


@dataclass(frozen=True)
class X:
    """Publisher, Checker, Prober, Reader, Answerer, Moderator and Measurer of one account."""

    http: Http
    api: XApi
    user_id: str

    def check(self, post: OutgoingPost) -> CheckOutcome:
        """Whether a text that is longer than usual is one that this account may send."""
        return check_length(self.api, composed_text(MANIFEST, post.text, post.link, has_media=bool(post.media)))

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        """Uploads the media with their alternative texts, and waits until X can show them."""
        uploads = XUploads(self.http, self.api, keep)
        for index, item in enumerate(post.media):
            made = uploads.bring(_handle(index), item, post.handles.get(_handle(index)))
            if not isinstance(made, Ready):
                return made
        return Ready()

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        """One call. A refusal with 403 is told apart by looking: X says it of duplicates as of all that it forbids."""
        media = [media_id(post.handles.get(_handle(index))) for index in range(len(post.media))]
        if None in media:
            return NotReady(retry_after_seconds=1)
        answer = self.api.send("POST", "/2/tweets", json=_body(post, media))
        if isinstance(answer, Refused) and answer.code.startswith(FORBIDDEN):
            return self._judge_forbidden(post, answer)
        if not isinstance(answer, Answer):
            return answer
        made = data_of(answer)
        if not isinstance(made, Mapping):
            return made
        if not made.get("id"):
            return Unknown(reason="X's answer names nothing")
        return Published(
            remote_id=str(made["id"]), url=address_of(made["id"]), rest_seconds=rest_seconds(answer.headers)
        )

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        """Looks for the same text with as many media, in answer to the same post, since the attempt."""
        since = (attempted_at - CLOCK_SKEW).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            return judge_sightings(self._list_own(post, {"max_results": "100", "start_time": since}))
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))

    def probe(self) -> ProbeOutcome:
        """Whose token it is. X does not say which scopes it has; the access token's two hours are ours to renew."""
        match self.api.send("GET", "/2/users/me", query={"user.fields": "protected"}):
            case Answer(body={"data": {"id": str(user_id), "username": str(username), **more}}):
                faults = tuple(self._faults(user_id, username, is_protected=more.get("protected") is True))
                return Probe(account_id=user_id, name=f"@{username}", faults=faults)
            case AuthFailed() as refused:
                return refused
            case Refused(code=code):
                return AuthFailed(code=code, reason="X does not say whose token it is: it lacks the scope users.read")
            case NotReady(reason=reason) | Throttled(reason=reason) | Unknown(reason=reason):
                return Unclear(reason=reason)
            case _:
                return Unclear(reason="X's answer names no account")

    def answer(self, answer: OutgoingAnswer) -> AnswerOutcome:
        return XAnswers(self.api, self.user_id).answer(answer)

    def look_up_answer(self, answer: OutgoingAnswer, attempted_at: datetime) -> LookupOutcome:
        return XAnswers(self.api, self.user_id).look_up_answer(answer, attempted_at)

    def retract(self, kind: AnswerKind, remote_id: str) -> ActionOutcome:
        return XAnswers(self.api, self.user_id).retract(kind, remote_id)

    def do(self, deed: Deed, about: Interaction) -> ActionOutcome:
        return do_deed(self.api, self.user_id, deed, about)

    def complete(self, interaction: Interaction) -> Interaction:
        """X's deliveries carry the text already."""
        return interaction

    def post_metrics(self, remote_id: str, metrics: Sequence[MetricSpec]) -> list[Reading]:
        """One read: X answers with the groups that it may show, and leaves the others out."""
        tweet = self._object(f"/2/tweets/{remote_id}", "tweet.fields", metrics)
        return readings(metrics, lambda spec: _pick_number(tweet, spec.remote))

    def channel_metrics(self, metrics: Sequence[MetricSpec], day: date) -> list[Reading]:  # noqa: ARG002
        """The numbers as they stand now: X keeps none by day."""
        user = self._object(f"/2/users/{self.user_id}", "user.fields", metrics)
        return readings(metrics, lambda spec: _pick_number(user, spec.remote))

    def list_posts(self, since: datetime, page: str | None) -> PostPage:
        return list_page(self.api, self.user_id, since, page)

    def _faults(self, user_id: str, username: str, *, is_protected: bool) -> Iterator[Fault]:
        if user_id != self.user_id:
            yield Fault(
                code="wrong_account",
                what=f"the token is that of @{username} ({user_id}), and the channel's account is {self.user_id}",
                remedy="sign in to X as the channel's account and connect it again, or mend account_id in the brand",
            )
        if is_protected:
            yield Fault(
                code="protected_account",
                what=f"@{username} is protected: only its followers see what it posts, and X tells of no replies",
                remedy="in X's settings, under Privacy and safety, stop protecting the account's posts",
            )

    def _judge_forbidden(self, post: OutgoingPost, refused: Refused) -> Refused | Duplicate:
        try:
            seen = self._list_own(post, {"max_results": "10"})
        except (ReadFailed, ReadRefused):
            return Duplicate(reason="X forbids it, and may have it already")
        has_it = any(not one.is_taken and (one.is_alike or one.is_proven) for one in seen)
        return Duplicate(reason="X has it already") if has_it else refused

    def _list_own(self, post: OutgoingPost, query: Mapping[str, str]) -> list[Sighting]:
        """The account's posts beside this one. Raises ReadFailed, ReadRefused."""
        return [_describe_sighting(post, tweet) for tweet in list_own(self.api, self.user_id, query)]

    def _object(self, path: str, parameter: str, metrics: Sequence[MetricSpec]) -> Mapping[str, Any]:
        groups = sorted({spec.remote.partition("/")[0] for spec in metrics})
        found = self.api.read(path, {parameter: ",".join(groups)}).get("data")
        if not isinstance(found, Mapping):
            raise ReadRefused("X shows no such thing")
        return found


def _handle(index: int) -> str:
    return f"media_{index}"


def _body(post: OutgoingPost, media: Sequence[str | None]) -> dict[str, Any]:
    """What is posted. X takes media or a poll, never both."""
    body: dict[str, Any] = {"text": _text(post)}
    if media:
        body["media"] = {"media_ids": media}
    if post.poll:
        body["poll"] = {"options": post.poll.options, "duration_minutes": post.poll.duration_minutes}
    if answered := _parent_id(post):
        body["reply"] = {"in_reply_to_tweet_id": answered}
    return body


def _parent_id(post: OutgoingPost) -> str | None:
    """The post that this part replies to: the one before it, or the first one when it is the first comment."""
    return post.after[0 if post.is_comment else -1].remote_id if post.part else None


def _describe_sighting(post: OutgoingPost, tweet: Mapping[str, Any]) -> Sighting:
    """Everything has `created_at`: where it is not shown, nothing else that was asked for need be."""
    remote_id, at = shown_text(tweet, "id"), shown_moment(tweet, "created_at")
    uploaded = {media_id(post.handles.get(_handle(index))) for index in range(len(post.media))}
    # A media key is the kind of the medium, an underscore, and the id under which it was uploaded.
    shown = {str(key).rpartition("_")[2] for key in tweet.get("attachments", {}).get("media_keys", ())}
    wanted = (comparable(_text(post)), len(post.media), int(post.poll is not None), _parent_id(post))
    return Sighting(
        remote_id=remote_id,
        url=address_of(remote_id),
        at=at,
        is_taken=post.is_taken(remote_id, address_of(remote_id)),
        is_proven=bool(uploaded) and uploaded == shown,
        is_alike=read_marks(tweet) == wanted,
    )


def _text(post: OutgoingPost) -> str:
    return composed_text(MANIFEST, post.text, post.link, has_media=bool(post.media))


def _pick_number(found: Mapping[str, Any], remote: str) -> Decimal:
    """A number of a group, by the first of its names (`group/name|older name`). Raises ReadRefused."""
    group, _, names = remote.partition("/")
    numbers = found.get(group)
    if not isinstance(numbers, Mapping):
        raise ReadRefused(f"X does not show {group} of this")
    return number(next((numbers[name] for name in names.split("|") if name in numbers), None))
