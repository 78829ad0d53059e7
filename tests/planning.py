"""Aurora with one channel, a series, a planner over a ledger, and a desk for a calendar's media."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Never

from portavoce.brands.model import Brand, Channel
from portavoce.measuring.model import PostingHours
from portavoce.planning.media.of_calendar import Desk
from portavoce.planning.series.model import Series
from portavoce.planning.service import Planner
from portavoce.platforms import discovery
from portavoce.platforms.outcomes import Refused, Unclear
from portavoce.publishing.service.ledger import Ledger
from tests.aurora import aurora

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Nine o'clock on a Monday in Rome, when a slot begins."""

CHRISTMAS = {"from": "2026-12-24", "to": "2026-12-26", "reason": "Christmas"}
NIGHT = {"from": "22:00", "to": "07:00"}


def brand(**changes: object) -> Brand:
    """Aurora on X alone."""
    return aurora(**{"channels": [{"id": "x", "platform": "x", "account_id": "1"}]} | changes)


def with_slots(*slots: str, **changes: object) -> Brand:
    """The same with these posting slots."""
    channel = {"id": "x", "platform": "x", "account_id": "1", "slots": slots}
    return brand(channels=[channel], **changes)


def series(**fields: Any) -> Series:
    """A tip every Monday at half past nine."""
    known = {
        "brand_id": "aurora",
        "series_id": "tip",
        "rule": "FREQ=WEEKLY;BYDAY=MO",
        "start": "2026-11-23 09:30",
        "variants": [{"channel": "x", "text": "A tip a week."}],
    }
    return Series.model_validate(known | fields)


def no_hours(_: Brand, channel: Channel, __: datetime) -> PostingHours:
    """A channel without posts."""
    return PostingHours(channel=channel.id, posts=0, weeks=0, silent_because="0 posts have told their numbers")


def planner_over(
    ledger: Ledger,
    answers: Mapping[str, Refused | Unclear] | None = None,
    hours: Callable[[Brand, Channel, datetime], PostingHours] = no_hours,
) -> Planner:
    """`answers` are by publication id; the platforms have nothing against the others."""
    return Planner(
        find=ledger.find,
        plan=ledger.plan,
        plan_new=ledger.plan_new,
        manifest=discovery.manifest,
        check=lambda _: answers or {},
        said_by=ledger.said_by,
        between=ledger.between,
        hours=hours,
    )


def desk_for(brand: Brand, folder: Path, scratch: Path | None = None) -> Desk:
    """Where the media of a brand's calendar in `folder` are made ready; nothing is imported."""
    platforms = {channel.id: channel.platform for channel in brand.channels}
    return Desk(folder, scratch or Path(gettempdir()), platforms, discovery.manifest, _bring_nothing)


def _bring_nothing(*asked: str) -> Never:
    raise AssertionError(f"nothing is to be imported: {asked}")
