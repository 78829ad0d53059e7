"""Who a channel's people are, as its platform told it, and how much of them is in the brand's audiences."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime

from portavoce.platforms.audience import AudienceGroup, AudienceTrait
from portavoce.value import Value


class ProfileReading(Value):
    """One trait of some people as it was read at `as_of`: how many there are of each part, or why that is unknown."""

    group: AudienceGroup
    by: AudienceTrait
    parts: Mapping[str, int] | None = None
    unavailable_reason: str | None = None
    too_few: bool = False
    as_of: AwareDatetime


class ChannelProfile(Value):
    """Who a channel's people are. `followers` is how many there were at `as_of`, None where that is unknown."""

    brand_id: str
    channel: str
    platform: str
    followers: int | None = None
    as_of: AwareDatetime
    readings: tuple[ProfileReading, ...] = ()

    def find_trait(self, group: AudienceGroup, by: AudienceTrait) -> ProfileReading | None:
        """What was read of one trait, or None."""
        return next((one for one in self.readings if (one.group, one.by) == (group, by)), None)


class TraitState(StrEnum):
    """How far a trait is known. `too_few`: the platform keeps it to itself while so few people are in it. `retired`:
    it told it once. `not_told`: it never did."""

    KNOWN = "known"
    TOO_FEW = "too_few"
    UNAVAILABLE = "unavailable"
    NOT_READ = "not_read_yet"
    RETIRED = "retired"
    NOT_TOLD = "not_told"


class AudiencePart(Value):
    """People of one kind: their number, and their share of those whose kind is told."""

    name: str
    people: int
    percent: Decimal


class TraitView(Value):
    """One trait of a channel's people. `parts` are the largest first; `is_cut`: the platform told no more than the
    `top` largest. `retired_on` is the last day on which it was told, `source` the platform's own name for it."""

    group: AudienceGroup
    by: AudienceTrait
    state: TraitState
    people: int | None = None
    parts: tuple[AudiencePart, ...] = ()
    is_cut: bool = False
    least: int | None = None
    top: int | None = None
    retired_on: date | None = None
    source: str | None = None
    as_of: AwareDatetime | None = None
    reason: str | None = None


class ChannelAudience(Value):
    """A channel with what is told of its people; `reason` says why nothing is."""

    channel: str
    platform: str
    followers: int | None = None
    traits: tuple[TraitView, ...] = ()
    reason: str | None = None


HeldBy = Literal["country", "language", "age", "all"]


class AudienceShare(Value):
    """How much of the followers is in one audience of the brand's file, in percent of those whose kind is told.

    The share lies from `low_percent` to `high_percent`, both included: where a platform tells the largest parts alone,
    or bands of ages that lie across the audience's, it is not known more closely. `by` "all" is everything that the
    audience says together, which no platform tells: only what it is at least and at most. `channel` None is the brand:
    `known` of its `total` channels tell it. `products` are those that the file makes for it."""

    audience: str
    products: tuple[str, ...] = ()
    by: HeldBy | None
    wanted: str
    channel: str | None = None
    low_percent: Decimal | None = None
    high_percent: Decimal | None = None
    people: int | None = None
    known: int | None = None
    total: int | None = None
    as_of: AwareDatetime | None = None
    reason: str | None = None


class AudienceReport(Value):
    """Who a brand's people are, and how much of them is in its audiences."""

    brand_id: str
    channels: tuple[ChannelAudience, ...]
    shares: tuple[AudienceShare, ...]


def merge_readings(known: tuple[ProfileReading, ...], read: tuple[ProfileReading, ...]) -> tuple[ProfileReading, ...]:
    """The newest of each: parts that were known stay, with their own age, when they cannot be had again; that there
    are too few people by now is news."""
    merged = {(one.group, one.by): one for one in known}
    for one in read:
        before = merged.get((one.group, one.by))
        if one.parts is not None or one.too_few or before is None or before.parts is None:
            merged[one.group, one.by] = one
    return tuple(merged[key] for key in sorted(merged))
