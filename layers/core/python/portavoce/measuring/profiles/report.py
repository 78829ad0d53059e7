"""What is told of a brand's people, beside whom it wants to speak to. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from portavoce.brands.model import Brand, Channel
from portavoce.brands.strategy.model import Audience
from portavoce.measuring.profiles.fit import (
    PeopleShare,
    add_shares,
    bound_together,
    percent_of,
    share_of_ages,
    share_of_countries,
)
from portavoce.measuring.profiles.model import (
    AudiencePart,
    AudienceReport,
    AudienceShare,
    ChannelAudience,
    ChannelProfile,
    HeldBy,
    ProfileReading,
    TraitState,
    TraitView,
)
from portavoce.platforms.audience import TRAITS, AudienceSpec, AudienceTrait
from portavoce.platforms.titles import title_of

SpecsOf = Callable[[str], Sequence[AudienceSpec]]
"""What a platform tells of people, by its name."""


class _ToldShare(NamedTuple):
    """One channel's share, and of when it is."""

    channel: str
    share: PeopleShare
    as_of: datetime


@dataclass(frozen=True)
class ReportMaker:
    """Makes the report of one brand as of `today`. `profiles` are by channel."""

    brand: Brand
    profiles: Mapping[str, ChannelProfile]
    specs_of: SpecsOf
    today: date

    def make(self) -> AudienceReport:
        """The whole report."""
        shares = [
            share.model_copy(update={"products": self._products(audience)})
            for audience in self.brand.audiences
            for share in self._hold(audience)
        ]
        return AudienceReport(
            brand_id=self.brand.id,
            channels=tuple(self._channel(one) for one in self.brand.channels),
            shares=tuple(shares),
        )

    def _products(self, audience: Audience) -> tuple[str, ...]:
        return tuple(one.title for one in self.brand.products if one.audience == audience.name)

    def _channel(self, channel: Channel) -> ChannelAudience:
        specs, profile = self.specs_of(channel.platform), self.profiles.get(channel.id)
        reason = None if specs else f"{title_of(channel.platform)} tells nobody who follows an account"
        return ChannelAudience(
            channel=channel.id,
            platform=channel.platform,
            followers=profile.followers if profile else None,
            traits=tuple(self._traits(specs, profile)),
            reason=reason,
        )

    def _traits(self, specs: Sequence[AudienceSpec], profile: ChannelProfile | None) -> Iterator[TraitView]:
        for spec in specs:
            if spec.is_valid_on(self.today):
                yield _view(spec, profile.find_trait(spec.group, spec.by) if profile else None)
        for by in TRAITS if specs else ():
            of_trait = [spec for spec in specs if spec.by == by and spec.group == "followers"]
            if any(spec.is_valid_on(self.today) for spec in of_trait):
                continue
            ended = max((spec for spec in of_trait if spec.valid_to), key=_end_of, default=None)
            yield _view_of_nothing(by, ended)

    def _hold(self, audience: Audience) -> Iterator[AudienceShare]:
        """What the audience says, trait by trait and then together: of the brand, then of each channel."""
        wanted = _describe_audience(audience)
        if not wanted:
            reason = "the brand's file says neither countries, languages nor ages of it"
            yield AudienceShare(audience=audience.name, by=None, wanted="", reason=reason)
            return
        found = {by: self._tell(audience, by) for by in wanted}
        for by, told in found.items():
            yield from self._share(audience.name, by, wanted[by], told)
        if len(wanted) > 1:
            yield from self._together(audience.name, wanted, found)

    def _tell(self, audience: Audience, by: HeldBy) -> list[_ToldShare]:
        told = []
        for channel in self.brand.channels:
            profile = self.profiles.get(channel.id)
            spec = self._spec(channel, by)
            reading = profile.find_trait("followers", spec.by) if profile and spec else None
            if profile is None or spec is None or reading is None or reading.parts is None:
                continue
            share = _share_in(audience, spec, reading.parts, profile.followers)
            if share:
                told.append(_ToldShare(channel.id, share, reading.as_of))
        return told

    def _spec(self, channel: Channel, by: HeldBy) -> AudienceSpec | None:
        specs = self.specs_of(channel.platform)
        return next(
            (one for one in specs if one.group == "followers" and one.by == by and one.is_valid_on(self.today)), None
        )

    def _share(self, name: str, by: HeldBy, wanted: str, told: Sequence[_ToldShare]) -> Iterator[AudienceShare]:
        whole = add_shares([one.share for one in told])
        yield AudienceShare(
            audience=name,
            by=by,
            wanted=wanted,
            known=len(told),
            total=len(self.brand.channels),
            as_of=min((one.as_of for one in told), default=None),
            reason=None if whole else self._why_unknown(by),
            **_bounds(whole),
        )
        for one in told:
            yield AudienceShare(
                audience=name, by=by, wanted=wanted, channel=one.channel, as_of=one.as_of, **_bounds(one.share)
            )

    def _together(
        self, name: str, wanted: Mapping[HeldBy, str], found: Mapping[HeldBy, Sequence[_ToldShare]]
    ) -> Iterator[AudienceShare]:
        """Of the channels that tell everything that the audience says; the brand's is the mean by their people."""
        by_channel = {
            channel.id: [one for told in found.values() for one in told if one.channel == channel.id]
            for channel in self.brand.channels
        }
        whole = {channel: told for channel, told in by_channel.items() if len(told) == len(wanted)}
        bounds = {channel: _bound_told(told) for channel, told in whole.items()}
        people = {channel: min(one.share.people for one in told) for channel, told in whole.items()}
        count, words = sum(people.values()), "; ".join(wanted.values())
        low, high = (
            sum((bounds[one][side] * people[one] for one in whole), Decimal(0)) / count if count else None
            for side in (0, 1)
        )
        yield AudienceShare(
            audience=name,
            by="all",
            wanted=words,
            low_percent=None if low is None else round(low, 2),
            high_percent=None if high is None else round(high, 2),
            people=count or None,
            known=len(whole),
            total=len(self.brand.channels),
            as_of=min((one.as_of for told in whole.values() for one in told), default=None),
            reason=None if count else "no channel tells everything that the audience says",
        )

    def _why_unknown(self, by: HeldBy) -> str:
        platforms = dict.fromkeys(one.platform for one in self.brand.channels)
        ended = [
            f"{title_of(platform)} until {spec.valid_to}"
            for platform in platforms
            for spec in self.specs_of(platform)
            if spec.by == by and spec.valid_to and spec.valid_to < self.today
        ]
        tells = any(spec.by == by and spec.is_valid_on(self.today) for one in platforms for spec in self.specs_of(one))
        if tells:
            return "no channel has told it yet, or too few people follow those that would"
        return f"no platform of the brand tells it{f'; {", ".join(ended)} did' if ended else ''}"


def _describe_audience(audience: Audience) -> dict[HeldBy, str]:
    """What the audience says of itself, in words."""
    said: dict[HeldBy, str] = {
        "country": ", ".join(audience.countries),
        "language": ", ".join(audience.languages),
        "age": audience.ages or "",
    }
    return {by: words for by, words in said.items() if words}


def _share_in(
    audience: Audience, spec: AudienceSpec, parts: Mapping[str, int], followers: int | None
) -> PeopleShare | None:
    if spec.by == "age":
        return share_of_ages(parts, audience.ages or "")
    wanted = audience.countries if spec.by == "country" else audience.languages
    return share_of_countries(parts, wanted, followers, is_cut=_is_cut(spec, parts))


def _bound_told(told: Sequence[_ToldShare]) -> tuple[Decimal, Decimal]:
    highs = [one.share.high for one in told]
    return bound_together([one.share.low for one in told], [one for one in highs if one is not None])


def _bounds(share: PeopleShare | None) -> dict[str, Decimal | int | None]:
    if share is None:
        return {}
    return {"low_percent": share.low, "high_percent": share.high, "people": share.people}


def _is_cut(spec: AudienceSpec, parts: Mapping[str, int]) -> bool:
    return spec.top is not None and len(parts) >= spec.top


def _end_of(spec: AudienceSpec) -> date:
    return spec.valid_to or date.min


def _view(spec: AudienceSpec, reading: ProfileReading | None) -> TraitView:
    said = {"group": spec.group, "by": spec.by, "least": spec.least, "top": spec.top, "source": spec.remote}
    if reading is None:
        return TraitView(state=TraitState.NOT_READ, reason="not read yet", **said)
    if reading.parts is None:
        state = TraitState.TOO_FEW if reading.too_few else TraitState.UNAVAILABLE
        return TraitView(state=state, reason=reading.unavailable_reason, as_of=reading.as_of, **said)
    people = sum(reading.parts.values())
    largest = sorted(reading.parts.items(), key=lambda part: (-part[1], part[0]))
    return TraitView(
        state=TraitState.KNOWN,
        people=people,
        parts=tuple(
            AudiencePart(name=name, people=count, percent=percent_of(count, people) or Decimal(0))
            for name, count in largest
        ),
        is_cut=_is_cut(spec, reading.parts),
        as_of=reading.as_of,
        **said,
    )


def _view_of_nothing(by: AudienceTrait, ended: AudienceSpec | None) -> TraitView:
    if ended is None:
        return TraitView(group="followers", by=by, state=TraitState.NOT_TOLD, reason="the platform does not tell it")
    return TraitView(
        group="followers",
        by=by,
        state=TraitState.RETIRED,
        retired_on=ended.valid_to,
        source=ended.remote,
        reason=f"told as {ended.remote} until {ended.valid_to}; nothing has taken its place",
    )
