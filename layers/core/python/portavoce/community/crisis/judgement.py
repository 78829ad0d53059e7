"""Watch or crisis: what one look says. Pure.

Counts say that more is said against the brand than usual, and a larger share of all; voices say that it is people who
say it. A crisis needs both, and some who had spoken to the brand before; counts alone are a watch."""

import math
from datetime import datetime
from typing import NamedTuple

from portavoce.community.crisis.model import (
    NEW_BRAND_WEEKS,
    CountedHours,
    CrisisStage,
    Evidence,
    HourCount,
    Judgement,
    Usual,
)
from portavoce.community.crisis.voices import Weighed
from portavoce.community.crisis.windows import CountedWindow, is_share_out, lower_share, measure_windows, sum_hours

CRISIS_WEIGHT, CRISIS_KNOWN, KNOWN_SHARE, KNOWN_SCATTER = 8.0, 3, 0.05, 1.5
"""Beyond the usual: the least that those must weigh who speak, and how many of them, which part, or how far beyond the
scatter of the usual, must be known."""
USUAL_KNOWN = 0.75
"""Of those who always complain, the part that is taken to be known: some write twice, some for the first time."""
FEW_KNOWN, SHARE_OF_FEW, MOST_COPIES = 8, 0.15, 0.25
"""Where more than this part of the accounts repeat what others say, fewer known people than this speak for the rest
only if they are this part of all: some complain on any day, and on the day on which somebody sends two hundred accounts
they do too."""
GRAVE_SHARE = 0.4
"""Of what they weigh, the part of those who complain, insult or alarm: a joke is laughed about."""
ALARMS_TO_WATCH, ALARMS_TO_CRISIS, KNOWN_ALARMS = 3, 5, 2
ALARM_HOURS, ALARM_TIMES = 6, 5
"""Words of alarm are counted over so many hours, and speak when they are so many times the usual."""
NEW_HOURS, NEW_FLOOR, NEW_SHARE, NEW_WEIGHT = 6, 20, 0.5, 7.0
"""Of a new brand little is usual: so many negative comments in up to so many hours, surely half of all, weighing so
much."""


class Look(NamedTuple):
    """What the counts say at `now`. `suspicion` is how far they go by themselves."""

    now: datetime
    is_new: bool
    usual_share: float
    windows: tuple[CountedWindow, ...]
    recent: HourCount
    alarms_are_high: bool

    @property
    def suspicion(self) -> CrisisStage:
        """Whether it is worth reading what was said, and how far the counts go."""
        if self.is_new:
            return CrisisStage.WATCH if self.is_over_floor or self.alarms_are_high else CrisisStage.CALM
        highest = self.window.stage
        return CrisisStage.WATCH if highest is CrisisStage.CALM and self.alarms_are_high else highest

    @property
    def is_over_floor(self) -> bool:
        """Whether so much speaks against a new brand, and so surely more than in the days that it is known for."""
        return any(
            one.counted.against >= NEW_FLOOR
            and lower_share(one.counted) >= NEW_SHARE
            and is_share_out(one.counted, self.usual_share)
            for one in self.windows
            if one.hours <= NEW_HOURS
        )

    @property
    def window(self) -> CountedWindow:
        """The one that is furthest from the usual."""
        return max(self.windows, key=lambda one: (one.stage.height, one.deviations))

    @property
    def hours_to_read(self) -> int:
        """How far back the words tell what the counts say."""
        return ALARM_HOURS if self.window.stage is CrisisStage.CALM else self.window.hours


def look_at(hours: CountedHours, usual: Usual, now: datetime) -> Look:
    """Holds what was heard lately against what is usual."""
    recent = sum_hours(hours, now, ALARM_HOURS)
    usual_alarms = usual.alarms / len(usual.heard) * ALARM_HOURS if usual.heard else 0.0
    return Look(
        now=now,
        is_new=usual.weeks < NEW_BRAND_WEEKS,
        usual_share=usual.against_share,
        windows=tuple(measure_windows(hours, usual, now)),
        recent=recent,
        alarms_are_high=recent.alarms >= max(ALARMS_TO_WATCH, ALARM_TIMES * usual_alarms),
    )


def judge(look: Look, weighed: Weighed) -> Judgement:
    """The judgement of a look whose words were read."""
    by_alarms = _judge_alarms(look, weighed)
    by_counts = _judge_new(look, weighed) if look.is_new else _judge_counts(look, weighed)
    stage = max(by_alarms, by_counts, key=lambda one: one.height)
    is_flood = look.suspicion is CrisisStage.CRISIS and stage is CrisisStage.WATCH
    return Judgement(
        stage=stage,
        is_clear=stage is CrisisStage.CRISIS and (look.window.is_clear or by_alarms is CrisisStage.CRISIS),
        is_flood=is_flood,
        is_new=look.is_new,
        because=_explain(look, weighed, stage, is_flood=is_flood),
        evidence=_evidence(look, weighed),
    )


def _judge_alarms(look: Look, weighed: Weighed) -> CrisisStage:
    if not look.alarms_are_high or weighed.alarms < ALARMS_TO_WATCH:
        return CrisisStage.CALM
    is_crisis = weighed.alarms >= ALARMS_TO_CRISIS and (look.is_new or weighed.known_alarms >= KNOWN_ALARMS)
    is_crisis = is_crisis and (look.is_new or is_share_out(look.recent, look.usual_share))
    return CrisisStage.CRISIS if is_crisis else CrisisStage.WATCH


def _judge_counts(look: Look, weighed: Weighed) -> CrisisStage:
    if look.window.stage is not CrisisStage.CRISIS:
        return look.window.stage
    # Some always complain, and most of these are known: they are no part of what has come.
    usual = look.window.usual_against
    is_people = weighed.weight - usual >= CRISIS_WEIGHT and weighed.grave >= GRAVE_SHARE * weighed.weight
    least_known = max(CRISIS_KNOWN, KNOWN_SCATTER * math.sqrt(usual), KNOWN_SHARE * weighed.authors)
    usual_known = round(USUAL_KNOWN * usual)
    if weighed.authors < (1 - MOST_COPIES) * weighed.accounts:
        least_known, usual_known = max(least_known, min(FEW_KNOWN, SHARE_OF_FEW * weighed.authors)), round(usual)
    return CrisisStage.CRISIS if is_people and weighed.known - usual_known >= least_known else CrisisStage.WATCH


def _judge_new(look: Look, weighed: Weighed) -> CrisisStage:
    if not look.is_over_floor:
        return CrisisStage.CALM
    is_people = weighed.weight >= NEW_WEIGHT and weighed.grave >= GRAVE_SHARE * weighed.weight
    return CrisisStage.CRISIS if is_people else CrisisStage.WATCH


def _evidence(look: Look, weighed: Weighed) -> Evidence:
    shown = look.window
    return Evidence(
        hours=shown.hours,
        against=shown.counted.against,
        heard=shown.counted.heard,
        usual_against=round(shown.usual_against),
        share=round(100 * shown.counted.against / shown.counted.heard) if shown.counted.heard else 0,
        usual_share=round(100 * look.usual_share),
        voices=round(weighed.weight),
        authors=weighed.authors,
        known=weighed.known,
        channels=weighed.channels,
        alarms=weighed.alarms,
        top=tuple(one.said for one in weighed.top),
    )


def _explain(look: Look, weighed: Weighed, stage: CrisisStage, *, is_flood: bool) -> str:
    if stage is CrisisStage.CALM:
        return "Nothing is out of the usual."
    count = look.window.counted
    span = "an hour" if look.window.hours == 1 else f"{look.window.hours} hours"
    said = f"{count.against} of {count.heard} comments in {span} speak against the brand"
    if not look.is_new:
        said += f", usual are {look.window.usual_against:.0f}"
    said += f"; {weighed.authors} people say it in words of their own, {weighed.known} of them had spoken before"
    if weighed.alarms:
        said += f"; {weighed.alarms} use words of alarm"
    return f"{said}.{' Too few of them are known, or what they say is no complaint.' if is_flood else ''}"
