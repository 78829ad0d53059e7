"""The way to a publication's channel: its client, and what the brand has to say before the one call."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from portavoce.platforms.contract import Publisher
from portavoce.publishing.fee_hold import FeeHold


class NotConnected(Exception):
    """The channel has no account or no token by now: only a person can mend it. The message names no secret."""


def _find_none(now: datetime) -> FeeHold | None:  # noqa: ARG001
    return None


class ChannelDoor(NamedTuple):
    """`find_fee_hold` says whether the platform would bill more with this publication than the brand allows, and reads
    nothing where the brand has no cap."""

    client: Publisher
    find_fee_hold: Callable[[datetime], FeeHold | None] = _find_none
