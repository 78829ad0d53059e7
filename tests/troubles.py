"""Posts on one channel in whatever state, one of them uncertain, put straight into the table."""

from datetime import timedelta
from typing import Any

from portavoce.publishing.model import Content, Publication, PublicationState
from portavoce.publishing.records import PublicationRecords
from portavoce.runtime import aws
from tests.faults.world import planned
from tests.stage import MORNING


def keep(post: str, state: PublicationState, **changes: Any) -> Publication:
    one = planned(
        planned_at=changes.pop("planned_at", MORNING - timedelta(hours=1)),
        late=timedelta(hours=1),
        content=Content(text=changes.pop("text", post)),
    )
    named = {"publication_id": f"aurora.{post}.facebook", "post_id": post, "state": state}
    made = one.model_copy(update=named | changes)
    PublicationRecords(aws.table()).add(made)
    return made


def uncertain(post: str = "winter", **changes: Any) -> Publication:
    asked = {"cause": "Facebook did not answer", "next_step": "Say whether it is out", "started_at": MORNING}
    return keep(post, PublicationState.UNCERTAIN, **(asked | changes))
