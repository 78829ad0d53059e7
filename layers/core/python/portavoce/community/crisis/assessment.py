"""One look, as far as it has to go: counts first, then what is usual, then what was said. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from portavoce.community.crisis.judgement import judge, look_at
from portavoce.community.crisis.model import CountedHours, CrisisStage, CriticalVoice, Judgement, Usual
from portavoce.community.crisis.voices import weigh_voices
from portavoce.community.crisis.windows import hour_of, is_quiet

LONG_BEFORE = timedelta(days=7)
"""Who spoke to a brand so long before the storm had not opened an account for it."""


class BrandHearing(NamedTuple):
    """What can be read of a brand. `usual` is what was usual up to now, `voices` what speaks against it since a moment,
    `spoke_before` (author, moment) whether somebody had spoken to it before that moment."""

    hours: CountedHours
    usual: Callable[[], Usual]
    voices: Callable[[datetime], Sequence[CriticalVoice]]
    spoke_before: Callable[[str, datetime], bool]


def assess(heard: BrandHearing, now: datetime) -> Judgement:
    """Judges how the brand stands at `now`. What is quiet, or not out of the usual, costs no reading of words."""
    if is_quiet(heard.hours, now):
        return Judgement()
    look = look_at(heard.hours, heard.usual(), now)
    if look.suspicion is CrisisStage.CALM:
        return Judgement(is_new=look.is_new)
    # The same hours as were counted: an hour that has just begun has as few of those who always complain.
    voices = heard.voices(hour_of(now) - timedelta(hours=look.hours_to_read - 1))
    since = min((one.at for one in voices), default=now) - LONG_BEFORE
    return judge(look, weigh_voices(voices, lambda author: heard.spoke_before(author, since)))
