"""What of that which others said was edited, or is no longer there: nothing tells of either.

Source: Mastodon API, "View a single status": 404 for what was deleted, and for what the account may no longer see."""

from collections.abc import Mapping, Sequence
from typing import Any

from portavoce.platforms.contract import ReadFailed, Reread
from portavoce.platforms.http import Answer
from portavoce.platforms.interaction import Interaction, Verb
from portavoce.platforms.outcomes import AuthFailed, Refused
from portavoce.platforms.readings import AccessRefused
from portavoce.platforms.webhook_json import moment

from .api import MastodonApi
from .inbox import read_said_words
from .manifest import REREAD

_GONE = "404"


def reread_known(api: MastodonApi, known: Sequence[Interaction]) -> Reread:
    """Each of those known as it stands now. Raises ReadFailed, ReadRefused."""
    shown, gone = list[Interaction](), list[str]()
    for said in known[: REREAD.most_calls]:
        match api.call("GET", f"/api/v1/statuses/{said.interaction_id}"):
            case Answer(body=status):
                shown.append(_read(said, status))
            case Refused(code=code) if code == _GONE:
                gone.append(said.interaction_id)
            case AuthFailed(code=code, reason=reason):
                raise AccessRefused(f"{reason} ({code})")
            case failure:
                raise ReadFailed(failure.reason)
    return Reread(shown=tuple(shown), gone=tuple(gone))


def _read(said: Interaction, status: Mapping[str, Any]) -> Interaction:
    edited_at = moment(status.get("edited_at"))
    words = said.model_copy(update={"text": read_said_words(status)})
    return words.model_copy(update={"verb": Verb.EDITED, "occurred_at": edited_at}) if edited_at else words
