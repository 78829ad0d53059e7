"""What an Instagram account does about what people say to it.

Source: Instagram Platform, Comment Moderation, Moderate Conversations; Messenger Platform, Sender Actions. `me` is the
Page that the token is of: messages are its business."""

from portavoce.platforms.conversation import Deed
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.message_calls import Messenger
from portavoce.platforms.interaction import Interaction
from portavoce.platforms.outcomes import ActionOutcome

from .conversation import CONVERSATION


def do_deed(graph: Graph, deed: Deed, about: Interaction) -> ActionOutcome:
    """Does what the account may do; each may be repeated."""
    if CONVERSATION.deed_rule(deed, about.kind) is None:
        return CONVERSATION.refuse(deed, about.kind)
    match deed:
        case Deed.HIDE | Deed.UNHIDE:
            return graph.act(about.interaction_id, {"hide": "true" if deed is Deed.HIDE else "false"})
        case Deed.LIKE | Deed.UNLIKE:
            return messenger_of(graph, about.account_id).react(about, is_taken_back=deed is Deed.UNLIKE)
        case Deed.DELETE:
            return graph.delete(about.interaction_id, about.account_id)
        case _:
            action = "block_user" if deed is Deed.BLOCK else "unblock_user"
            return messenger_of(graph, about.account_id).moderate(about, action)


def messenger_of(graph: Graph, account_id: str) -> Messenger:
    """The messages of an account, which its Page sends."""
    return Messenger(graph, "me", account_id, "instagram", takes_key=False)
