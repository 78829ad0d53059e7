"""What is to be told of a standing, and when. Pure."""

from datetime import datetime, timedelta

from portavoce.brands.inbox.model import CrisisPolicy
from portavoce.community.crisis.model import Stage, Standing, Word

GOES_ON_EVERY = timedelta(hours=6)
"""While a crisis lasts, somebody is told so often that it does."""


def words_to_tell(standing: Standing, policy: CrisisPolicy, now: datetime) -> list[Word]:
    """What nobody was told yet, in order."""
    if standing.ended_at:
        was_told = bool({Word.PROPOSED, Word.FROZEN} & set(standing.told))
        return [Word.OVER] if was_told and not standing.ended_by and Word.OVER not in standing.told else []
    if standing.stage is Stage.CRISIS:
        return _of_crisis(standing, policy, now)
    wanted = [Word.WATCH, *([Word.FLOOD] if standing.latest.is_flood else [])]
    return [one for one in wanted if one not in standing.told]


def _of_crisis(standing: Standing, policy: CrisisPolicy, now: datetime) -> list[Word]:
    if not {Word.PROPOSED, Word.FROZEN} & set(standing.told):
        # Of a new brand nothing is usual: a person decides.
        return [Word.FROZEN if policy == "apply" and not standing.latest.is_new else Word.PROPOSED]
    is_time = standing.told_at is not None and now - standing.told_at >= GOES_ON_EVERY
    return [Word.GOES_ON] if is_time else []
