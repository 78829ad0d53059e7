"""The video service, which is another host than the server and knows an account by service tokens (§2)."""

import hashlib
from datetime import timedelta

from infra.local.simulators.bluesky.api import Api, Call, endpoint
from infra.local.simulators.bluesky.errors import XrpcError, invalid_request
from infra.local.simulators.bluesky.identifiers import cid_of
from infra.local.simulators.bluesky.repository import keep
from infra.local.simulators.bluesky.sessions import SERVER
from infra.local.simulators.bluesky.store import Account, Blob, Job

SERVICE = "did:web:video.bsky.app"
NEEDED_LIFE = timedelta(minutes=20)
"""A token to store with must outlive the making ready of a long video."""


@endpoint("GET", "app.bsky.video.getUploadLimits", token="service")
def limits(api: Api, call: Call) -> object:
    """What the account may upload now."""
    _require(call, SERVICE, "app.bsky.video.getUploadLimits")
    account = call.me()
    left = _remaining_videos(api, account)
    if not account.may_upload_videos:
        return {"canUpload": False, "error": "unconfirmed_email", "message": "User must verify email"}
    return {"canUpload": left > 0, "remainingDailyVideos": left, "remainingDailyBytes": 10_000_000_000}


@endpoint("POST", "app.bsky.video.uploadVideo", token="service", query="did name")
def upload(api: Api, call: Call) -> object:
    """Take a video; one that is here already is refused by naming its job."""
    _require(call, f"did:web:{SERVER}", "com.atproto.repo.uploadBlob")
    account, content = call.me(), call.request.get_data()
    if call.token is None or call.token.expires_at - call.now < NEEDED_LIFE:
        raise invalid_request("the token ends before the video is ready")
    if call.parameter("did") != account.did or not call.parameter("name").endswith(".mp4"):
        raise invalid_request("did and name must be those of the account and of an MP4 file")
    if call.request.mimetype != "video/mp4" or not content:
        raise invalid_request("Wrong request encoding (Content-Type)")
    job_id = hashlib.sha256(account.did.encode() + content).hexdigest()[:20]
    if job_id in api.store.jobs:
        raise AlreadyThere(job_id)
    if not account.may_upload_videos or _remaining_videos(api, account) <= 0:
        raise XrpcError(403, "Forbidden", "no videos are taken from this account now")
    ready_at = call.now + timedelta(seconds=api.store.video_seconds)
    api.store.jobs[job_id] = Job(job_id, account.did, content, ready_at, failed=api.store.videos_fail)
    return {"jobId": job_id, "did": account.did, "state": "JOB_STATE_CREATED"}


@endpoint("GET", "app.bsky.video.getJobStatus", token="none", query="jobId")
def status(api: Api, call: Call) -> object:
    """How far a video is; when it is ready it is stored with the account."""
    job = api.store.jobs.get(call.parameter("jobId"))
    if job is None:
        raise invalid_request("Could not find the job")
    told: dict[str, object] = {"jobId": job.id, "did": job.did}
    if call.now < job.ready_at:
        return {"jobStatus": told | {"state": "JOB_STATE_ENCODING", "progress": 50}}
    if job.failed:
        return {"jobStatus": told | {"state": "JOB_STATE_FAILED", "error": "invalid_video"}}
    blob = api.store.blobs.get(cid_of(job.content)) or Blob(cid_of(job.content), job.did, "video/mp4", job.content)
    return {"jobStatus": told | {"state": "JOB_STATE_COMPLETED", "blob": keep(api, blob)}}


class AlreadyThere(XrpcError):
    """409, with the job of the video that is there."""

    def __init__(self, job_id: str) -> None:
        super().__init__(409, "already_exists", "Video already processed")
        self.job_id = job_id

    def body(self) -> dict[str, object]:
        """As the service says it: the job beside the error."""
        return {"jobId": self.job_id, "state": "JOB_STATE_COMPLETED", **super().body()}


def _require(call: Call, audience: str, method: str) -> None:
    token = call.token
    if token is None or (token.audience, token.method) != (audience, method):
        raise XrpcError(401, "BadJwt", f"a token for {audience} and {method} is wanted")


def _remaining_videos(api: Api, account: Account) -> int:
    return account.daily_videos - sum(job.did == account.did for job in api.store.jobs.values())
