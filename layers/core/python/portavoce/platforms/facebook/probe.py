"""The state of a Page's connection: the token, the person's tasks on the Page, the Page's webhooks."""

from collections.abc import Iterator
from dataclasses import dataclass

from portavoce.platforms.contract import ChannelAccess, Fault, Probe, ProbeOutcome
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.probe import (
    Inspected,
    kind_faults,
    probe_account,
    scope_faults,
    subscribed_fields,
    subscription_faults,
)

from .manifest import LEAD_SCOPES, MANIFEST, WEBHOOK_FIELDS

_SCOPES = frozenset(MANIFEST.oauth.scopes if MANIFEST.oauth else ()) - {"business_management", *LEAD_SCOPES}
_TASKS = frozenset({"ANALYZE", "CREATE_CONTENT", "MESSAGING", "MODERATE"})


@dataclass(frozen=True)
class PageConnection:
    """One Page and the token that acts for it."""

    graph: Graph
    access: ChannelAccess

    def probe(self) -> ProbeOutcome:
        return probe_account(self.graph, self.access, self._ask)

    def _ask(self, token: Inspected | None) -> Probe:
        page = self.graph.read(self.access.account_id, {"fields": "id,name"})
        return Probe(account_id=str(page["id"]), name=str(page.get("name", "")), faults=tuple(self._faults(token)))

    def _faults(self, token: Inspected | None) -> Iterator[Fault]:
        kind = token.kind if token else self._kind()
        yield from kind_faults(kind, frozenset({"PAGE"}))
        yield from scope_faults(token, _SCOPES)
        if kind == "PAGE":
            sent = subscribed_fields(self.graph, self.access, self.access.account_id)
            yield from subscription_faults(sent, frozenset(WEBHOOK_FIELDS))
        else:
            yield from self._task_faults()

    def _kind(self) -> str:
        """Without the app's word: `me` is the Page for the Page's own token, and a person for another."""
        return "PAGE" if self.graph.read("me", {"fields": "id"}).get("id") == self.access.account_id else "USER"

    def _task_faults(self) -> Iterator[Fault]:
        """Only a person's token tells what the person may do on the Page."""
        rows = self.graph.rows("me/accounts", {"fields": "id,tasks", "limit": "100"})
        tasks = next((row.get("tasks", ()) for row in rows if row.get("id") == self.access.account_id), ())
        if missing := sorted(_TASKS - set(tasks)):
            yield Fault(
                code="missing_page_task",
                what=f"the person who connected the Page lacks the tasks {', '.join(missing)} on it",
                remedy="let an administrator of the Page give these tasks, and connect the channel again",
            )
