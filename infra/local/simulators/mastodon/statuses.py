"""Statuses and the lists of them (platforms/mastodon.md §2, §3, §6)."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from infra.local.simulators.mastodon.api import Api, Call, Problem, endpoint, invalid_request, missing_record
from infra.local.simulators.mastodon.store import KEY_LIFE, Instance, Manner, Media, User
from infra.local.simulators.mastodon.views import length, status, strangers_status
from infra.local.simulators.timeline import Comment, Post

MOST_LISTED, MIN_OPTIONS = 40, 2


class PollBody(BaseModel):
    """A poll, for so many seconds."""

    model_config = ConfigDict(extra="forbid", strict=True)

    options: list[str]
    expires_in: int
    multiple: bool = False


class StatusBody(BaseModel):
    """Body of `POST /api/v1/statuses`, as far as it is simulated."""

    model_config = ConfigDict(extra="forbid", strict=True)

    status: str = ""
    poll: PollBody | None = None
    media_ids: list[str] = []
    in_reply_to_id: str | None = None
    visibility: Literal["public", "unlisted", "private", "direct"] | None = None
    language: str | None = None
    sensitive: bool = False
    spoiler_text: str = ""


@endpoint("POST", "/api/v1/statuses", scopes="write:statuses")
def publish(api: Api, call: Call) -> tuple[int, object]:
    """Publish; the same key within the hour gives what it gave, unless this server ignores keys."""
    me, store = call.me(), api.store
    key = (me.id, call.request.headers.get("Idempotency-Key", ""))
    if key[1] and not store.instance.ignores_key and (known := store.keys.get(key)):
        earlier = store.posts[known[0]]
        if call.now - known[1] < KEY_LIFE and not earlier.deleted:
            return 200, status(store, earlier, me)
    try:
        body = StatusBody.model_validate_json(call.request.get_data())
    except ValidationError as error:
        first = error.errors()[0]
        raise invalid_request(f"{'.'.join(str(part) for part in first['loc'])} {first['msg']}") from error
    media = _media(api, call, body)
    _check_reply(api, body)
    poll = _poll(api.store.instance, body)
    post = Post(
        id=store.new_id(),
        network="mastodon",
        account_id=store.handle(me),
        text=body.status,
        received_at=call.now,
        pictures=[one.picture for one in media],
        in_reply_to=body.in_reply_to_id,
    )
    store.posts[post.id] = post
    sensitive = body.sensitive or bool(body.spoiler_text)
    store.manners[post.id] = Manner(body.visibility or "public", sensitive, body.spoiler_text, poll)
    for one in media:
        one.status_id = post.id
    store.keys[key] = (post.id, call.now)
    return 200, status(store, post, me)


def _media(api: Api, call: Call, body: StatusBody) -> list[Media]:
    instance = api.store.instance
    if not body.status.strip() and not body.media_ids:
        raise invalid_request("Text can't be blank")
    if length(instance, body.spoiler_text + body.status) > instance.max_characters:
        raise invalid_request(f"Text character limit of {instance.max_characters} exceeded")
    if len(body.media_ids) > instance.max_media_attachments:
        raise invalid_request(f"Cannot attach more than {instance.max_media_attachments} files")
    waiting = [api.store.media.get(id_) for id_ in body.media_ids]
    found = [one for one in waiting if one and one.user_id == call.me().id and one.status_id is None]
    if len(found) != len(waiting):
        raise invalid_request("Media not found or already attached to another post")
    if any(one.ready_at > call.now for one in found):
        raise invalid_request("Cannot attach files that have not finished processing. Try again in a moment!")
    moving = [one for one in found if one.picture.is_video or one.picture.mime == "image/gif"]
    if moving and len(found) > 1:
        raise invalid_request("Cannot attach a video to a post that already contains images")
    return found


def _check_reply(api: Api, body: StatusBody) -> None:
    answered = _find(api, body.in_reply_to_id or "")
    if body.in_reply_to_id and (answered is None or answered.deleted):
        raise Problem(404, "The post you are trying to reply to does not appear to exist.")


def _poll(instance: Instance, body: StatusBody) -> dict[str, object] | None:
    poll = body.poll
    if poll is None:
        return None
    if body.media_ids:
        raise invalid_request("Cannot attach media to a post with a poll")
    if not MIN_OPTIONS <= len(poll.options) <= instance.max_options or len(set(poll.options)) < len(poll.options):
        raise invalid_request(f"Poll must have {MIN_OPTIONS} to {instance.max_options} different options")
    if any(not one or len(one) > instance.max_characters_per_option for one in poll.options):
        raise invalid_request(f"Options can't be longer than {instance.max_characters_per_option} characters each")
    if not instance.min_expiration <= poll.expires_in <= instance.max_expiration:
        raise invalid_request("Poll duration is too short or too far into the future")
    return {"options": [{"title": one} for one in poll.options], "expires_in": poll.expires_in}


@endpoint("GET", "/api/v1/statuses/<id_>", scopes="read:statuses")
def show(api: Api, call: Call, id_: str) -> tuple[int, object]:
    """One status."""
    post = _find(api, id_)
    if post is None or not post.is_seen_by_lookup(call.now):
        raise missing_record()
    if isinstance(post, Comment):
        return 200, strangers_status(api.store, post)
    return 200, status(api.store, post, _author(api, post))


@endpoint("DELETE", "/api/v1/statuses/<id_>", scopes="write:statuses")
def remove(api: Api, call: Call, id_: str) -> tuple[int, object]:
    """Delete one of one's own."""
    post = api.store.posts.get(id_)
    if post is None or post.deleted or post.account_id != api.store.handle(call.me()):
        raise missing_record()
    post.deleted = True
    return 200, status(api.store, post, call.me())


@endpoint(
    "GET",
    "/api/v1/accounts/<id_>/statuses",
    scopes="read:statuses",
    query="limit exclude_reblogs exclude_replies max_id",
)
def list_statuses(api: Api, call: Call, id_: str) -> tuple[int, object]:
    """An account's statuses, newest first."""
    user, arguments = api.store.users.get(id_), call.request.args
    limit, max_id = arguments.get("limit", "20"), arguments.get("max_id", "")
    if user is None:
        raise missing_record()
    if not limit.isdigit() or (max_id and not max_id.isdigit()):
        raise invalid_request("limit and max_id are numbers")
    own = [post for post in api.store.posts.values() if post.account_id == api.store.handle(user)]
    older = [post for post in own if not max_id or int(post.id) < int(max_id)]
    seen = [post for post in reversed(older) if post.is_seen_by_lookup(call.now)]
    return 200, [status(api.store, post, user) for post in seen[: min(int(limit), MOST_LISTED)]]


@endpoint(
    "GET",
    "/api/v1/notifications",
    scopes="read:notifications",
    query="types[] limit include_filtered max_id",
)
def list_notifications(_api: Api, call: Call) -> tuple[int, object]:
    """What others say to the account: nobody speaks on this instance."""
    call.me()
    return 200, []


def _find(api: Api, id_: str) -> Post | Comment | None:
    return api.store.posts.get(id_) or api.store.comments.get(id_)


def _author(api: Api, post: Post) -> User:
    return next(user for user in api.store.users.values() if api.store.handle(user) == post.account_id)
