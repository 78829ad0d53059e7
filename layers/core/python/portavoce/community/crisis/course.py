"""How a standing goes on with each look: up at once or at the second look, down only after a while. Pure."""

from datetime import datetime, timedelta

from portavoce.community.crisis.model import CrisisStage, Judgement, ReputationStanding

SECOND_LOOK = 2
CALMS_AFTER = {CrisisStage.WATCH: timedelta(hours=1), CrisisStage.CRISIS: timedelta(hours=2)}
"""So long nothing must be out of the usual before a watch, or a crisis, is over."""
QUIET_AFTER_A_PERSON = timedelta(hours=12)
"""So long nothing begins anew when a person has ended it."""


def go_on(
    standing: ReputationStanding | None, brand_id: str, judged: Judgement, now: datetime
) -> ReputationStanding | None:
    """How the brand stands after this look; None while it simply stands calm.

    What is over comes back once with `ended_at`, and then no more."""
    if standing is None or standing.ended_at:
        if standing and standing.quiet_until and now < standing.quiet_until:
            return standing
        return _begin(brand_id, judged, now) if judged.stage is not CrisisStage.CALM else None
    standing = standing.model_copy(update={"latest": judged})
    if judged.stage is CrisisStage.CALM:
        is_over = now - standing.high_at >= CALMS_AFTER[standing.stage]
        return standing.model_copy(update={"looks": 0} | ({"ended_at": now} if is_over else {}))
    return _rise(standing, judged, now)


def end_by_person(standing: ReputationStanding, by: str, now: datetime) -> ReputationStanding:
    """What a person has ended; for half a day nothing begins anew."""
    return standing.model_copy(update={"ended_at": now, "ended_by": by, "quiet_until": now + QUIET_AFTER_A_PERSON})


def _begin(brand_id: str, judged: Judgement, now: datetime) -> ReputationStanding:
    named = f"{brand_id}-{now:%Y%m%d%H%M}"
    begun = ReputationStanding(
        brand_id=brand_id,
        crisis_id=named,
        stage=CrisisStage.WATCH,
        since=now,
        high_at=now,
        peak=judged,
        latest=judged,
    )
    return _rise(begun, judged, now)


def _rise(standing: ReputationStanding, judged: Judgement, now: datetime) -> ReputationStanding:
    looks = standing.looks + 1 if judged.stage is CrisisStage.CRISIS else 0
    is_crisis = standing.stage is CrisisStage.CRISIS or judged.is_clear or looks >= SECOND_LOOK
    peak = max(standing.peak, judged, key=lambda one: (one.stage.height, one.evidence.against))
    changed = {"looks": looks, "high_at": now, "peak": peak}
    if is_crisis:
        changed |= {"stage": CrisisStage.CRISIS, "crisis_at": standing.crisis_at or now}
    return standing.model_copy(update=changed)
