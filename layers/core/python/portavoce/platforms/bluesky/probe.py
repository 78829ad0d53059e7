"""What is right and wrong with an account's connection.

Source: `com.atproto.server.getSession`; bluesky-social/atproto, AuthScope: the scopes of a session's token."""

from collections.abc import Iterator, Mapping
from typing import Any

from portavoce.platforms.contract import Fault, Probe, ProbeOutcome
from portavoce.platforms.http import Answer
from portavoce.platforms.outcomes import AuthFailed, Unclear

from .api import Api
from .session import Tokens

_WHOLE_ACCOUNT = "com.atproto.access"


def probed(api: Api, account_id: str) -> ProbeOutcome:
    """The account behind the password, and what a person should mend. An app password does not expire."""
    answer = api.query("com.atproto.server.getSession", {})
    if isinstance(answer, AuthFailed):
        return answer
    if not isinstance(answer, Answer):
        return Unclear(reason=answer.reason)
    tokens = api.session.tokens()
    scope = tokens.scope if isinstance(tokens, Tokens) else None
    return Probe(
        account_id=str(answer.body.get("did", "")),
        name=f"@{answer.body.get('handle', '')}",
        scopes=frozenset([scope]) if scope else frozenset(),
        faults=tuple(_faults(answer.body, account_id, scope)),
    )


def _faults(session: Mapping[str, Any], account_id: str, scope: str | None) -> Iterator[Fault]:
    named = {str(session.get("did", "")), str(session.get("handle", "")).lower()}
    if account_id.lower().removeprefix("@") not in named:
        yield Fault(
            code="wrong_account",
            what=f"the password opens @{session.get('handle')}, and the channel's account id is {account_id}",
            remedy="correct the account id in the brand's file, or store the password of that account",
        )
    if session.get("active") is False:
        yield Fault(
            code="account_inactive",
            what=f"the account is {session.get('status') or 'not active'}",
            remedy="sign in at bsky.app, where Bluesky says what to do",
        )
    if scope == _WHOLE_ACCOUNT:
        yield Fault(
            code="wrong_token_kind",
            what="this is the account's own password, which may do everything and cannot be withdrawn by itself",
            remedy="make an app password (Settings, Privacy and security, App passwords) and store that",
        )
