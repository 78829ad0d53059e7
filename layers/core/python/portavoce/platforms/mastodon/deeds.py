"""What an account on Mastodon does about what people say. Source: Mastodon API, statuses, accounts, reports."""

from portavoce.platforms.conversation import Deed
from portavoce.platforms.error_rows import settle_failure
from portavoce.platforms.http import Answer
from portavoce.platforms.interaction import Interaction
from portavoce.platforms.outcomes import ActionOutcome, Done, Refused

from .api import MastodonApi
from .conversation import CONVERSATION

_OF_STATUSES = {Deed.LIKE: "favourite", Deed.UNLIKE: "unfavourite"}


def do_deed(api: MastodonApi, deed: Deed, about: Interaction) -> ActionOutcome:
    """Does what the account may do; each but REPORT may be repeated."""
    if CONVERSATION.deed_rule(deed, about.kind) is None:
        return CONVERSATION.refuse(deed, about.kind)
    if deed not in _OF_STATUSES and about.author_id is None:
        return Refused(code="no_author", reason="it is not known who wrote it")
    if deed in _OF_STATUSES:
        made = api.call("POST", f"/api/v1/statuses/{about.interaction_id}/{_OF_STATUSES[deed]}")
    elif deed is Deed.REPORT:
        report = {"account_id": about.author_id, "status_ids": [about.interaction_id], "category": "other"}
        made = api.call("POST", "/api/v1/reports", json=report)
    else:
        made = api.call("POST", f"/api/v1/accounts/{about.author_id}/{deed}")
    return Done() if isinstance(made, Answer) else settle_failure(made)
