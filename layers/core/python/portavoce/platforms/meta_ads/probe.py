"""The state of an ad account's connection: the token, and whether the account is active."""

from collections.abc import Iterator
from dataclasses import dataclass

from portavoce.platforms.contract import ChannelAccess, Fault, Probe, ProbeOutcome
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.probe import Inspected, kind_faults, probe_account, scope_faults

from .account_states import ACTIVE

_SCOPES = frozenset({"ads_read"})
_KINDS = frozenset({"USER", "SYSTEM_USER"})


@dataclass(frozen=True)
class AdAccountConnection:
    """One ad account (`node` is `act_<id>`) and the token that reads it."""

    graph: Graph
    access: ChannelAccess
    node: str

    def probe(self) -> ProbeOutcome:
        return probe_account(self.graph, self.access, self._ask)

    def _ask(self, token: Inspected | None) -> Probe:
        account = self.graph.read(self.node, {"fields": "id,name,account_status"})
        return Probe(
            account_id=self.access.account_id,
            name=str(account.get("name", "")),
            faults=tuple(_faults(token, account.get("account_status"))),
        )


def _faults(token: Inspected | None, status: object) -> Iterator[Fault]:
    if token:
        yield from kind_faults(token.kind, _KINDS)
    yield from scope_faults(token, _SCOPES)
    if status != ACTIVE:
        yield Fault(
            code="ad_account_inactive",
            what=f"the ad account is not active (account_status {status})",
            remedy="look at the account's payment and its quality in Meta Ads Manager",
        )
