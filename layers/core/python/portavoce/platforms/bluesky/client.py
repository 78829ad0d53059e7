"""An account on Bluesky: publishing, answering, checking what is planned, what others say to it, and numbers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

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
from portavoce.platforms.outcomes import (
    Absent,
    Accepted,
    ActionOutcome,
    AuthFailed,
    CheckOutcome,
    Duplicate,
    Found,
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
from portavoce.platforms.readings import AccessRefused, number, readings
from portavoce.platforms.rules.metric_spec import MetricSpec

from .answers import BlueskyAnswers
from .api import BlueskyApi
from .card import bring_card, card_note
from .deeds import do_deed
from .errors import BLOB_GONE, EXISTS_ALREADY, NO_RECORD, BlueskyFailure, nothing_sent, rest_seconds
from .facets import mentioned_handles
from .handles import resolve_handles
from .keys import record_key
from .media import BlueskyUploads, kept_blobs
from .notifications import METHOD, poll_notifications
from .post import POSTS, Blob, record, sent_text
from .post_list import METHOD as FEED_METHOD
from .post_list import page_query, read_page
from .probe import probe_account
from .rereads import METHOD as REREAD_METHOD
from .rereads import reread_known
from .session import session_for
from .thread import ReplyReferences, address_of, read_record, reply_of, uri_of
from .video import VideoService

_MENTIONS = "mentions"


def connect(access: ChannelAccess, http: Http) -> "Bluesky":
    """The account `access.account_id`, a DID or a handle, with its app password."""
    api = BlueskyApi(http, session_for(http, access.account_id, access.secrets["app_password"]))
    return Bluesky(http, api, access.account_id)


@dataclass(frozen=True)
class Bluesky:
    """Publisher, Checker, Answerer, Moderator, Poller, Rereader, Measurer and Prober of one account."""

    http: Http
    api: BlueskyApi
    account_id: str

    def check(self, post: OutgoingPost) -> CheckOutcome:
        """Whether each handle in the text is somebody's, and whether the account may upload videos at all."""
        dids = resolve_handles(self.api, mentioned_handles(sent_text(post)))
        if not isinstance(dids, dict):
            return Unclear(reason=dids.reason)
        if nobody := [f"@{handle}" for handle, did in dids.items() if did is None]:
            have = "has the handle" if len(nobody) == 1 else "has one of the handles"
            reason = f"nobody on Bluesky {have} {', '.join(nobody)}: correct it, or write the name without @"
            return Refused(code="unknown_handle", reason=reason)
        forbidden = VideoService(self.http, self.api).check_allowed() if post.videos else None
        if forbidden is None or isinstance(forbidden, Refused):
            return forbidden or Accepted()
        return Unclear(reason=forbidden.reason)

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        """Opens the session, finds who is mentioned, uploads the media and makes the link's card."""
        account = self.api.account()
        if not isinstance(account, str):
            return account
        if _MENTIONS not in post.handles and (handles := mentioned_handles(sent_text(post))):
            dids = resolve_handles(self.api, handles)
            if not isinstance(dids, dict):
                return dids
            keep(_MENTIONS, json.dumps(dids))
        unready = BlueskyUploads(self.http, self.api).bring(post, keep)
        if unready is None:
            bring_card(self.http, self.api, post, keep)
        return unready or Ready()

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        """One call, that creates the record under its own key or finds it there; what is there is never replaced."""
        blobs = kept_blobs(post)
        if blobs is None or not (_MENTIONS in post.handles or not mentioned_handles(sent_text(post))):
            return NotReady(retry_after_seconds=1)
        account = self.api.account()
        if not isinstance(account, str):
            return account
        reply = reply_of(self.api, account, post)
        if not isinstance(reply, tuple | None):
            return nothing_sent(reply)
        outcome = self._put(account, post, blobs, reply)
        if not (isinstance(outcome, Refused) and outcome.code == BLOB_GONE):
            return outcome
        anew = BlueskyUploads(self.http, self.api).bring_anew(post)
        return self._put(account, post, anew, reply, anew=True) if isinstance(anew, list) else nothing_sent(anew)

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:  # noqa: ARG002
        """Reads the one key under which the part can be."""
        account = self.api.account()
        if not isinstance(account, str):
            return Unclear(reason=account.reason)
        key = record_key(post.publication_id, post.planned_at, post.part)
        found = read_record(self.api, account, key)
        if isinstance(found, Answer) and found.body.get("uri"):
            return Found(remote_id=str(found.body["uri"]), url=address_of(account, key), note=card_note(post))
        if isinstance(found, Refused) and found.code == NO_RECORD:
            return Absent(is_sure=True)
        return Unclear(reason="Bluesky's answer names nothing" if isinstance(found, Answer) else found.reason)

    def probe(self) -> ProbeOutcome:
        """Whose session the app password opens, and whether it is one."""
        return probe_account(self.api, self.account_id)

    def answer(self, answer: OutgoingAnswer) -> AnswerOutcome:
        return BlueskyAnswers(self.api).answer(answer)

    def look_up_answer(self, answer: OutgoingAnswer, attempted_at: datetime) -> LookupOutcome:
        return BlueskyAnswers(self.api).look_up_answer(answer, attempted_at)

    def retract(self, kind: AnswerKind, remote_id: str) -> ActionOutcome:
        return BlueskyAnswers(self.api).retract(kind, remote_id)

    def do(self, deed: Deed, about: Interaction) -> ActionOutcome:
        return do_deed(self.api, deed, about)

    def post_metrics(self, remote_id: str, metrics: Sequence[MetricSpec]) -> list[Reading]:
        """One read gives all of them."""
        account = _sure(self.api.account())
        posts = _sure(self.api.query("app.bsky.feed.getPosts", {"uris": uri_of(account, remote_id)})).body.get("posts")
        if not posts:
            raise ReadRefused("Bluesky shows no such post")
        return readings(metrics, lambda spec: number(posts[0].get(spec.remote)))

    def channel_metrics(self, metrics: Sequence[MetricSpec], day: date) -> list[Reading]:  # noqa: ARG002
        """The numbers as they stand now: Bluesky keeps none by day."""
        account = _sure(self.api.account())
        profile = _sure(self.api.query("app.bsky.actor.getProfile", {"actor": account})).body
        return readings(metrics, lambda spec: number(profile.get(spec.remote)))

    def poll(self, since: datetime) -> list[Polled]:
        """What others said to the account since then."""
        own_did = _sure(self.api.account())
        return poll_notifications(lambda asked: _sure(self.api.query(METHOD, asked)).body, own_did, since)

    def reread(self, known: Sequence[Interaction], since: datetime) -> Reread:  # noqa: ARG002
        return reread_known(self.api, lambda asked: _sure(self.api.query(REREAD_METHOD, asked)).body, known)

    def list_posts(self, since: datetime, page: str | None) -> PostPage:
        account = _sure(self.api.account())
        return read_page(account, _sure(self.api.query(FEED_METHOD, page_query(account, page))).body, since)

    def _put(
        self,
        account: str,
        post: OutgoingPost,
        blobs: Sequence[Blob],
        reply: ReplyReferences | None,
        *,
        anew: bool = False,
    ) -> ReleaseOutcome:
        """`anew`: Bluesky had forgotten what was uploaded, and with it the picture of the link's page."""
        key = record_key(post.publication_id, post.planned_at, post.part)
        dids = json.loads(post.handles.get(_MENTIONS, "{}"))
        made_record = record(post, blobs, dids, reply, with_thumb=not anew)
        body = {"repo": account, "collection": POSTS, "rkey": key, "record": made_record}
        made = self.api.procedure("com.atproto.repo.putRecord", json=body | {"swapRecord": None})
        if isinstance(made, Refused) and made.code == EXISTS_ALREADY:
            return Duplicate(reason="Bluesky has another record under this post's key")
        if not isinstance(made, Answer):
            return made
        if not made.body.get("uri"):
            return Unknown(reason="Bluesky's answer names nothing")
        return Published(
            remote_id=str(made.body["uri"]),
            url=address_of(account, key),
            note=card_note(post),
            rest_seconds=rest_seconds(made),
        )


def _sure[Answered: (str, Answer)](answered: Answered | BlueskyFailure) -> Answered:
    """What was answered. Raises ReadFailed, AccessRefused, ReadRefused."""
    match answered:
        case AuthFailed(code=code, reason=reason):
            raise AccessRefused(f"{reason} ({code})")
        case Refused(code=code, reason=reason):
            raise ReadRefused(f"Bluesky refused to say (error {code}): {reason}")
        case NotReady(reason=reason) | Throttled(reason=reason) | Unknown(reason=reason):
            raise ReadFailed(reason)
        case _:
            return answered
