"""More is said against a brand than usual, by people: then it is a crisis. By few, strangers, at a joke: not."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from portavoce.community.crisis.assessment import BrandHearing, assess
from portavoce.community.crisis.model import CountedHours, CrisisStage, CriticalVoice, HourCount, Judgement, Usual
from portavoce.community.crisis.voices import SpokeBefore, weigh_voices
from portavoce.community.crisis.windows import RULES, WindowRule, lower_share, make_usual, measure_windows

NOW = datetime(2026, 11, 26, 14, 50, tzinfo=UTC)
HOUR = NOW.replace(minute=0)


def usual(weeks: int = 8, heard: int = 9, against: int = 2) -> Usual:
    """Every hour the same, but every fifth hour one more against."""
    hours = weeks * 7 * 24
    return Usual(
        brand_id="aurora",
        first=HOUR - timedelta(hours=hours),
        heard=(heard,) * hours,
        against=tuple(against + (place % 5 == 0) for place in range(hours)),
    )


def voice(number: int, text: str = "", author: str | None = None, **given: bool) -> CriticalVoice:
    return CriticalVoice(
        said=f"facebook/{number}",
        author=author or f"facebook/u{number}",
        channel_id="aurora.facebook",
        at=NOW - timedelta(minutes=40, seconds=-number),
        text=text or f"number{number} is bad word{number * 7} thing{number * 13}",
        **{"is_grave": True} | given,
    )


def look(
    voices: list[CriticalVoice],
    *,
    heard: int | None = None,
    known: Callable[[str], bool] = lambda author: int(author.removeprefix("facebook/u")) % 4 == 0,
    weeks: int = 8,
    alarms: int = 0,
) -> Judgement:
    count = HourCount(heard or len(voices) + 9, len(voices) + 2, alarms)
    return assess(
        BrandHearing({HOUR: count}, lambda: usual(weeks), lambda since: voices, lambda author, moment: known(author)),
        NOW,
    )


def test_forty_people_of_whom_ten_are_known_are_a_crisis() -> None:
    found = look([voice(number) for number in range(40)])
    assert found.stage is CrisisStage.CRISIS
    assert (found.evidence.authors, found.evidence.known, found.evidence.hours) == (40, 10, 1)
    assert "40 people" in found.because


def test_forty_strangers_are_a_flood_and_no_crisis() -> None:
    found = look([voice(number) for number in range(40)], known=lambda author: False)
    assert (found.stage, found.is_flood) == (CrisisStage.WATCH, True)


@pytest.mark.parametrize(
    ("known", "copies", "stage"),
    [(6, 30, CrisisStage.WATCH), (6, 9, CrisisStage.CRISIS), (8, 30, CrisisStage.WATCH), (11, 30, CrisisStage.CRISIS)],
)
def test_where_many_repeat_the_same_a_few_who_are_known_speak_for_no_crowd_of_strangers(
    known: int, copies: int, stage: CrisisStage
) -> None:
    copied = [voice(57 + number, "Boycott these frauds, worst company in the world") for number in range(copies)]
    found = look([*map(voice, range(57)), *copied], known=lambda author: int(author[10:]) < known)
    assert found.stage is stage


def test_where_much_is_usual_nearly_nothing_but_criticism_is_clear_at_once() -> None:
    def window(heard: int, against: int) -> list[CrisisStage | bool]:
        hours = {HOUR: HourCount(heard, against)}
        found = measure_windows(hours, usual(heard=60, against=15), NOW)[0]
        return [found.stage, found.is_clear]

    assert window(62, 58) == [CrisisStage.CRISIS, True]
    assert window(90, 58) == [CrisisStage.CRISIS, False]
    assert window(42, 38) == [CrisisStage.CRISIS, False]
    assert window(60, 38) == [CrisisStage.WATCH, False]


def test_six_accounts_that_say_forty_things_are_a_flood_and_no_crisis() -> None:
    found = look([voice(number, author=f"facebook/u{number % 6 * 4}") for number in range(40)])
    assert (found.stage, found.is_flood, found.evidence.authors) == (CrisisStage.WATCH, True, 6)


def test_forty_accounts_that_repeat_the_same_words_are_a_flood_and_no_crisis() -> None:
    said = "Boycott these frauds, worst company in the world"
    found = look([voice(number, f"{said}{'!' * (number % 3)}") for number in range(40)], known=lambda author: True)
    assert (found.stage, found.is_flood, found.evidence.authors) == (CrisisStage.WATCH, True, 1)


def test_bad_moods_that_complain_of_nothing_are_a_flood_and_no_crisis() -> None:
    found = look([voice(number, is_grave=False) for number in range(40)])
    assert (found.stage, found.is_flood) == (CrisisStage.WATCH, True)


def test_ten_times_as_much_of_everything_is_nothing_out_of_the_usual() -> None:
    assert look([voice(number) for number in range(20)], heard=90).stage is CrisisStage.CALM


def test_what_is_not_out_of_the_usual_costs_no_reading_of_words() -> None:
    def read(since: datetime) -> list[CriticalVoice]:
        raise AssertionError(since)

    heard = BrandHearing({HOUR: HourCount(30, 9)}, usual, read, lambda author, moment: True)
    assert assess(heard, NOW).stage is CrisisStage.CALM


def test_few_words_at_a_silent_hour_cost_not_even_a_look_at_what_is_usual() -> None:
    def never() -> Usual:
        raise AssertionError

    heard = BrandHearing({HOUR: HourCount(7, 7)}, never, lambda since: [], lambda author, moment: True)
    assert assess(heard, NOW).stage is CrisisStage.CALM


@pytest.mark.parametrize(("known", "stage"), [(2, CrisisStage.CRISIS), (1, CrisisStage.WATCH)])
def test_five_people_with_words_of_alarm_are_a_crisis_if_two_of_them_are_known(known: int, stage: CrisisStage) -> None:
    voices = [voice(number, is_alarm=True) for number in range(5)]
    names = {f"facebook/u{number}" for number in range(known)}
    assert look(voices, heard=5, alarms=5, known=names.__contains__).stage is stage


def test_a_new_brand_has_an_absolute_floor_and_needs_nobody_known() -> None:
    many = look([voice(number) for number in range(30)], weeks=3, known=lambda author: False)
    assert (many.stage, many.is_new) == (CrisisStage.CRISIS, True)
    assert look([voice(number) for number in range(15)], weeks=3).stage is CrisisStage.CALM


def test_what_a_brand_hears_every_day_is_no_part_of_what_has_come() -> None:
    regulars = [voice(number, author=f"facebook/u{number * 4}") for number in range(3)]
    raid = [voice(number, author=f"facebook/u{number * 4 + 1}") for number in range(10, 50)]
    assert look([*regulars, *raid]).stage is CrisisStage.WATCH


def test_one_storm_among_eight_weeks_hardly_moves_what_is_usual() -> None:
    calm = usual()
    stormy = list(calm.against)
    stormy[-7 * 24 : -7 * 24 + 10] = [500] * 10
    hours: CountedHours = {HOUR: HourCount(30, 20)}
    for one in (calm, calm.model_copy(update={"against": tuple(stormy)})):
        assert measure_windows(hours, one, NOW)[0].usual_against == pytest.approx(2 * 5 / 6, abs=0.9)


def test_an_hour_that_has_just_begun_is_held_against_as_much_of_the_usual() -> None:
    early = measure_windows({HOUR: HourCount(30, 20)}, usual(), HOUR + timedelta(minutes=12))[0]
    late = measure_windows({HOUR: HourCount(30, 20)}, usual(), HOUR + timedelta(minutes=54))[0]
    assert early.usual_against < late.usual_against
    assert early.deviations > late.deviations


def test_a_slow_fire_counts_only_when_it_burns_in_many_hours() -> None:
    slow = next(rule for rule in RULES if rule.most_of_one)
    assert slow.most_of_one
    one_hour = {HOUR - timedelta(hours=10): HourCount(300, 300)}
    spread: CountedHours = {HOUR - timedelta(hours=back): HourCount(6, 5) for back in range(24)}
    assert measure_windows(one_hour, usual(against=0), NOW)[-1].stage is CrisisStage.CALM
    assert measure_windows(spread, usual(against=0), NOW)[-1].stage is not CrisisStage.CALM


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.hours}h")
def test_a_crisis_asks_for_more_than_a_watch(rule: WindowRule) -> None:
    assert rule.crisis_floor > rule.watch_floor
    assert rule.crisis_deviations > rule.watch_deviations


def test_the_least_share_that_is_likely_is_wilsons() -> None:
    # 15 of 20, one-sided 90 %: (p + z²/2n - z√(p(1-p)/n + z²/4n²)) / (1 + z²/n), Wilson 1927.
    z, n, p = 1.28, 20, 0.75
    expected = (p + z * z / (2 * n) - z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n)
    assert lower_share(HourCount(20, 15)) == pytest.approx(expected)
    assert lower_share(HourCount()) == 0


def test_a_crowd_is_asked_for_a_part_and_the_part_stands_for_all() -> None:
    asked: list[str] = []

    def spoke(author: str) -> bool:
        asked.append(author)
        return len(asked) % 2 == 0

    knows: SpokeBefore = spoke
    weighed = weigh_voices([voice(number) for number in range(200)], knows)
    assert (len(asked), weighed.authors, weighed.known) == (60, 200, 100)


def test_after_a_raid_the_newest_who_are_known_do_not_stand_for_the_strangers_before_them() -> None:
    voices = [voice(number) for number in range(120)]
    weighed = weigh_voices(voices, lambda author: int(author.removeprefix("facebook/u")) >= 90)
    assert (weighed.authors, weighed.known) == (120, 30)


def test_what_is_usual_begins_with_the_first_hour_that_was_counted() -> None:
    hours = {HOUR - timedelta(hours=3): HourCount(4, 1), HOUR - timedelta(hours=1): HourCount(2, 2, 1)}
    made = make_usual("aurora", hours, HOUR)
    assert (made.first, made.until) == (HOUR - timedelta(hours=3), HOUR)
    assert (made.heard, made.against, made.alarms) == ((4, 0, 2), (1, 0, 2), 1)
    assert make_usual("aurora", {}, HOUR).weeks == 0
