"""Writes a log line that is a metric as well. Standard library only.

Source: CloudWatch, "Embedded metric format specification"."""

import json
import os
import sys
import time
from collections.abc import Mapping
from types import MappingProxyType

NAMESPACE, STAGE = "Portavoce", "Stage"


def write_metric_line(
    message: str,
    metric: str,
    number: int,
    dimensions: Mapping[str, str],
    facts: Mapping[str, str] = MappingProxyType({}),
    *,
    summed: bool = False,
) -> None:
    """Writes the line: one series for each stage and each set of `dimensions`, and one for the stage alone when it is
    `summed`; `facts` stand beside it."""
    directive = {
        "Namespace": NAMESPACE,
        "Dimensions": [[STAGE], [STAGE, *dimensions]] if summed else [[STAGE, *dimensions]],
        "Metrics": [{"Name": metric, "Unit": "Count"}],
    }
    line = {
        "level": "WARNING",
        "message": message,
        # The settings would bring pydantic, for which the first delivery would wait; the twin's stage may have a port.
        STAGE: os.environ["PORTAVOCE_STAGE"].partition(":")[0],
        **dimensions,
        metric: number,
        **facts,
        "_aws": {"Timestamp": time.time_ns() // 1_000_000, "CloudWatchMetrics": [directive]},
    }
    sys.stdout.write(f"{json.dumps(line)}\n")
