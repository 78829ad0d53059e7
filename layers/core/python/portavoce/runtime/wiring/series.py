"""The series, as the functions use them."""

from functools import cache

from portavoce.planning.series.records import SeriesRecords
from portavoce.planning.series.service import SeriesService
from portavoce.platforms import discovery
from portavoce.reporting.records import Alerts
from portavoce.runtime import aws
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.links import link_maker
from portavoce.runtime.wiring.planning import plan, planner


@cache
def series_service() -> SeriesService:
    """The series in this stage's table, over its ledger."""
    return SeriesService(
        records=SeriesRecords(aws.table()),
        brands=every_brand,
        of_post=ledger().of_post,
        between=ledger().between,
        plan=plan,
        leave_out=ledger().leave_out,
        look=planner().diff,
        manifest=discovery.manifest,
        tell=Alerts(aws.table()).raise_alert,
        links=link_maker(),
    )
