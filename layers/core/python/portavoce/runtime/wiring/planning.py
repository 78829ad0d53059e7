"""The planner, as the functions use it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache

from portavoce.planning.service import Planner
from portavoce.platforms import discovery
from portavoce.platforms.manifest import Capability
from portavoce.platforms.outcomes import CheckOutcome
from portavoce.publishing.service.platform_checks import PlatformChecks
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.publishing import connect

CHECKS_AT_ONCE = 8
CHECK_SECONDS = 12
"""How long the platforms may take over a whole plan: it must be answered within one API request (30 seconds)."""


@cache
def planner() -> Planner:
    """The planner over this stage's ledger and its channels."""
    checks = PlatformChecks(asks=_asks, connect=connect, run=_at_once)
    return Planner(
        of_post=ledger().of_post,
        plan=ledger().plan,
        manifest=discovery.manifest,
        check=checks.check,
        said_by=ledger().said_by,
        between=ledger().between,
    )


def _asks(platform: str) -> bool:
    return Capability.CHECK in discovery.manifest(platform).capabilities


def _at_once(checks: Sequence[Callable[[], CheckOutcome]]) -> list[CheckOutcome | None]:
    if not checks:
        return []
    pool = ThreadPoolExecutor(CHECKS_AT_ONCE)
    running = [pool.submit(check) for check in checks]
    done, _ = wait(running, timeout=CHECK_SECONDS)
    pool.shutdown(wait=False, cancel_futures=True)
    return [one.result() if one in done else None for one in running]
