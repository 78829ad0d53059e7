"""Where a platform has given a number another name, or taken it away. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from portavoce.measuring.model import SeriesBreak
from portavoce.platforms.rules.metric_spec import MetricSpec


def find_breaks(platform: str, specs: Sequence[MetricSpec], since: date, until: date) -> Iterator[SeriesBreak]:
    """The names that ended so that somebody who looks at these days should know: within them, or before them and with
    nothing in their place."""
    for spec in specs:
        if spec.valid_to is None or spec.valid_to >= until:
            continue
        next_day = spec.valid_to + timedelta(days=1)
        same = (one for one in specs if (one.name, one.level) == (spec.name, spec.level))
        successor = next((one.remote for one in same if one.is_valid_on(next_day)), None)
        if successor is None or spec.valid_to >= since:
            yield SeriesBreak(
                platform=platform,
                level=spec.level,
                metric=spec.name,
                remote=spec.remote,
                ended_on=spec.valid_to,
                successor=successor,
            )
