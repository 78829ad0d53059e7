"""A standing rises at once or at the second look, falls only after a while, and each thing is told once."""

from datetime import timedelta

import pytest

from portavoce.brands.inbox.model import CrisisPolicy
from portavoce.community.crisis.course import end_by_person, go_on
from portavoce.community.crisis.model import CrisisNews, CrisisStage, Judgement, ReputationStanding
from portavoce.community.crisis.news import words_to_tell
from tests.aurora import NOW

CALM, WATCH, CRISIS = (Judgement(stage=stage) for stage in CrisisStage)
CLEAR = Judgement(stage=CrisisStage.CRISIS, is_clear=True)
LOOK = timedelta(minutes=5)


def run(
    *judged: Judgement, stands: ReputationStanding | None = None, policy: CrisisPolicy = "propose"
) -> list[CrisisNews]:
    """What is told over these looks."""
    told: list[CrisisNews] = []
    for place, one in enumerate(judged):
        now = NOW + place * LOOK
        stands = go_on(stands, "aurora", one, now)
        if stands:
            words = words_to_tell(stands, policy, now)
            told += words
            stands = stands.note_told(words, now)
            stands = None if stands.is_over(now) else stands
    return told


def test_a_calm_brand_has_no_standing() -> None:
    assert go_on(None, "aurora", CALM, NOW) is None


def test_one_look_that_says_crisis_is_a_watch_and_two_are_a_crisis() -> None:
    assert run(CRISIS) == [CrisisNews.WATCH]
    assert run(CRISIS, CRISIS) == [CrisisNews.WATCH, CrisisNews.PROPOSED]
    assert run(CRISIS, WATCH, CRISIS) == [CrisisNews.WATCH]


def test_what_is_clear_needs_no_second_look() -> None:
    assert run(CLEAR) == [CrisisNews.PROPOSED]


def test_a_freeze_is_applied_only_where_the_brand_wants_it_and_something_is_usual() -> None:
    assert run(CLEAR, policy="apply") == [CrisisNews.FROZEN]
    assert run(CLEAR.model_copy(update={"is_new": True}), policy="apply") == [CrisisNews.PROPOSED]


def test_a_crisis_falls_neither_at_once_nor_to_a_watch() -> None:
    assert run(CLEAR, WATCH, CALM, CRISIS, CALM) == [CrisisNews.PROPOSED]


def test_a_crisis_is_over_when_for_two_hours_nothing_is_out_of_the_usual() -> None:
    assert run(CLEAR, *[CALM] * 23) == [CrisisNews.PROPOSED]
    assert run(CLEAR, *[CALM] * 24) == [CrisisNews.PROPOSED, CrisisNews.OVER]


def test_of_the_end_of_a_watch_nobody_is_told() -> None:
    assert run(WATCH, *[CALM] * 30) == [CrisisNews.WATCH]


def test_while_it_lasts_somebody_is_told_every_six_hours() -> None:
    assert run(CLEAR, *[WATCH] * 145) == [CrisisNews.PROPOSED, CrisisNews.GOES_ON, CrisisNews.GOES_ON]


def test_a_flood_is_told_once() -> None:
    flood = Judgement(stage=CrisisStage.WATCH, is_flood=True)
    assert run(flood, flood, WATCH, flood) == [CrisisNews.WATCH, CrisisNews.FLOOD]


@pytest.mark.parametrize(("hours", "told"), [(11, []), (13, [CrisisNews.PROPOSED])])
def test_what_a_person_has_ended_does_not_begin_anew_for_half_a_day(hours: int, told: list[CrisisNews]) -> None:
    begun = go_on(None, "aurora", CLEAR, NOW)
    assert begun
    ended = end_by_person(begun.note_told([CrisisNews.PROPOSED], NOW), "ada", NOW)
    later = NOW + timedelta(hours=hours)
    stands = go_on(ended, "aurora", CLEAR, later)
    assert stands
    assert words_to_tell(stands, "propose", later) == told


def test_the_height_of_it_is_kept() -> None:
    stands = go_on(None, "aurora", CLEAR, NOW)
    stands = go_on(stands, "aurora", CALM, NOW + LOOK)
    assert stands
    assert (stands.peak, stands.latest) == (CLEAR, CALM)
