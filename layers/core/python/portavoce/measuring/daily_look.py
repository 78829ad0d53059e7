"""What else is looked at when a channel is looked at for the first time on a day. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from portavoce.brands.model import Brand, Channel
from portavoce.measuring.model import ChannelDay, MeasuredPost
from portavoce.publishing.model import Publication


class DailyLook(NamedTuple):
    """A channel and what is known of it already: its numbers of today, the days that were read before, the brand's
    measured posts of the quarter and its publications of the week."""

    brand: Brand
    channel: Channel
    today: ChannelDay
    earlier: Sequence[ChannelDay]
    posts: Sequence[MeasuredPost]
    publications: Sequence[Publication]

    @property
    def now(self) -> datetime:
        """The moment of it."""
        return self.today.as_of

    @property
    def channel_id(self) -> str:
        """As the platforms' clients are asked for."""
        return f"{self.brand.id}.{self.channel.id}"


DailyTask = Callable[[DailyLook], None]
"""Raises ReadFailed when the platform could not be asked: the next day's look does what was not done."""
