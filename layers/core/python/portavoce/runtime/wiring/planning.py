"""The planner, as the functions use it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime
from functools import cache

from portavoce.each_alone import EachAlone
from portavoce.planning.limits import refusals
from portavoce.planning.service import Planner
from portavoce.planning.zone_rules import clocks_alert
from portavoce.platforms import discovery
from portavoce.platforms.manifest import Capability
from portavoce.platforms.outcomes import CheckOutcome
from portavoce.publishing.model import PlanResult, Publication
from portavoce.publishing.service.platform_checks import PlatformChecks
from portavoce.runtime.wiring.alerts import alerts
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.links import link_maker, tracked_links
from portavoce.runtime.wiring.posting_hours import find_posting_hours
from portavoce.runtime.wiring.publishing import connect

CHECKS_AT_ONCE = 8
CHECK_SECONDS = 12
"""How long the platforms may take over a whole plan: it must be answered within one API request (30 seconds)."""


@cache
def planner() -> Planner:
    """The planner over this stage's ledger and its channels."""
    checks = PlatformChecks(asks=_asks, connect=connect, run=_at_once)
    return Planner(
        find=ledger().find,
        plan=plan,
        plan_new=_plan_new,
        manifest=discovery.manifest,
        check=checks.check,
        said_by=ledger().said_by,
        between=ledger().between,
        hours=find_posting_hours,
        links=link_maker(),
    )


def plan(publication: Publication, now: datetime) -> PlanResult:
    """Plans one publication in the ledger; its links lead somewhere before it can leave."""
    tracked_links().keep(publication, now)
    return ledger().plan(publication, now)


def _plan_new(publications: Sequence[Publication], now: datetime) -> Sequence[PlanResult]:
    for one in publications:
        tracked_links().keep(one, now)
    return ledger().plan_new(publications, now)


def follow_clocks(now: datetime) -> int:
    """Moves the posts of every brand with the clocks of their zones, and tells its people; how many moved."""
    count, each = 0, EachAlone()
    for brand in every_brand():
        with each:
            if displaced := planner().follow_clocks(brand, now):
                count += len(displaced)
                alerts().raise_alert(clocks_alert(brand.id, displaced, now))
    each.raise_errors(f"brands were not held against their zones, {count} posts moved")
    return count


def _asks(publication: Publication) -> bool:
    manifest = discovery.manifest(publication.platform)
    if Capability.CHECK not in manifest.capabilities:
        return False
    return manifest.asked_about == "every_post" or bool(refusals(publication.content, manifest))


def _at_once(checks: Sequence[Callable[[], CheckOutcome]]) -> list[CheckOutcome | None]:
    if not checks:
        return []
    pool = ThreadPoolExecutor(CHECKS_AT_ONCE)
    running = [pool.submit(check) for check in checks]
    done, _ = wait(running, timeout=CHECK_SECONDS)
    pool.shutdown(wait=False, cancel_futures=True)
    return [one.result() if one in done else None for one in running]
