"""The state of an account's connection: the token, the linked Page's webhooks, and the day's posts."""

from collections.abc import Iterator
from dataclasses import dataclass

from portavoce.platforms.contract import ChannelAccess, Fault, Probe, ProbeOutcome, Quota, ReadRefused
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.probe import (
    Inspected,
    kind_faults,
    probe_account,
    scope_faults,
    subscribed_fields,
    subscription_faults,
)

from .manifest import MANIFEST
from .quota import window_of

_SCOPES = frozenset(MANIFEST.oauth.scopes if MANIFEST.oauth else ()) - {"business_management"}
# Instagram's deliveries come when the linked Page sends the app any of its own.
_ANY_WEBHOOK = frozenset({"feed"})


@dataclass(frozen=True)
class InstagramConnection:
    """One account and the token of the Page that it is linked to."""

    graph: Graph
    access: ChannelAccess

    def probe(self) -> ProbeOutcome:
        return probe_account(self.graph, self.access, self._ask)

    def _ask(self, token: Inspected | None) -> Probe:
        account = self.graph.read(self.access.account_id, {"fields": "id,username"})
        return Probe(
            account_id=str(account["id"]),
            name=f"@{account.get('username', '')}",
            quota=self._quota(),
            faults=tuple(self._faults(token)),
        )

    def _faults(self, token: Inspected | None) -> Iterator[Fault]:
        if token:
            yield from kind_faults(token.kind, frozenset({"PAGE"}))
        yield from scope_faults(token, _SCOPES)
        if token is None or token.kind == "PAGE":
            sent = subscribed_fields(self.graph, self.access, "me")
            yield from subscription_faults(_ANY_WEBHOOK if sent else sent, _ANY_WEBHOOK)

    def _quota(self) -> Quota | None:
        try:
            return window_of(self.graph, self.access.account_id)
        except ReadRefused:
            return None
