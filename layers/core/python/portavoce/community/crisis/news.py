"""What is to be told of a standing, and when. Pure."""

from datetime import datetime, timedelta

from portavoce.brands.inbox.model import CrisisPolicy
from portavoce.community.crisis.model import CrisisNews, CrisisStage, ReputationStanding

GOES_ON_EVERY = timedelta(hours=6)
"""While a crisis lasts, somebody is told so often that it does."""


def words_to_tell(standing: ReputationStanding, policy: CrisisPolicy, now: datetime) -> list[CrisisNews]:
    """What nobody was told yet, in order."""
    if standing.ended_at:
        was_told = bool({CrisisNews.PROPOSED, CrisisNews.FROZEN} & set(standing.told))
        return [CrisisNews.OVER] if was_told and not standing.ended_by and CrisisNews.OVER not in standing.told else []
    if standing.stage is CrisisStage.CRISIS:
        return _of_crisis(standing, policy, now)
    wanted = [CrisisNews.WATCH, *([CrisisNews.FLOOD] if standing.latest.is_flood else [])]
    return [one for one in wanted if one not in standing.told]


def _of_crisis(standing: ReputationStanding, policy: CrisisPolicy, now: datetime) -> list[CrisisNews]:
    if not {CrisisNews.PROPOSED, CrisisNews.FROZEN} & set(standing.told):
        # Of a new brand nothing is usual: a person decides.
        return [CrisisNews.FROZEN if policy == "apply" and not standing.latest.is_new else CrisisNews.PROPOSED]
    is_time = standing.told_at is not None and now - standing.told_at >= GOES_ON_EVERY
    return [CrisisNews.GOES_ON] if is_time else []
