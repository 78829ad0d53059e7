"""What an account does about others: favourites, mutes, blocks, reports (platforms/conversations.md §6)."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from infra.local.simulators.mastodon.api import Api, Call, endpoint, invalid_request, missing_record
from infra.local.simulators.mastodon.views import strangers_status
from infra.local.simulators.timeline import Comment


class ReportBody(BaseModel):
    """Body of `POST /api/v1/reports`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    account_id: str
    status_ids: list[str] = []
    comment: str = ""
    forward: bool = False
    category: Literal["spam", "legal", "violation", "other"] = "other"


@endpoint("POST", "/api/v1/statuses/<id_>/favourite", scopes="write:favourites")
def favourite(api: Api, _call: Call, id_: str) -> tuple[int, object]:
    """Mark a status as a favourite."""
    return _mark(api, id_, is_liked=True)


@endpoint("POST", "/api/v1/statuses/<id_>/unfavourite", scopes="write:favourites")
def unfavourite(api: Api, _call: Call, id_: str) -> tuple[int, object]:
    """Take the mark away."""
    return _mark(api, id_, is_liked=False)


def _mark(api: Api, id_: str, *, is_liked: bool) -> tuple[int, object]:
    said = api.store.comments.get(id_)
    if said is None or said.deleted:
        raise missing_record()
    said.liked = is_liked
    return 200, strangers_status(api.store, said)


@endpoint("POST", "/api/v1/accounts/<id_>/mute", scopes="write:mutes")
def mute(api: Api, call: Call, id_: str) -> tuple[int, object]:
    """Mute somebody."""
    api.store.muted.add(_pair(api, call, id_))
    return _relationship(api, call, id_)


@endpoint("POST", "/api/v1/accounts/<id_>/unmute", scopes="write:mutes")
def unmute(api: Api, call: Call, id_: str) -> tuple[int, object]:
    """Hear somebody again."""
    api.store.muted.discard(_pair(api, call, id_))
    return _relationship(api, call, id_)


@endpoint("POST", "/api/v1/accounts/<id_>/block", scopes="write:blocks")
def block(api: Api, call: Call, id_: str) -> tuple[int, object]:
    """Block somebody."""
    api.store.blocked.add(_pair(api, call, id_))
    return _relationship(api, call, id_)


@endpoint("POST", "/api/v1/accounts/<id_>/unblock", scopes="write:blocks")
def unblock(api: Api, call: Call, id_: str) -> tuple[int, object]:
    """Let somebody in again."""
    api.store.blocked.discard(_pair(api, call, id_))
    return _relationship(api, call, id_)


@endpoint("POST", "/api/v1/reports", scopes="write:reports")
def report(api: Api, call: Call) -> tuple[int, object]:
    """Tell the moderators; twice is two reports."""
    try:
        body = ReportBody.model_validate_json(call.request.get_data())
    except ValidationError as error:
        raise invalid_request(str(error.errors()[0]["msg"])) from error
    _pair(api, call, body.account_id)
    if any(not (said := api.store.comments.get(id_)) or said.author_id != body.account_id for id_ in body.status_ids):
        raise missing_record()
    api.store.reports += [(body.account_id, id_) for id_ in body.status_ids]
    return 200, {"id": str(len(api.store.reports)), "action_taken": False, "category": body.category}


def _pair(api: Api, call: Call, id_: str) -> tuple[str, str]:
    if not any(_is_known(one, id_) for one in api.store.comments.values()):
        raise missing_record()
    return call.me().id, id_


def _is_known(said: Comment, id_: str) -> bool:
    return said.author_id == id_


def _relationship(api: Api, call: Call, id_: str) -> tuple[int, object]:
    pair = (call.me().id, id_)
    return 200, {"id": id_, "muting": pair in api.store.muted, "blocking": pair in api.store.blocked}
