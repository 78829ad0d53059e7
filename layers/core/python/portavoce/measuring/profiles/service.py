"""Reading who a channel's people are, and telling it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand
from portavoce.measuring.daily_look import DailyLook
from portavoce.measuring.profiles.model import (
    AudienceReport,
    ChannelProfile,
    ProfileReading,
    merge_readings,
)
from portavoce.measuring.profiles.records import ProfileRecords
from portavoce.measuring.profiles.report import ReportMaker, SpecsOf
from portavoce.platforms.audience import AudienceReading, AudienceSpec, Profiler
from portavoce.platforms.contract import ReadRefused

FRESH_FOR = timedelta(days=6, hours=12)
"""Who follows an account changes slowly: a profile that lacks nothing is read again after a week."""


@dataclass(frozen=True)
class ProfileKeeper:
    """Keeps each channel's profile fresh. `connect` (platform, channel id, account id) gives the platform's client, or
    raises ReadRefused."""

    records: ProfileRecords
    specs_of: SpecsOf
    connect: Callable[[str, str, str], Profiler]

    def refresh(self, look: DailyLook) -> None:
        """Reads the channel's profile when it is a week old or lacks something. Raises ReadFailed."""
        specs = [one for one in self.specs_of(look.channel.platform) if one.is_valid_on(look.today.day)]
        if not specs:
            return
        known = self.records.get(look.brand.id, look.channel.id)
        if known and _is_whole(known, specs) and look.now - known.as_of < FRESH_FOR:
            return
        read = tuple(_new_reading(one, look.now) for one in self._ask(look, specs))
        self.records.keep(
            ChannelProfile(
                brand_id=look.brand.id,
                channel=look.channel.id,
                platform=look.channel.platform,
                followers=_followers(look),
                as_of=look.now,
                readings=merge_readings(known.readings if known else (), read),
            )
        )

    def _ask(self, look: DailyLook, specs: Sequence[AudienceSpec]) -> list[AudienceReading]:
        channel = look.channel
        try:
            return self.connect(channel.platform, look.channel_id, channel.account_id).profile(specs, look.today.day)
        except ReadRefused as refused:
            reason = str(refused) or "the platform refuses to say"
            return [AudienceReading(group=one.group, by=one.by, parts=None, unavailable_reason=reason) for one in specs]


@dataclass(frozen=True)
class AudienceReports:
    """Tells who a brand's people are, from one query."""

    records: ProfileRecords
    specs_of: SpecsOf

    def of(self, brand: Brand, now: datetime) -> AudienceReport:
        """Of each channel what was told last, and how much of it is in the brand's audiences."""
        today = now.astimezone(ZoneInfo(brand.zone)).date()
        return ReportMaker(brand, self.records.of_brand(brand.id), self.specs_of, today).make()


def _is_whole(known: ChannelProfile, specs: Sequence[AudienceSpec]) -> bool:
    """Of those who engaged little may ever be told: of the followers it comes, if late."""
    readings = [known.find_trait(spec.group, spec.by) for spec in specs if spec.group == "followers"]
    return all(one is not None and one.parts is not None and one.as_of == known.as_of for one in readings)


def _new_reading(one: AudienceReading, now: datetime) -> ProfileReading:
    return ProfileReading(
        group=one.group,
        by=one.by,
        parts=one.parts,
        unavailable_reason=one.unavailable_reason,
        too_few=one.too_few,
        as_of=now,
    )


def _followers(look: DailyLook) -> int | None:
    told: list[Decimal] = [one.value for one in look.today.metrics if one.name == "followers" and one.value is not None]
    return int(told[0]) if told else None
