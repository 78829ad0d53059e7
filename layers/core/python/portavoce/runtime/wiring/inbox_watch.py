"""Watching over the inbox, as its function uses it."""

from functools import cache

from portavoce.community.records import CommunityRecords
from portavoce.community.watch.model import Batch, Stage
from portavoce.community.watch.records import WatchRecords
from portavoce.community.watch.service import InboxWatch
from portavoce.reporting.model import Alert, AlertKind
from portavoce.runtime import aws
from portavoce.runtime.wiring.alerts import alerts
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.community import community

_KINDS = {Stage.DUE: AlertKind.ANSWERS_DUE, Stage.LATE: AlertKind.ANSWERS_LATE}


@cache
def inbox_watch() -> InboxWatch:
    """Watches over this stage's inboxes."""
    return InboxWatch(
        community=community(),
        records=CommunityRecords(aws.table()),
        memory=WatchRecords(aws.table()),
        brands=every_brand,
        tell=_raise_alert,
    )


def _raise_alert(brand_id: str, batch: Batch) -> None:
    more = f" + {batch.count - len(batch.named)}" if batch.count > len(batch.named) else ""
    alerts().raise_alert(
        Alert(
            alert_id=f"ANSWERS#{brand_id}#{batch.batch_id}",
            brand_id=brand_id,
            kind=_KINDS[batch.stage],
            facts={"count": str(batch.count), "comments": ", ".join(batch.named) + more},
            raised_at=batch.at,
        )
    )
