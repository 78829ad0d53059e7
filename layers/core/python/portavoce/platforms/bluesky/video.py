"""Bluesky's video service: it takes a video, makes it ready, and stores it with the account.

Source: Bluesky, "Uploading videos"; lexicons `app.bsky.video.uploadVideo`, `getJobStatus`, `getUploadLimits` and
`com.atproto.server.getServiceAuth`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from portavoce.platforms.error_rows import join_words
from portavoce.platforms.http import Answer, Http, ask_once
from portavoce.platforms.outcomes import NotReady, Refused, Unknown
from portavoce.platforms.text.said_words import clean_words

from .api import BlueskyApi
from .errors import BlueskyFailure, failure_of, server_seconds
from .session import Tokens

HOST = "https://video.bsky.app"
PROCESSING_SECONDS = 5
_SERVICE = "did:web:video.bsky.app"
_UPLOAD_SECONDS = 1_800
"""How long the service may write to the account: it stores the video when it is ready. An hour is the most."""


@dataclass(frozen=True)
class VideoService:
    """The service, as one account uses it."""

    http: Http
    api: BlueskyApi

    def check_allowed(self) -> Refused | BlueskyFailure | None:
        """Asks why the account may upload no video on any day; None when it may, also when it may no more today."""
        limits = self._limits()
        if not isinstance(limits, Answer):
            return limits
        is_used_up = 0 in (limits.body.get("remainingDailyVideos"), limits.body.get("remainingDailyBytes"))
        return None if is_used_up else _refusal(limits)

    def begin(self, file: IO[bytes], name: str) -> str | BlueskyFailure:
        """Hands over a video: the id of the job that makes it ready."""
        tokens = self.api.session.tokens()
        if not isinstance(tokens, Tokens):
            return tokens
        token = self._token_to_store(tokens)
        if not isinstance(token, str):
            return token
        query = {"did": tokens.did, "name": name}
        made = self._call("POST", "app.bsky.video.uploadVideo", token, query=query, content=file)
        if not isinstance(made, Answer):
            return made
        job = _job(made).get("jobId")
        return str(job) if job else Unknown(reason="Bluesky's answer names no job for the video")

    def blob(self, job_id: str) -> dict[str, Any] | NotReady | BlueskyFailure:
        """The video as it is stored, once it is ready."""
        answer = self._call("GET", "app.bsky.video.getJobStatus", query={"jobId": job_id})
        if not isinstance(answer, Answer):
            return answer
        job = _job(answer)
        if blob := job.get("blob"):
            return dict(blob)
        if job.get("state") == "JOB_STATE_FAILED":
            code = clean_words(f"video {job.get('error') or 'JOB_STATE_FAILED'}")
            reason = "Bluesky could not make the video ready: export it anew as MP4 (H.264, AAC)"
            return Refused(code=code, reason=join_words(reason, clean_words(job.get("message"))))
        return NotReady(retry_after_seconds=PROCESSING_SECONDS)

    def _token_to_store(self, tokens: Tokens) -> str | BlueskyFailure:
        """What lets the service store the video on the account's server, if the account may upload one now."""
        limits = self._limits()
        if not isinstance(limits, Answer):
            return limits
        if refused := _refusal(limits):
            return refused
        server = self._server(tokens)
        if not isinstance(server, str):
            return server
        return self._token(server, "com.atproto.repo.uploadBlob", server_seconds(limits))

    def _server(self, tokens: Tokens) -> str | BlueskyFailure:
        """The identity of the server that keeps the account: one that does not name another is it itself."""
        if tokens.server:
            return f"did:web:{tokens.server}"
        told = self.api.query("com.atproto.server.describeServer", {})
        return str(told.body.get("did")) if isinstance(told, Answer) else told

    def _limits(self) -> Answer | BlueskyFailure:
        token = self._token(_SERVICE, "app.bsky.video.getUploadLimits")
        return self._call("GET", "app.bsky.video.getUploadLimits", token) if isinstance(token, str) else token

    def _token(self, audience: str, method: str, now_seconds: int | None = None) -> str | BlueskyFailure:
        """What lets the audience use one method in the account's name: for a minute, or longer when it is now."""
        expiry = {} if now_seconds is None else {"exp": str(now_seconds + _UPLOAD_SECONDS)}
        made = self.api.query("com.atproto.server.getServiceAuth", {"aud": audience, "lxm": method} | expiry)
        return str(made.body.get("token")) if isinstance(made, Answer) else made

    def _call(self, verb: str, method: str, token: str | None = None, **what: Any) -> Answer | BlueskyFailure:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if verb == "POST":
            headers["Content-Type"] = "video/mp4"
        path = f"{self.http.on(HOST)}/xrpc/{method}"
        answer = ask_once("Bluesky's video service", lambda: self.http.request(verb, path, headers=headers, **what))
        if not isinstance(answer, Answer):
            return answer
        # A video that it has already is refused, and the refusal names its job.
        return answer if _job(answer).get("jobId") else failure_of(answer) or answer


def _refusal(limits: Answer) -> Refused | None:
    if limits.body.get("canUpload") is not False:
        return None
    reason = (
        "Bluesky takes no video from this account now: its videos of the day are used up, "
        "or its e-mail address is not confirmed"
    )
    return Refused(code="video_limits", reason=join_words(reason, clean_words(limits.body.get("message"))))


def _job(answer: Answer) -> Mapping[str, Any]:
    """The job's status: under a name of its own by the lexicon, bare from the service itself."""
    found = answer.body.get("jobStatus", answer.body)
    return found if isinstance(found, Mapping) else {}
