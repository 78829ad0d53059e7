"""Counts clicks, each once, after the reader has gone on."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from portavoce.links.agents import Follower, identify_follower
from portavoce.links.link import Click
from portavoce.links.records import LinkRecords

_NAMES: dict[Follower, str] = {"person": "clicks", "bot": "bot_clicks", "preview": "previews"}


@dataclass(frozen=True)
class ClickCounter:
    """Adds clicks to the brand's days."""

    records: LinkRecords

    def count(self, click: Click) -> Follower | None:
        """Who clicked; None if this click was counted before, or its link is gone. Raises TransactionConflict."""
        link = self.records.get(click.code)
        if link is None:
            return None
        follower = identify_follower(click.agent, click.purpose)
        day = click.at.astimezone(ZoneInfo(link.zone)).date()
        counted = self.records.count_click(link, click.click_id, click.at, day, _NAMES[follower])
        return follower if counted else None
