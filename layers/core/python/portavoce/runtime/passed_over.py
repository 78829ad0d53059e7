"""Counts what was delivered to us and led to nothing: one log line, which is a metric as well. Standard library only.

Source: CloudWatch, "Embedded metric format specification"."""

import json
import os
import re
import sys
import time

NAMESPACE, METRIC, STAGE, DIMENSION = "Portavoce", "PassedOver", "Stage", "reason"
"""One series a stage and reason, of which there are seven; what it was and from where stands in the line beside it."""
UNKNOWN_ACCOUNT, ERASED_PERSON, TOO_OLD = "unknown_account", "erased_person", "too_old"
_NAME = re.compile(r"[A-Za-z0-9_.]{1,64}")


def tell_passed_over(platform: str, reason: str, *, kind: str = "", number: int = 1) -> None:
    """Writes the line. `kind` is the platform's name of what came; what is no name is left out."""
    metric = {
        "Namespace": NAMESPACE,
        "Dimensions": [[STAGE, DIMENSION]],
        "Metrics": [{"Name": METRIC, "Unit": "Count"}],
    }
    line = {
        "level": "WARNING",
        "message": "passed over",
        "platform": platform,
        # The settings would bring pydantic, for which the first delivery would wait; the twin's stage may have a port.
        STAGE: os.environ["PORTAVOCE_STAGE"].partition(":")[0],
        DIMENSION: reason,
        METRIC: number,
        "_aws": {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": [metric]},
    }
    if _NAME.fullmatch(kind):
        line["kind"] = kind
    sys.stdout.write(f"{json.dumps(line)}\n")
