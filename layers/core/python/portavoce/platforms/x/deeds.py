"""What an account on X does about what people say to it. Source: X API v2, Hide replies, Mutes, Direct Messages."""

from collections.abc import Mapping

from portavoce.platforms.conversation import Deed
from portavoce.platforms.error_rows import settle_failure
from portavoce.platforms.interaction import Interaction
from portavoce.platforms.outcomes import ActionOutcome, Done

from .api import XApi
from .conversation import CONVERSATION


def do_deed(api: XApi, user_id: str, deed: Deed, about: Interaction) -> ActionOutcome:
    """Does what the account may do; each may be repeated."""
    if CONVERSATION.deed_rule(deed, about.kind) is None:
        return CONVERSATION.refuse(deed, about.kind)
    author = about.author_id
    match deed:
        case Deed.HIDE | Deed.UNHIDE:
            wanted = {"hidden": deed is Deed.HIDE}
            return _write(api, "PUT", f"/2/tweets/{about.interaction_id}/hidden", wanted)
        case Deed.MUTE:
            return _write(api, "POST", f"/2/users/{user_id}/muting", {"target_user_id": author or ""})
        case Deed.UNMUTE:
            return _write(api, "DELETE", f"/2/users/{user_id}/muting/{author}", None)
        case _:
            return _write(api, "POST", f"/2/users/{author}/dm/{deed}", None)


def _write(api: XApi, method: str, path: str, json: Mapping[str, object] | None) -> ActionOutcome:
    made = api.write(method, path, json)
    return Done() if isinstance(made, Mapping) else settle_failure(made)
