"""The series, as the functions use them."""

from functools import cache

from portavoce.planning.series.records import SeriesRecords
from portavoce.planning.series.service import Repeating
from portavoce.platforms import discovery
from portavoce.reporting.records import Alerts
from portavoce.runtime import aws
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.planning import planner


@cache
def repeating() -> Repeating:
    """The series in this stage's table, over its ledger."""
    return Repeating(
        records=SeriesRecords(aws.table()),
        brands=every_brand,
        of_post=ledger().of_post,
        between=ledger().between,
        plan=ledger().plan,
        leave_out=ledger().leave_out,
        look=planner().diff,
        manifest=discovery.manifest,
        tell=Alerts(aws.table()).raise_alert,
    )
