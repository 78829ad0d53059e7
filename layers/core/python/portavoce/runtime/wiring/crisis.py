"""Watching over reputations, as its function and the API use it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from portavoce.community.crisis.model import CountedHours, CrisisNews, HourCount, ReputationStanding
from portavoce.community.crisis.records import CrisisRecords
from portavoce.community.crisis.service import ReputationWatch
from portavoce.community.crisis.windows import hour_of
from portavoce.community.records import CommunityRecords
from portavoce.outbox.records import CounterRecords
from portavoce.reporting.bars import write_chart
from portavoce.reporting.model import Alert, AlertKind
from portavoce.runtime import aws
from portavoce.runtime.wiring.alerts import alerts
from portavoce.runtime.wiring.brands import brands, every_brand
from portavoce.runtime.wiring.ledger import freezes

FREEZER = "the watch over reputations"
_SHOWN_HOURS = 12
_KINDS: Mapping[CrisisNews, AlertKind] = {
    CrisisNews.WATCH: AlertKind.REPUTATION_WATCH,
    CrisisNews.FLOOD: AlertKind.REPUTATION_FLOOD,
    CrisisNews.PROPOSED: AlertKind.CRISIS_PROPOSED,
    CrisisNews.FROZEN: AlertKind.CRISIS_FROZEN,
    CrisisNews.GOES_ON: AlertKind.CRISIS_GOES_ON,
    CrisisNews.OVER: AlertKind.CRISIS_OVER,
}


@cache
def reputation_watch() -> ReputationWatch:
    """Watches over this stage's reputations."""
    return ReputationWatch(
        records=CrisisRecords(aws.table()),
        community=CommunityRecords(aws.table()),
        brands=every_brand,
        counts=CounterRecords(aws.table()).hours,
        freeze=_freeze,
        tell=_raise_alert,
    )


def _freeze(standing: ReputationStanding, now: datetime) -> str:
    made = freezes().freeze(
        brand_id=standing.brand_id,
        reason=f"crisis {standing.crisis_id}: {standing.latest.because}"[:500],
        by=FREEZER,
        now=now,
        freeze_id=standing.crisis_id,
    )
    return made.freeze_id


def _raise_alert(standing: ReputationStanding, word: CrisisNews, hours: CountedHours, now: datetime) -> None:
    alerts().raise_alert(
        Alert(
            alert_id=f"CRISIS#{standing.crisis_id}#{word}#{len(standing.told)}",
            brand_id=standing.brand_id,
            kind=_KINDS[word],
            facts=_facts(standing, hours, now),
            raised_at=now,
            quiet=word is CrisisNews.WATCH,
        )
    )


def _facts(standing: ReputationStanding, hours: CountedHours, now: datetime) -> dict[str, str]:
    found = standing.latest.evidence if standing.ended_at is None else standing.peak.evidence
    return {
        "crisis_id": standing.crisis_id,
        "freeze_id": standing.freeze_id or "",
        "since_at": standing.since.isoformat(),
        "hours": str(found.hours),
        "negative": str(found.against),
        "moods": str(found.heard),
        "usual": str(found.usual_against),
        "share": str(found.share),
        "usual_share": str(found.usual_share),
        "people": str(found.authors),
        "known": str(found.known),
        "comments": ", ".join(found.top),
        "cause": standing.latest.because,
        "chart": _chart(standing.brand_id, hours, now),
    }


def _chart(brand_id: str, hours: CountedHours, now: datetime) -> str:
    """The last hours on the brand's clocks."""
    brand = brands().brand_of(brand_id)
    zone = ZoneInfo(brand.zone) if brand else None
    shown = [hour_of(now) - timedelta(hours=back) for back in reversed(range(_SHOWN_HOURS))]
    counted = [(hour, hours.get(hour, HourCount())) for hour in shown]
    return write_chart([(f"{hour.astimezone(zone):%H:%M}", one.heard, one.against) for hour, one in counted])
