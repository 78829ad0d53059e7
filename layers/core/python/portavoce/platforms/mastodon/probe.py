"""What is right and wrong with an account's connection.

Source: Mastodon API, `accounts/verify_credentials` and `apps/verify_credentials`, whose `scopes` (4.3) are those that
the app may ask for: a token has no other."""

from collections.abc import Iterator

from portavoce.platforms.contract import Fault, Probe, ProbeOutcome
from portavoce.platforms.http import Answer
from portavoce.platforms.outcomes import AuthFailed, Unclear

from .api import MastodonApi
from .manifest import WRITE_SCOPES

_NEEDED = ("read:notifications", "read:statuses", *WRITE_SCOPES)


def probe_account(api: MastodonApi, account_id: str) -> ProbeOutcome:
    """The account that the token belongs to, and what a person should mend. A token does not expire."""
    account = api.call("GET", "/api/v1/accounts/verify_credentials")
    if isinstance(account, AuthFailed):
        return account
    if not isinstance(account, Answer):
        return Unclear(reason=account.reason)
    wanted, _, host = account_id.removeprefix("@").partition("@")
    name = str(account.body.get("username", ""))
    app = api.call("GET", "/api/v1/apps/verify_credentials")
    told = app.body.get("scopes") if isinstance(app, Answer) else None
    scopes = frozenset(str(one) for one in told) if isinstance(told, list) else frozenset[str]()
    faults = (*_wrong_account(name, wanted, host), *_missing_scopes(scopes))
    return Probe(account_id=f"@{name}@{host}", name=f"@{name}@{host}", scopes=scopes, faults=faults)


def _wrong_account(name: str, wanted: str, host: str) -> Iterator[Fault]:
    if name.lower() != wanted.lower():
        yield Fault(
            code="wrong_account",
            what=f"the token belongs to @{name}@{host}, and the channel is @{wanted}@{host}",
            remedy="correct the account id in the brand's file, or store a token of that account",
        )


def _missing_scopes(scopes: frozenset[str]) -> Iterator[Fault]:
    """One fault for what the app may not do; none when the instance does not say what it may."""
    missing = [one for one in _NEEDED if one not in scopes and one.partition(":")[0] not in scopes]
    if scopes and missing:
        yield Fault(
            code="missing_scope",
            what=f"the token has no {', '.join(missing)}",
            remedy="connect the channel anew, and allow all that is asked for",
        )
