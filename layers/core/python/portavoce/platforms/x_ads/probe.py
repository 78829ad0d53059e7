"""The state of an X ad account's connection: the keys, what they may see, and whether the account was accepted."""

from collections.abc import Iterator
from typing import Any

from portavoce.platforms.contract import Fault, Probe, ProbeOutcome, ReadFailed, ReadRefused
from portavoce.platforms.outcomes import AuthFailed, Unclear
from portavoce.platforms.site_answers import known_shape

from .api import AdsApi
from .manifest import MANIFEST

_SEES_SPEND = frozenset({"ACCOUNT_ADMIN", "AD_MANAGER", "CAMPAIGN_ANALYST"})
"""Who may view campaigns and their numbers (Authenticated user access)."""


def probe_account(api: AdsApi) -> ProbeOutcome:
    """Whether the keys read the ad account, what it is called, and what should be mended. Two calls."""
    try:
        with known_shape(MANIFEST.title):
            account = api.read("accounts/:account_id")
            rights = frozenset(api.read("accounts/:account_id/authenticated_user_access")["permissions"])
            return Probe(
                account_id=account["id"],
                name=account.get("name") or "",
                scopes=rights,
                faults=tuple(_faults(rights, account.get("approval_status"))),
            )
    except ReadRefused as refused:
        return AuthFailed(code="refused", reason=str(refused))
    except ReadFailed as failed:
        return Unclear(reason=str(failed))


def _faults(rights: frozenset[str], approval: Any) -> Iterator[Fault]:
    if not rights & _SEES_SPEND:
        yield Fault(
            code="missing_ad_role",
            what="the keys' owner may not see campaigns and their numbers",
            remedy="at ads.x.com, let that user into the ad account as a campaign analyst",
        )
    if approval != "ACCEPTED":
        yield Fault(
            code="ad_account_inactive",
            what="X has not accepted the ad account",
            remedy="look at ads.x.com what X asks of the account",
        )
