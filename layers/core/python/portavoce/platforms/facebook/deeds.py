"""What a Page does about what people say to it. Source: Graph API v26.0, Comment; facebook-business 26.0.3, Page."""

from portavoce.platforms.conversation import Deed
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.message_calls import Messenger
from portavoce.platforms.interaction import Interaction
from portavoce.platforms.outcomes import ActionOutcome, Refused

from .conversation import CONVERSATION, MESSAGES


def do_deed(graph: Graph, page_id: str, deed: Deed, about: Interaction) -> ActionOutcome:
    """Does what the Page may do; each may be repeated."""
    if CONVERSATION.deed_rule(deed, about.kind) is None:
        return CONVERSATION.refuse(deed, about.kind)
    match deed:
        case Deed.HIDE | Deed.UNHIDE:
            return graph.act(about.interaction_id, {"is_hidden": "true" if deed is Deed.HIDE else "false"})
        case Deed.LIKE | Deed.UNLIKE:
            return _like(graph, about, is_taken_back=deed is Deed.UNLIKE)
        case Deed.DELETE:
            return graph.delete(about.interaction_id, page_id)
        case _:
            return _block(graph, page_id, about, is_taken_back=deed is Deed.UNBLOCK)


def messenger_of(graph: Graph, page_id: str) -> Messenger:
    """The messages of a Page."""
    return Messenger(graph, page_id, page_id, "messenger", takes_key=True)


def _like(graph: Graph, about: Interaction, *, is_taken_back: bool) -> ActionOutcome:
    if about.kind in MESSAGES:
        return messenger_of(graph, about.account_id).react(about, is_taken_back=is_taken_back)
    return graph.act(f"{about.interaction_id}/likes", {}, "DELETE" if is_taken_back else "POST")


def _block(graph: Graph, page_id: str, about: Interaction, *, is_taken_back: bool) -> ActionOutcome:
    if about.author_id is None:
        return Refused(code="no_author", reason="Meta does not say who wrote it, so that nobody can be blocked for it")
    return graph.act(f"{page_id}/blocked", {"psid": about.author_id}, "DELETE" if is_taken_back else "POST")
