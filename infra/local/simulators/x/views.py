"""Posts and users as X API v2 writes them, with the fields that were asked."""

from datetime import UTC, datetime, timedelta

from infra.local.simulators.timeline import Comment, Post
from infra.local.simulators.x.api import Api, Call
from infra.local.simulators.x.errors import PROBLEMS, bad_parameter
from infra.local.simulators.x.store import Poll, User, media_key, media_kind
from infra.local.simulators.x.text import rewrite

TWEET_FIELDS = frozenset(
    """article attachments author_id card_uri community_id context_annotations conversation_id created_at
    display_text_range edit_controls edit_history_tweet_ids entities geo id in_reply_to_user_id lang
    non_public_metrics note_tweet organic_metrics possibly_sensitive promoted_metrics public_metrics
    referenced_tweets reply_settings scopes source suggested_source_links text withheld""".split()  # noqa: SIM905
)
USER_FIELDS = frozenset(
    """created_at description entities id location most_recent_tweet_id name pinned_tweet_id profile_image_url
    protected public_metrics subscription_type url username verified verified_type withheld""".split()  # noqa: SIM905
)
MEDIA_FIELDS = frozenset(
    """alt_text duration_ms height media_key non_public_metrics organic_metrics preview_image_url
    promoted_metrics public_metrics type url variants width""".split()  # noqa: SIM905
)
EXPANSIONS = frozenset(
    {
        "attachments.media_keys",
        "attachments.poll_ids",
        "author_id",
        "in_reply_to_user_id",
        "referenced_posts",
        "referenced_tweets.id",
        "referenced_tweets.id.author_id",
    }
)
POLL_FIELDS = frozenset({"duration_minutes", "end_datetime", "id", "options", "voting_status"})
_RENAMED = {"referenced_tweets": "referenced_posts", "edit_history_tweet_ids": "edit_history_post_ids"}
POST_FIELDS = TWEET_FIELDS - {"author_id", "edit_history_tweet_ids", "in_reply_to_user_id", "referenced_tweets"}
DM_EVENT_FIELDS = frozenset(
    [
        "attachments",
        "created_at",
        "dm_conversation_id",
        "entities",
        "event_type",
        "id",
        "participant_ids",
        "referenced_tweets",
        "sender_id",
        "text",
    ]
)
CHOICES = {
    "tweet.fields": TWEET_FIELDS,
    "post.fields": POST_FIELDS,
    "user.fields": USER_FIELDS,
    "media.fields": MEDIA_FIELDS,
    "poll.fields": POLL_FIELDS,
    "expansions": EXPANSIONS,
    "dm_event.fields": DM_EVENT_FIELDS,
}
QUERY = "tweet.fields post.fields user.fields media.fields poll.fields expansions"
"""Query parameters of every call that answers posts."""

PRIVATE_LIFE = timedelta(days=30)
_PRIVATE = frozenset({"non_public_metrics", "organic_metrics", "promoted_metrics"})
_PUBLIC = ("retweet_count", "reply_count", "like_count", "quote_count", "bookmark_count", "impression_count")


def asked_names(call: Call, parameter: str) -> frozenset[str]:
    """The asked names of one parameter. Raises `Problem` 400 for a name that does not exist."""
    text = call.request.args.get(parameter, "")
    names = frozenset(name for name in text.split(",") if name)
    if unknown := names - CHOICES[parameter]:
        valid = ",".join(sorted(CHOICES[parameter]))
        message = f"The `{parameter}` query parameter value [{min(unknown)}] is not one of [{valid}]"
        raise bad_parameter(parameter, text, message)
    return names


def x_time(moment: datetime) -> str:
    """A time as X writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def tweets_answer(api: Api, call: Call, tweets: list[Post | Comment]) -> dict[str, object]:
    """`data` with the asked fields, `includes` for the asked expansions, and `errors` for refused fields.

    X's pages and its OpenAPI document name some things apart; who asks in the one's words is answered in them."""
    asked = asked_names(call, "tweet.fields") | asked_names(call, "post.fields")
    expansions = asked_names(call, "expansions")
    asked_names(call, "media.fields")
    errors = [problem for tweet in tweets for problem in _refused_fields(call, tweet, asked)]
    if "referenced_posts" in expansions:
        asked |= {"referenced_tweets"}
    data = [_tweet(api, call, tweet, asked) for tweet in tweets]
    if "post.fields" in call.request.args:
        data = [{_RENAMED.get(name, name): value for name, value in one.items()} for one in data]
    answer: dict[str, object] = {"data": data}
    includes: dict[str, object] = {}
    if "author_id" in expansions:
        users = {user_id: _author(api, call, user_id, tweet) for tweet in tweets for user_id in [author_of(tweet)]}
        includes["users"] = list(users.values())
    if "attachments.media_keys" in expansions:
        includes["media"] = [
            {"media_key": key, "type": media_kind(picture.mime), "alt_text": picture.alt_text}
            for tweet in tweets
            if isinstance(tweet, Post)
            for picture, key in zip(tweet.pictures, _media_keys(tweet), strict=True)
        ]
    if "attachments.poll_ids" in expansions:
        fields = asked_names(call, "poll.fields")
        includes["polls"] = [
            _poll(api.store.polls[tweet.id], call, fields) for tweet in tweets if tweet.id in api.store.polls
        ]
    answer |= {"includes": includes} if includes else {}
    return answer | ({"errors": errors} if errors else {})


def author_of(tweet: Post | Comment) -> str:
    """The id of who wrote it."""
    return tweet.account_id if isinstance(tweet, Post) else tweet.author_id


def user_json(api: Api, call: Call, user: User) -> dict[str, object]:
    """A managed account with the asked fields."""
    posts = sum(post.account_id == user.id and not post.deleted for post in api.store.posts.values())
    everything: dict[str, object] = {
        "id": user.id,
        "name": user.name or user.username,
        "username": user.username,
        "protected": user.protected,
        "subscription_type": user.subscription_type,
        "verified": False,
        "public_metrics": {
            "followers_count": user.followers_count,
            "following_count": user.following_count,
            "tweet_count": posts,
            "listed_count": 0,
            "like_count": 0,
            "media_count": 0,
        },
    }
    asked = asked_names(call, "user.fields") | {"id", "name", "username"}
    return {name: value for name, value in everything.items() if name in asked}


def returned_text(tweet: Post | Comment) -> str:
    """The text with t.co links and escapes: never the one that was sent."""
    return rewrite(tweet.id, tweet.text, _media_keys(tweet)).text


def referenced_tweets(tweet: Post | Comment) -> list[dict[str, object]]:
    """The post it replies to, if any."""
    parent = _parent_id(tweet)
    return [{"type": "replied_to", "id": parent}] if parent else []


def public_metrics(api: Api, tweet: Post | Comment) -> dict[str, int]:
    """Counters anybody may see, under the old name `retweet_count`."""
    counters = tweet.counters if isinstance(tweet, Post) else {}
    replies = sum(_parent_id(comment) == tweet.id and not comment.deleted for comment in api.store.comments.values())
    return {name: counters.get(name, replies if name == "reply_count" else 0) for name in _PUBLIC}


def _tweet(api: Api, call: Call, tweet: Post | Comment, asked: frozenset[str]) -> dict[str, object]:
    made_at = tweet.received_at if isinstance(tweet, Post) else tweet.created_at
    rewritten = rewrite(tweet.id, tweet.text, _media_keys(tweet))
    everything: dict[str, object] = {
        "id": tweet.id,
        "text": rewritten.text,
        "edit_history_tweet_ids": [tweet.id],
        "author_id": author_of(tweet),
        "conversation_id": api.store.conversation_of(tweet.id),
        "created_at": x_time(made_at),
        "lang": "und",
        "public_metrics": public_metrics(api, tweet),
    }
    if rewritten.urls:
        everything["entities"] = {"urls": rewritten.urls}
    attached: dict[str, object] = {"media_keys": keys} if (keys := _media_keys(tweet)) else {}
    if poll := api.store.polls.get(tweet.id):
        attached["poll_ids"] = [poll.id]
    if attached:
        everything["attachments"] = attached
    if parents := referenced_tweets(tweet):
        everything["referenced_tweets"] = parents
        parent = api.store.tweet(str(parents[0]["id"]))
        everything |= {"in_reply_to_user_id": author_of(parent)} if parent else {}
    if _may_see_private(call, tweet) and isinstance(tweet, Post):
        views = tweet.counters.get("impression_count", 0)
        private = {"impression_count": views, "url_link_clicks": 0, "user_profile_clicks": 0}
        everything["non_public_metrics"] = private | tweet.metrics
        everything["organic_metrics"] = {**public_metrics(api, tweet), "user_profile_clicks": 0}
    wanted = asked | {"id", "text", "edit_history_tweet_ids"}
    return {name: value for name, value in everything.items() if name in wanted}


def _refused_fields(call: Call, tweet: Post | Comment, asked: frozenset[str]) -> list[dict[str, object]]:
    if _may_see_private(call, tweet):
        return []
    return [
        {
            "resource_type": "tweet",
            "field": name,
            "parameter": "tweet.fields",
            "resource_id": tweet.id,
            "title": "Field Authorization Error",
            "section": "data",
            "detail": f"Sorry, you are not authorized to access '{name}' on the Tweet with id : [{tweet.id}].",
            "type": PROBLEMS + "not-authorized-for-field",
        }
        for name in sorted(asked & _PRIVATE)
    ]


def _may_see_private(call: Call, tweet: Post | Comment) -> bool:
    own = isinstance(tweet, Post) and call.user is not None and tweet.account_id == call.user.id
    return own and isinstance(tweet, Post) and call.now - tweet.received_at <= PRIVATE_LIFE


def _media_keys(tweet: Post | Comment) -> list[str]:
    pictures = tweet.pictures if isinstance(tweet, Post) else []
    return [media_key(picture.id, picture.mime) for picture in pictures]


def _poll(poll: Poll, call: Call, fields: frozenset[str]) -> dict[str, object]:
    options = [{"position": number, "label": label, "votes": 0} for number, label in enumerate(poll.options, start=1)]
    extra: dict[str, object] = {
        "duration_minutes": poll.duration_minutes,
        "end_datetime": x_time(poll.ends_at),
        "voting_status": "open" if call.now < poll.ends_at else "closed",
    }
    return {"id": poll.id, "options": options} | {name: extra[name] for name in fields if name in extra}


def _parent_id(tweet: Post | Comment) -> str | None:
    if isinstance(tweet, Post):
        return tweet.in_reply_to
    return None if tweet.is_mention else tweet.parent_id or tweet.post_id


def _author(api: Api, call: Call, user_id: str, tweet: Post | Comment) -> dict[str, object]:
    user = api.store.users.get(user_id)
    if user is not None:
        return user_json(api, call, user)
    name = tweet.author_name if isinstance(tweet, Comment) else user_id
    return {"id": user_id, "name": name, "username": name}
