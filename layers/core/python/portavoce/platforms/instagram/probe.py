"""The state of an account's connection: the token, the linked Page's webhooks, and the day's posts."""

from collections.abc import Iterator
from dataclasses import dataclass

from portavoce.platforms.contract import ChannelAccess, Fault, Probe, ProbeOutcome, Quota, ReadFailed, ReadRefused
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.probe import (
    Inspected,
    inspected,
    kind_faults,
    scope_faults,
    subscribed_fields,
    subscription_faults,
)
from portavoce.platforms.outcomes import AuthFailed, Unclear
from portavoce.platforms.readings import AccessRefused

from .manifest import MANIFEST
from .quota import window_of

_SCOPES = frozenset(MANIFEST.oauth.scopes if MANIFEST.oauth else ()) - {"business_management"}
# Instagram's deliveries come when the linked Page sends the app any of its own.
_ANY_WEBHOOK = frozenset({"feed"})


@dataclass(frozen=True)
class Connection:
    """One account and the token of the Page that it is linked to."""

    graph: Graph
    access: ChannelAccess

    def probe(self) -> ProbeOutcome:
        try:
            token = inspected(self.graph, self.access)
            if isinstance(token, AuthFailed):
                return token
            account = self.graph.read(self.access.account_id, {"fields": "id,username"})
            faults, quota = tuple(self._faults(token)), self._quota()
        except AccessRefused as refused:
            return AuthFailed(code="token", reason=str(refused))
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))
        return Probe(
            account_id=str(account["id"]),
            name=f"@{account.get('username', '')}",
            expires_at=token.expires_at if token else None,
            scopes=token.scopes if token else frozenset(),
            quota=quota,
            faults=faults,
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
