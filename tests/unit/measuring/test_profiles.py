"""Who a channel's people are is read once a week, kept while it cannot be had again, and held against the audiences."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from portavoce.brands.strategy.model import Audience
from portavoce.measuring.profiles.model import AudienceReport, AudienceShare, TraitState
from portavoce.measuring.profiles.records import KEPT_FOR, ProfileRecords
from portavoce.measuring.profiles.service import AudienceReports, ProfileKeeper
from portavoce.platforms.audience import AudienceReading, AudienceSpec
from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.table.table import Table
from tests.aurora import AURORA, NOW
from tests.measuring import Stage, always

DAY = timedelta(days=1)


def spec(by: str, **more: Any) -> AudienceSpec:
    given = {"group": "followers", "by": by, "remote": f"page_{by}", "least": 100, "top": 3, "source": "test"}
    return AudienceSpec.model_validate(given | more)


SPECS = {
    "facebook": (
        spec("country"),
        spec("age"),
        spec("country", group="engaged"),
        spec("language", remote="locale", valid_to=date(2025, 11, 14)),
    )
}
AUDIENCES = (
    Audience(name="Neighbours", countries=("IT", "CH"), languages=("it",), ages="25-44"),
    Audience(name="Everybody"),
)
BRAND = AURORA.model_copy(update={"audiences": AUDIENCES})


def specs_of(platform: str) -> tuple[AudienceSpec, ...]:
    return SPECS.get(platform, ())


def told(by: str, parts: dict[str, int], group: str = "followers") -> dict[tuple[str, str], AudienceReading]:
    reading = AudienceReading.model_validate({"group": group, "by": by, "parts": parts})
    return {(group, by): reading}


@pytest.fixture
def stage(table: Table) -> Stage:
    stage = Stage(table, brands=[BRAND])
    keeper = ProfileKeeper(ProfileRecords(table), specs_of, stage.connect)
    stage.daily = (keeper.refresh,)
    stage.platforms["facebook"].people = (
        told("country", {"IT": 300, "CH": 100, "FR": 100}) | told("age", {"18-24": 300, "25-34": 200})
    )  # fmt: skip
    return stage


def report(stage: Stage, day: int = 0) -> AudienceReport:
    return AudienceReports(ProfileRecords(stage.table), specs_of).of(BRAND, NOW + day * DAY)


def share(stage: Stage, by: str, channel: str | None = None, audience: str = "Neighbours") -> AudienceShare:
    found = report(stage).shares
    return next(one for one in found if (one.audience, one.by, one.channel) == (audience, by, channel))


def state(stage: Stage, by: str, group: str = "followers", day: int = 0) -> tuple[TraitState, Any]:
    channel = next(one for one in report(stage, day).channels if one.channel == "facebook")
    trait = next(one for one in channel.traits if (one.group, one.by) == (group, by))
    return trait.state, [(part.name, part.people, part.percent) for part in trait.parts]


def asked(stage: Stage) -> int:
    return sum(what.startswith("people") for what, _ in stage.platforms["facebook"].asked)


def test_a_profile_is_read_on_a_channels_first_look_and_once_a_week_after_that(stage: Stage) -> None:
    for hours in (0, 1, 24, 96, 7 * 24, 8 * 24):
        stage.collector().collect(NOW + timedelta(hours=hours), always)
    assert asked(stage) == 2


def test_what_lacks_of_the_followers_is_asked_for_again_the_next_day(stage: Stage) -> None:
    del stage.platforms["facebook"].people["followers", "age"]
    for back in range(3):
        stage.collector().collect(NOW + back * DAY, always)
    assert asked(stage) == 3
    assert state(stage, "age")[0] is TraitState.UNAVAILABLE


def test_each_part_has_its_share_of_those_that_are_told_the_largest_first(stage: Stage) -> None:
    stage.collector().collect(NOW, always)
    assert state(stage, "age") == (
        TraitState.KNOWN,
        [("18-24", 300, Decimal("60.00")), ("25-34", 200, Decimal("40.00"))],
    )


def test_what_was_known_stays_with_its_age_until_too_few_are_told(stage: Stage) -> None:
    stage.collector().collect(NOW, always)
    stage.platforms["facebook"].people = {}
    stage.collector().collect(NOW + 7 * DAY, always)
    channel = report(stage, 7).channels[0]
    assert {one.as_of for one in channel.traits if one.state is TraitState.KNOWN} == {NOW}
    few = AudienceReading(group="followers", by="age", parts=None, unavailable_reason="fewer than 100", too_few=True)
    stage.platforms["facebook"].people = {("followers", "age"): few}
    stage.collector().collect(NOW + 8 * DAY, always)
    stage.collector().collect(NOW + 14 * DAY, always)
    assert state(stage, "age", day=14) == (TraitState.TOO_FEW, [])


def test_a_refused_channel_says_so_and_one_that_does_not_answer_is_asked_the_next_day(stage: Stage) -> None:
    stage.platforms["facebook"].troubles["people"] = ReadFailed("timed out")
    assert stage.collector().collect(NOW, always).failures == ["aurora.facebook beside its numbers: ReadFailed"]
    assert state(stage, "age")[0] is TraitState.NOT_READ
    stage.platforms["facebook"].troubles["people"] = ReadRefused("the token is refused")
    stage.collector().collect(NOW + DAY, always)
    assert state(stage, "age")[0] is TraitState.UNAVAILABLE
    assert {one.reason for one in report(stage).channels[0].traits if one.by == "age"} == {"the token is refused"}


def test_what_was_told_once_is_shown_as_retired_with_its_last_day_and_what_never_was_as_not_told(stage: Stage) -> None:
    stage.collector().collect(NOW, always)
    channel = next(one for one in report(stage).channels if one.channel == "facebook")
    language = next(one for one in channel.traits if one.by == "language")
    assert (language.state, language.retired_on, language.source) == (
        TraitState.RETIRED,
        date(2025, 11, 14),
        "locale",
    )
    assert state(stage, "gender")[0] is TraitState.NOT_TOLD
    other = next(one for one in report(stage).channels if one.channel == "x")
    assert (other.traits, other.reason) == ((), "X tells nobody who follows an account")


def test_the_audience_is_held_against_the_followers(stage: Stage) -> None:
    stage.collector().collect(NOW, always)
    countries = share(stage, "country", "facebook")
    # Three of three that are told: there may be more, so the least is of all followers, who are seven.
    assert (countries.low_percent, countries.high_percent) == (Decimal("80.00"), Decimal("80.00"))
    ages = share(stage, "age")
    assert (ages.low_percent, ages.high_percent, ages.known, ages.total) == (
        Decimal("40.00"),
        Decimal("40.00"),
        1,
        len(BRAND.channels),
    )
    assert ages.as_of == NOW


def test_a_language_that_no_platform_tells_is_unknown_and_says_since_when(stage: Stage) -> None:
    stage.collector().collect(NOW, always)
    language = share(stage, "language")
    assert (language.low_percent, language.high_percent) == (None, None)
    assert language.reason == "no platform of the brand tells it; Facebook until 2025-11-14 did"
    assert share(stage, "all").reason == "no channel tells everything that the audience says"


def test_an_audience_that_says_nothing_of_itself_says_so(stage: Stage) -> None:
    [everybody] = [one for one in report(stage).shares if one.audience == "Everybody"]
    assert (everybody.by, everybody.low_percent) == (None, None)
    assert everybody.reason


def test_a_profile_is_small_and_ends_by_itself(stage: Stage, table: Table) -> None:
    many = {f"City {number}, Region {number % 7}": 1000 - number for number in range(45)}
    stage.platforms["facebook"].people |= told("country", many)
    stage.collector().collect(NOW, always)
    [item] = table.query_all("pk = :pk AND begins_with(sk, :start)", {":pk": "METRICS#aurora", ":start": "AUDIENCE#"})
    assert item["expires_at"] == int((NOW + KEPT_FOR).timestamp())
    assert len(bytes(item["z1"])) < 900
