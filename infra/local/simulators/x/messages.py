"""Direct messages, and whom an account mutes or keeps from writing (platforms/conversations.md §4)."""

from pydantic import BaseModel, ConfigDict, Field

from infra.local.simulators.timeline import Message
from infra.local.simulators.x.api import Api, Call, endpoint
from infra.local.simulators.x.errors import bad_parameter, forbidden_request
from infra.local.simulators.x.views import asked_names, x_time

MOST_CHARACTERS, MOST_EVENTS = 10_000, 100
_EVENTS = "dm_event.fields event_types max_results pagination_token expansions user.fields"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class MessageBody(_Body):
    """Body of a direct message; attachments are not simulated."""

    text: str = Field(min_length=1, max_length=MOST_CHARACTERS)


class MuteBody(_Body):
    """Body of `POST /2/users/:id/muting`."""

    target_user_id: str


@endpoint("POST", "/2/dm_conversations/with/<person>/messages", limit=15, scope="dm.write", status=201)
def send(api: Api, call: Call, person: str) -> object:
    """Write to somebody who has written."""
    words, me = call.body(MessageBody).text, call.me()
    found = api.store.messages_of(me.id, person)
    if not any(not one.is_own for one in found):
        raise forbidden_request("You do not have permission to DM one or more participants.")
    message = Message(api.store.new_id(), me.id, person, words, call.now, is_own=True)
    api.store.messages[message.id] = message
    return {"data": {"dm_conversation_id": f"{me.id}-{person}", "dm_event_id": message.id}}


@endpoint("GET", "/2/dm_conversations/with/<person>/dm_events", limit=15, scope="dm.read", query=_EVENTS)
def list_events(api: Api, call: Call, person: str) -> object:
    """A conversation, newest first."""
    args, me = call.request.args, call.me()
    size, below = args.get("max_results", str(MOST_EVENTS)), args.get("pagination_token")
    if not size.isdigit() or not 1 <= int(size) <= MOST_EVENTS:
        raise bad_parameter(
            "max_results", size, f"The `max_results` query parameter is not between 1 and {MOST_EVENTS}"
        )
    asked = asked_names(call, "dm_event.fields") | {"id", "event_type", "text"}
    found = [one for one in api.store.messages_of(me.id, person) if one.is_seen_by_lookup(call.now)]
    older = [one for one in reversed(found) if below is None or int(one.id) < int(below)]
    page = older[: int(size)]
    rows = [{name: value for name, value in _event(one).items() if name in asked} for one in page]
    meta: dict[str, object] = {"result_count": len(page)}
    if len(older) > len(page):
        meta["next_token"] = page[-1].id
    return {"data": rows, "meta": meta} if rows else {"meta": meta}


@endpoint("POST", "/2/users/<id_>/muting", limit=50, scope="mute.write")
def mute(api: Api, call: Call, id_: str) -> object:
    """Mute somebody."""
    target = call.body(MuteBody).target_user_id
    _check_is_self(call, id_)
    api.store.muted.add((id_, target))
    return {"data": {"muting": True}}


@endpoint("DELETE", "/2/users/<id_>/muting/<target>", limit=50, scope="mute.write")
def unmute(api: Api, call: Call, id_: str, target: str) -> object:
    """Hear somebody again."""
    _check_is_self(call, id_)
    api.store.muted.discard((id_, target))
    return {"data": {"muting": False}}


@endpoint("POST", "/2/users/<target>/dm/block", limit=10, scope="dm.write")
def block(api: Api, call: Call, target: str) -> object:
    """Keep somebody from writing messages."""
    api.store.dm_blocked.add((call.me().id, target))
    return {"data": {"blocked": True}}


@endpoint("POST", "/2/users/<target>/dm/unblock", limit=10, scope="dm.write")
def unblock(api: Api, call: Call, target: str) -> object:
    """Let somebody write messages again."""
    api.store.dm_blocked.discard((call.me().id, target))
    return {"data": {"blocked": False}}


def _event(message: Message) -> dict[str, object]:
    return {
        "id": message.id,
        "event_type": "MessageCreate",
        "text": message.text,
        "sender_id": message.account_id if message.is_own else message.person_id,
        "created_at": x_time(message.created_at),
    }


def _check_is_self(call: Call, user_id: str) -> None:
    if call.me().id != user_id:
        raise forbidden_request()
