"""The stage as a whole: how it stands, and what is missing in it."""

from collections.abc import Iterator
from datetime import timedelta

from portavoce.api.pages import PageOf
from portavoce.api.router import new_router
from portavoce.community.listening_cost.model import ListeningCost
from portavoce.connections.model import Holder, holders
from portavoce.doctor import checks
from portavoce.doctor.checks import Finding
from portavoce.doctor.connections import connection_findings
from portavoce.doctor.gaps import gap_findings
from portavoce.platforms import discovery
from portavoce.publishing.summary import StageStatus, brand_status
from portavoce.runtime import aws, clock, secrets
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.access import connections
from portavoce.runtime.wiring.alerts import dead_addresses
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.connections import has_its_secrets, probe_all
from portavoce.runtime.wiring.ledger import freezes, ledger
from portavoce.runtime.wiring.listening_cost import listening_keeper
from portavoce.runtime.wiring.polls import gaps_of

router = new_router()

AROUND_NOW = timedelta(days=7)
PROBES_SECONDS = 18
"""How long all probes may take together: the gateway waits for 30 seconds, the function for 29."""


class StatusAnswer(StageStatus):
    """The stage, and what listening costs where a platform bills it, as it was counted last."""

    listening: tuple[ListeningCost, ...]


@router.get("/status", tags=["overview"])
def get_status() -> StatusAnswer:
    """Each brand's publications of the last and the next seven days, the freezes, and what listening costs."""
    now = clock.utc_now()
    brands = tuple(every_brand())
    found = (
        brand_status(brand.id, brand.name, ledger().between(brand.id, now - AROUND_NOW, now + AROUND_NOW))
        for brand in brands
    )
    costs = (cost for brand in brands for cost in listening_keeper().records.of_brand(brand.id).values())
    return StatusAnswer(brands=tuple(found), freezes=tuple(freezes().active()), listening=tuple(costs))


@router.get("/doctor", tags=["overview"])
def get_doctor() -> PageOf[Finding]:
    """Checks of the installation, with a remedy for what is not right. Each account is probed, side by side."""
    found = list(every_brand())
    sender = settings().need("mail_from")
    findings = (
        checks.brand_finding(found),
        *(one for brand in found for one in checks.secret_findings(brand, discovery.manifest, secrets.secret_names)),
        *_connection_findings([one for brand in found for one in holders(brand)]),
        *checks.webhook_findings(found, discovery.manifest, secrets.secret_names),
        *gap_findings(gaps_of(found)),
        *checks.address_findings(
            {one.address: one.reason for one in dead_addresses().list_standing(clock.utc_now()).values()}
        ),
        checks.sender_finding(sender, verified=_is_verified(sender) or _is_verified(sender.rpartition("@")[2])),
    )
    return PageOf(items=findings, next_cursor=None)


def _connection_findings(accounts: list[Holder]) -> Iterator[Finding]:
    """Of the accounts that have their secrets: the others are told of already."""
    whole = [one for one in accounts if has_its_secrets(one)]
    now = clock.utc_now()
    for holder, outcome in probe_all(whole, PROBES_SECONDS).items():
        yield from connection_findings(holder, outcome, connections().find_connection(holder), now)


def _is_verified(identity: str) -> bool:
    client = aws.mail()
    try:
        return client.get_email_identity(EmailIdentity=identity).get("VerifiedForSendingStatus", False)
    except client.exceptions.NotFoundException:
        return False
