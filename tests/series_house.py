"""A stage's planning of series, over the real ledger."""

from datetime import datetime, timedelta
from typing import Any

from portavoce.planning.model import PlanRow
from portavoce.planning.series.model import Series
from portavoce.planning.series.records import SeriesRecords
from portavoce.planning.series.service import SeriesService, Unfolded
from portavoce.platforms import discovery
from portavoce.publishing.model import Publication, PublicationState
from portavoce.publishing.records import PublicationRecords
from portavoce.publishing.service.ledger import Ledger
from portavoce.reporting.model import Alert
from portavoce.reporting.records import Alerts
from portavoce.table.table import Table
from tests.planning import NOW, brand, planner_over


class House:
    """One stage's planning: its brands can be changed between two steps."""

    def __init__(self, table: Table) -> None:
        self.brands = [brand()]
        self.alerts: list[Alert] = []
        self.ledger = Ledger(PublicationRecords(table))
        self.planner = planner_over(self.ledger)
        self.series = SeriesService(
            records=SeriesRecords(table),
            brands=lambda: self.brands,
            of_post=self.ledger.of_post,
            between=self.ledger.between,
            plan=self.ledger.plan,
            leave_out=self.ledger.leave_out,
            look=self.planner.diff,
            manifest=discovery.manifest,
            tell=self.tell,
        )
        self.stored_alerts = Alerts(table)

    def tell(self, alert: Alert) -> bool:
        self.alerts += [alert] if self.stored_alerts.raise_alert(alert) else []
        return True

    def put(self, one: Series, now: datetime = NOW, **options: Any) -> Unfolded:
        return self.series.put(self.brands[0], one, now, **options)

    def row(self, now: datetime = NOW, **fields: Any) -> None:
        self.planner.apply(self.brands[0], [PlanRow.model_validate({"row": 1, "channel": "x"} | fields)], now)

    def stands(self, now: datetime = NOW) -> list[Publication]:
        return list(self.ledger.between("aurora", now, now + timedelta(days=400)))

    def live(self, now: datetime = NOW) -> list[str]:
        return [one.post_id for one in self.stands(now) if one.state is PublicationState.SCHEDULED]

    def text(self, post: str) -> str:
        (one,) = self.ledger.of_post("aurora", post)
        return one.content.text
