"""Counts what was delivered to us and led to nothing, in a log line that is a metric as well. Standard library only."""

import re

from portavoce.runtime.metric_line import write_metric_line

METRIC, DIMENSION = "PassedOver", "reason"
"""One series a stage and reason, of which there are seven; what it was and from where stands in the line beside it."""
UNKNOWN_ACCOUNT, ERASED_PERSON, TOO_OLD = "unknown_account", "erased_person", "too_old"
_NAME = re.compile(r"[A-Za-z0-9_.]{1,64}")


def tell_passed_over(platform: str, reason: str, *, kind: str = "", number: int = 1) -> None:
    """Writes the line. `kind` is the platform's name of what came; what is no name is left out."""
    facts = {"platform": platform} | ({"kind": kind} if _NAME.fullmatch(kind) else {})
    write_metric_line("passed over", METRIC, number, {DIMENSION: reason}, facts)
