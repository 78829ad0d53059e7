"""Counts what a platform's webhook should have told and did not, in a log line that is a metric as well."""

from portavoce.community.rereads.model import MissedKind
from portavoce.runtime.metric_line import write_metric_line

METRIC = "missed_by_webhook"
"""One series a stage, platform and kind, and none while nothing is missed; what had become of it stands beside it."""


def tell_missed(platform: str, what: MissedKind, number: int) -> None:
    """Writes the line."""
    series = {"platform": platform, "kind": str(what.kind)}
    write_metric_line("missed by webhook", METRIC, number, series, {"verb": str(what.verb)})
