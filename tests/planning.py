"""A planner over a ledger, with what the platforms answer when they are asked."""

from collections.abc import Mapping

from portavoce.planning.service import Planner
from portavoce.platforms import discovery
from portavoce.platforms.contract import Refused, Unclear
from portavoce.publishing.ledger import Ledger


def planner_over(ledger: Ledger, answers: Mapping[str, Refused | Unclear] | None = None) -> Planner:
    """`answers` are by publication id; the platforms have nothing against the others."""
    return Planner(ledger.of_post, ledger.plan, discovery.manifest, lambda _: answers or {}, ledger.said_by)
