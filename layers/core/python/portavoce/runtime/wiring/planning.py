"""The planner, as the functions use it."""

from functools import cache

from portavoce.planning.service import Planner
from portavoce.platforms import discovery
from portavoce.runtime.wiring.publishing import ledger


@cache
def planner() -> Planner:
    """The planner over this stage's ledger."""
    return Planner(of_post=ledger().of_post, plan=ledger().plan, manifest=discovery.manifest)
