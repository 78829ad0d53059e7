"""Creating, deleting and hiding posts on X (platforms/x.md §2, §3, §5)."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from infra.local.simulators.timeline import Comment, Post
from infra.local.simulators.x.api import Api, Call, endpoint
from infra.local.simulators.x.errors import bad_parameter, forbidden_request, missing_resource
from infra.local.simulators.x.outbox import Event
from infra.local.simulators.x.store import Media, Poll, User
from infra.local.simulators.x.text import MOST_PREMIUM_WEIGHT, MOST_WEIGHT, weighted_length
from infra.local.simulators.x.views import public_metrics, referenced_tweets, returned_text, x_time

DUPLICATE_MEMORY = timedelta(hours=24)
"""How long the same text counts as a duplicate; X does not say, and a day is the strict reading of "soon"."""
MOST_IMAGES = 4
_NOT_SUMMONED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author "
    "of the post you are replying to."
)


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class MediaBody(_Body):
    """Uploaded media."""

    media_ids: list[str] = Field(min_length=1, max_length=MOST_IMAGES)
    tagged_user_ids: list[str] = []


class ReplyBody(_Body):
    """What the post answers."""

    in_reply_to_tweet_id: str
    exclude_reply_user_ids: list[str] = []


class PollBody(_Body):
    """A question under the text."""

    options: list[Annotated[str, Field(min_length=1, max_length=25)]] = Field(min_length=2, max_length=4)
    duration_minutes: int = Field(ge=5, le=10_080)


class TweetBody(_Body):
    """Body of `POST /2/tweets`; quotes, cards and places are not simulated and so refused."""

    text: str = ""
    media: MediaBody | None = None
    poll: PollBody | None = None
    reply: ReplyBody | None = None
    reply_settings: Literal["following", "mentionedUsers", "subscribers", "verified"] | None = None
    made_with_ai: bool = False
    paid_partnership: bool = False
    nullcast: bool = False


class HiddenBody(_Body):
    """Body of `PUT /2/tweets/:id/hidden`."""

    hidden: bool


@endpoint("POST", "/2/tweets", limit=100, scope="tweet.write", status=201)
def create(api: Api, call: Call) -> object:
    """Publish; 403 for what is too long, said already, or an answer nobody asked for."""
    body, user = call.body(TweetBody), call.me()
    if not body.text and body.media is None:
        raise bad_parameter("text", "", "At least one of text and media must be given")
    if body.media and body.poll:
        raise bad_parameter("poll", "", "Only one of media and poll may be given")
    most = MOST_WEIGHT if call.me().subscription_type == "None" else MOST_PREMIUM_WEIGHT
    if weighted_length(body.text) > most:
        raise forbidden_request("Your Tweet text is too long.")
    media = [_usable_media(api, call, user, id_) for id_ in body.media.media_ids] if body.media else []
    if len(media) > 1 and any(item.category != "tweet_image" for item in media):
        raise bad_parameter("media.media_ids", "", "A post takes up to four images, or one GIF, or one video")
    parent_id = body.reply.in_reply_to_tweet_id if body.reply else None
    if parent_id is not None:
        _check_may_answer(api, user, parent_id)
    if not media:
        _refuse_duplicate(api, call, user, body.text, parent_id)
    post = Post(
        id=api.store.new_id(),
        network="x",
        account_id=user.id,
        text=body.text,
        received_at=call.now,
        pictures=[item.picture for item in media if item.picture],
        in_reply_to=parent_id,
    )
    if body.poll:
        _open_poll(api, call, post, body.poll)
    api.store.posts[post.id] = post
    api.store.conversations[post.id] = api.store.conversation_of(parent_id) if parent_id else post.id
    api.outbox.tell(Event("post.create", user.id, event_payload(api, post)))
    return {"data": {"id": post.id, "text": returned_text(post), "edit_history_tweet_ids": [post.id]}}


@endpoint("DELETE", "/2/tweets/<id_>", limit=50, scope="tweet.write")
def delete(api: Api, call: Call, id_: str) -> object:
    """Remove one's own post."""
    post = api.store.posts.get(id_)
    if post is None or post.deleted:
        raise missing_resource(id_)
    if post.account_id != call.me().id:
        raise forbidden_request("You are not authorized to delete this Tweet.")
    post.deleted = True
    api.outbox.tell(Event("post.delete", post.account_id, {"id": post.id, "author_id": post.account_id}))
    return {"data": {"deleted": True}}


@endpoint("PUT", "/2/tweets/<id_>/hidden", limit=50, scope="tweet.moderate.write")
def hide(api: Api, call: Call, id_: str) -> object:
    """Hide or show a reply, only in a conversation that the user started."""
    wanted = call.body(HiddenBody).hidden
    comment = api.store.comments.get(id_)
    if comment is None or comment.deleted:
        raise missing_resource(id_)
    root = api.store.posts.get(api.store.conversation_of(id_))
    if root is None or root.account_id != call.me().id:
        raise forbidden_request()
    comment.hidden = wanted
    return {"data": {"hidden": wanted}}


def event_payload(api: Api, tweet: Post | Comment) -> dict[str, object]:
    """A post as activity events carry it; every counter comes twice."""
    made_at = tweet.received_at if isinstance(tweet, Post) else tweet.created_at
    counters: dict[str, object] = {}
    for name, number in public_metrics(api, tweet).items():
        counters |= {name: number, f"{name}_str": str(number)}
    payload: dict[str, object] = {
        "id": tweet.id,
        "text": returned_text(tweet),
        "author_id": tweet.account_id if isinstance(tweet, Post) else tweet.author_id,
        "conversation_id": api.store.conversation_of(tweet.id),
        "created_at": x_time(made_at),
        "public_metrics": counters,
    }
    if parents := referenced_tweets(tweet):
        payload |= {"in_reply_to_tweet_id": parents[0]["id"], "referenced_tweets": parents}
    return payload


def _usable_media(api: Api, call: Call, user: User, media_id: str) -> Media:
    media = api.store.media.get(media_id)
    if media is None or media.user_id != user.id or call.now >= media.expires_at:
        raise bad_parameter("media.media_ids", media_id, "Your media IDs are invalid.")
    if media.ready_at is None or call.now < media.ready_at or media.is_unusable:
        message = "The media is not ready: finalize it and wait for its processing."
        raise bad_parameter("media.media_ids", media_id, message)
    if media.picture:
        media.picture.alt_text = media.alt_text
    return media


def _open_poll(api: Api, call: Call, post: Post, poll: PollBody) -> None:
    ends_at = call.now + timedelta(minutes=poll.duration_minutes)
    api.store.polls[post.id] = Poll(api.store.new_id(), tuple(poll.options), poll.duration_minutes, ends_at)


def _check_may_answer(api: Api, user: User, parent_id: str) -> None:
    """Programmatic replies only to one's own posts or when summoned by name (platforms/x.md §1)."""
    parent = api.store.tweet(parent_id)
    if parent is None:
        raise forbidden_request("You attempted to reply to a Tweet that is deleted or not visible to you.")
    summoned = isinstance(parent, Comment) and f"@{user.username}".lower() in parent.text.lower()
    if not summoned and not (isinstance(parent, Post) and parent.account_id == user.id):
        raise forbidden_request(_NOT_SUMMONED)


def _refuse_duplicate(api: Api, call: Call, user: User, text: str, parent_id: str | None) -> None:
    """Only text alone is compared: with media the check does not hold (platforms/x.md §3)."""
    for post in api.store.posts.values():
        same = (post.account_id, post.text, post.in_reply_to) == (user.id, text, parent_id)
        if same and not post.deleted and not post.pictures and call.now - post.received_at < DUPLICATE_MEMORY:
            raise forbidden_request("You are not allowed to create a Tweet with duplicate content.")
