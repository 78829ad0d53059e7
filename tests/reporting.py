"""What there is to report, for the tests of reporting."""

from portavoce.reporting.model import Alert, AlertKind
from tests.aurora import NOW

MISSED = Alert(
    alert_id="PUBLICATION#aurora.spring-launch.facebook#missed#e1",
    brand_id="aurora",
    kind=AlertKind.PUBLICATION_MISSED,
    facts={"publication_id": "aurora.spring-launch.facebook", "channel": "facebook", "cause": "late", "next_step": ""},
    raised_at=NOW,
)
