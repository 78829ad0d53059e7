"""How a standing goes on with each look: up at once or at the second look, down only after a while. Pure."""

from datetime import datetime, timedelta

from portavoce.community.crisis.model import Judgement, Stage, Standing

SECOND_LOOK = 2
CALMS_AFTER = {Stage.WATCH: timedelta(hours=1), Stage.CRISIS: timedelta(hours=2)}
"""So long nothing must be out of the usual before a watch, or a crisis, is over."""
QUIET_AFTER_A_PERSON = timedelta(hours=12)
"""So long nothing begins anew when a person has ended it."""


def go_on(standing: Standing | None, brand_id: str, judged: Judgement, now: datetime) -> Standing | None:
    """How the brand stands after this look; None while it simply stands calm.

    What is over comes back once with `ended_at`, and then no more."""
    if standing is None or standing.ended_at:
        if standing and standing.quiet_until and now < standing.quiet_until:
            return standing
        return _begin(brand_id, judged, now) if judged.stage is not Stage.CALM else None
    standing = standing.model_copy(update={"latest": judged})
    if judged.stage is Stage.CALM:
        is_over = now - standing.high_at >= CALMS_AFTER[standing.stage]
        return standing.model_copy(update={"looks": 0} | ({"ended_at": now} if is_over else {}))
    return _rise(standing, judged, now)


def end_by_person(standing: Standing, by: str, now: datetime) -> Standing:
    """What a person has ended; for half a day nothing begins anew."""
    return standing.model_copy(update={"ended_at": now, "ended_by": by, "quiet_until": now + QUIET_AFTER_A_PERSON})


def _begin(brand_id: str, judged: Judgement, now: datetime) -> Standing:
    named = f"{brand_id}-{now:%Y%m%d%H%M}"
    begun = Standing(
        brand_id=brand_id,
        crisis_id=named,
        stage=Stage.WATCH,
        since=now,
        high_at=now,
        peak=judged,
        latest=judged,
    )
    return _rise(begun, judged, now)


def _rise(standing: Standing, judged: Judgement, now: datetime) -> Standing:
    looks = standing.looks + 1 if judged.stage is Stage.CRISIS else 0
    is_crisis = standing.stage is Stage.CRISIS or judged.is_clear or looks >= SECOND_LOOK
    peak = max(standing.peak, judged, key=lambda one: (one.stage.height, one.evidence.against))
    changed = {"looks": looks, "high_at": now, "peak": peak}
    if is_crisis:
        changed |= {"stage": Stage.CRISIS, "crisis_at": standing.crisis_at or now}
    return standing.model_copy(update=changed)
