"""The stage as a whole: how it stands, and what is missing in it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Annotated, Literal

from aws_lambda_powertools.event_handler.openapi.params import Query

from portavoce.api.pages import PageOf
from portavoce.api.router import new_router
from portavoce.brands.model import Brand
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
from portavoce.runtime.wiring.attention import find_ending, find_new_leads, find_overspent, find_urgent
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.connections import has_its_secrets, probe_all
from portavoce.runtime.wiring.drafts import drafts
from portavoce.runtime.wiring.ledger import freezes, ledger
from portavoce.runtime.wiring.listening_cost import listening_keeper
from portavoce.runtime.wiring.polls import gaps_of
from portavoce.value import Value

router = new_router()

AroundDays = Annotated[int, Query(ge=1, le=31, description="How many days back, and as many ahead")]
PROBES_SECONDS = 18
"""How long all probes may take together: the gateway waits for 30 seconds, the function for 29."""


class Need(Value):
    """Something beside the posts that needs a person: a comment that is late or soon will be, somebody who wants to buy
    since yesterday, a budget that is spent or will be, an account that does not work or soon will not."""

    brand_id: str
    kind: Literal["comment", "lead", "budget", "connection"]
    what: str
    next_step: str


class DraftCost(Value):
    """What drafts of answers have cost a brand in a UTC month, of at most `cap_minor`, in US cents."""

    brand_id: str
    month: str
    drafts: int
    spent_minor: int
    cap_minor: int


class StatusAnswer(StageStatus):
    """The stage, what else needs a person, at most five of a kind and brand of comments and leads, and what listening
    costs where a platform bills it, as it was counted last, and drafts where they are switched on."""

    needs: tuple[Need, ...]
    listening: tuple[ListeningCost, ...]
    drafts: tuple[DraftCost, ...]


@router.get("/status", tags=["overview"])
def get_status(days: AroundDays = 7) -> StatusAnswer:
    """Each brand's publications of the last and the next days, the freezes, and what listening costs."""
    now, around = clock.utc_now(), timedelta(days=days)
    brands = tuple(every_brand())
    found = (
        brand_status(brand.id, brand.name, ledger().between(brand.id, now - around, now + around)) for brand in brands
    )
    costs = (cost for brand in brands for cost in listening_keeper().records.of_brand(brand.id).values())
    needs = (need for brand in brands for need in _find_needs(brand, now))
    return StatusAnswer(
        brands=tuple(found),
        freezes=tuple(freezes().active()),
        needs=tuple(needs),
        listening=tuple(costs),
        drafts=tuple(_find_draft_costs(brands, now)),
    )


def _find_draft_costs(brands: Iterable[Brand], now: datetime) -> Iterator[DraftCost]:
    for brand in brands:
        if spending := drafts().month_of(brand, now):
            yield DraftCost(
                brand_id=brand.id,
                month=spending.month,
                drafts=spending.drafts,
                spent_minor=spending.spent_minor,
                cap_minor=brand.inbox.drafts.month_minor,
            )


def _find_needs(brand: Brand, now: datetime) -> Iterator[Need]:
    for entry in find_urgent(brand, now):
        name = f"{entry.interaction.platform}/{entry.interaction.interaction_id}"
        yield Need(brand_id=brand.id, kind="comment", what=name, next_step=f"`portavoce comments show {name}`")
    for lead in find_new_leads(brand, now):
        name = f"{lead.platform}/{lead.interaction_id}"
        yield Need(brand_id=brand.id, kind="lead", what=name, next_step=f"`portavoce leads --brand {brand.id}`")
    for one in find_overspent(brand, now):
        yield Need(brand_id=brand.id, kind="budget", what=one.name, next_step=f"`portavoce budget --brand {brand.id}`")
    for holder, _ in find_ending(brand, now):
        yield Need(brand_id=brand.id, kind="connection", what=holder.id, next_step=f"`{holder.command}`")


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
