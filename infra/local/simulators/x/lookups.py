"""Look-ups and timelines on X (platforms/x.md §3, §5, §6)."""

from datetime import UTC, datetime

from infra.local.simulators.timeline import Comment, Post
from infra.local.simulators.x.api import Api, Call, endpoint
from infra.local.simulators.x.errors import bad_parameter, forbidden_request, missing_part, missing_resource
from infra.local.simulators.x.views import QUERY, asked_names, tweets_answer, user_json

_TIMELINE = f"{QUERY} max_results since_id until_id start_time end_time pagination_token"
MOST_IDS = 100


@endpoint("GET", "/2/users/me", limit=75, scope="users.read", query="user.fields tweet.fields expansions")
def me(api: Api, call: Call) -> object:
    """The user behind the token."""
    return {"data": user_json(api, call, call.me())}


@endpoint("GET", "/2/users/<id_>", who="either", limit=900, scope="users.read", query="user.fields")
def user(api: Api, call: Call, id_: str) -> object:
    """A managed account by id."""
    found = api.store.users.get(id_)
    if found is None:
        raise missing_resource(id_)
    return {"data": user_json(api, call, found)}


@endpoint("GET", "/2/tweets", who="either", limit=900, scope="tweet.read", query=f"{QUERY} ids")
def tweets_by_id(api: Api, call: Call) -> object:
    """Up to a hundred posts; those that are gone are named in `errors` of a 200."""
    ids = [id_ for id_ in call.request.args.get("ids", "").split(",") if id_]
    if not 1 <= len(ids) <= MOST_IDS or any(not id_.isdigit() for id_ in ids):
        raise bad_parameter("ids", ",".join(ids), "The `ids` query parameter must hold 1 to 100 numeric ids")
    found = {id_: tweet for id_ in ids if (tweet := _visible_tweet(api, call, id_)) is not None}
    answer = tweets_answer(api, call, list(found.values()))
    problems = [missing_part(id_, "ids") for id_ in ids if id_ not in found]
    known = answer.pop("errors", [])
    problems = [*(known if isinstance(known, list) else []), *problems]
    if not found:
        answer.pop("data")
    return {**answer, "errors": problems} if problems else answer


@endpoint("GET", "/2/tweets/<id_>", who="either", limit=900, scope="tweet.read", query=QUERY)
def tweet(api: Api, call: Call, id_: str) -> object:
    """One post; a missing one is a 200 with `errors`."""
    found = _visible_tweet(api, call, id_)
    if found is None:
        return {"errors": [missing_part(id_, "id")]}
    answer = tweets_answer(api, call, [found])
    data = answer["data"]
    return {**answer, "data": data[0] if isinstance(data, list) else data}


@endpoint("GET", "/2/users/<id_>/tweets", who="either", limit=900, scope="tweet.read", query=f"{_TIMELINE} exclude")
def users_tweets(api: Api, call: Call, id_: str) -> object:
    """Posts of a user, newest first."""
    if id_ not in api.store.users:
        raise missing_resource(id_)
    excluded = frozenset(filter(None, call.request.args.get("exclude", "").split(",")))
    if unknown := excluded - {"replies", "retweets"}:
        raise bad_parameter("exclude", min(unknown), "The `exclude` query parameter takes replies and retweets")
    own: list[Post | Comment] = [
        post
        for post in api.store.posts.values()
        if post.account_id == id_
        and not ("replies" in excluded and post.in_reply_to)
        and post.is_seen_by_lookup(call.now)
    ]
    return _timeline(api, call, own, least=5)


@endpoint("GET", "/2/users/<id_>/mentions", who="either", limit=300, scope="tweet.read", query=_TIMELINE)
def mentions(api: Api, call: Call, id_: str) -> object:
    """What others wrote to a user: mentions, and replies, which mention by nature."""
    if id_ not in api.store.users:
        raise missing_resource(id_)
    if call.user is not None and call.user.id != id_:
        raise forbidden_request()
    found: list[Post | Comment] = [
        comment for comment in api.store.comments.values() if comment.account_id == id_ and not comment.deleted
    ]
    return _timeline(api, call, found, least=5)


def _visible_tweet(api: Api, call: Call, id_: str) -> Post | Comment | None:
    found = api.store.tweet(id_)
    if isinstance(found, Post) and not found.is_seen_by_lookup(call.now):
        return None
    return found


def _timeline(api: Api, call: Call, found: list[Post | Comment], *, least: int) -> object:
    args = call.request.args
    asked_names(call, "tweet.fields")
    size = _number(call, "max_results", 10, least, 100)
    start, end = _instant(call, "start_time"), _instant(call, "end_time")
    below = args.get("pagination_token", args.get("until_id"))
    after = args.get("since_id")
    for name, text in (("pagination_token", below), ("since_id", after)):
        if text is not None and not text.isdigit():
            raise bad_parameter(name, text, f"The `{name}` query parameter must be numeric")
    chosen_tweets = sorted(
        (
            item
            for item in found
            if (below is None or int(item.id) < int(below))
            and (after is None or int(item.id) > int(after))
            and (start is None or _creation_time(item) >= start)
            and (end is None or _creation_time(item) < end)
        ),
        key=lambda item: int(item.id),
        reverse=True,
    )
    page = chosen_tweets[:size]
    meta: dict[str, object] = {"result_count": len(page)}
    if not page:
        return {"meta": meta}
    meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
    if len(chosen_tweets) > size:
        meta["next_token"] = page[-1].id
    return {**tweets_answer(api, call, page), "meta": meta}


def _creation_time(tweet: Post | Comment) -> datetime:
    return tweet.received_at if isinstance(tweet, Post) else tweet.created_at


def _number(call: Call, name: str, default: int, least: int, most: int) -> int:
    text = call.request.args.get(name, str(default))
    if not text.isdigit() or not least <= int(text) <= most:
        message = f"The `{name}` query parameter value [{text}] is not between {least} and {most}"
        raise bad_parameter(name, text, message)
    return int(text)


def _instant(call: Call, name: str) -> datetime | None:
    text = call.request.args.get(name)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise bad_parameter(name, text, f"The `{name}` query parameter must be an RFC 3339 time") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
