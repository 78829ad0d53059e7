"""What somebody who operates the stage should hear of, as one CloudWatch metric, written as a line of the log.

Embedded metric format: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/, CloudWatch_Embedded_Metric_Format.
One series for the stage, which the alarm watches, and one for each kind: five, however many brands there are."""

import json
import sys
from enum import StrEnum

from portavoce.runtime.clock import utc_now
from portavoce.runtime.settings import settings

NAMESPACE, METRIC = "Portavoce", "Troubles"
_DIRECTIVE = {
    "Namespace": NAMESPACE,
    "Dimensions": [["Stage"], ["Stage", "Kind"]],
    "Metrics": [{"Name": METRIC, "Unit": "Count"}],
}


class Trouble(StrEnum):
    """What a promise hangs on."""

    OVERDUE = "overdue"
    MAIL = "mail"
    ACCESS = "access"
    SPEND = "spend"


def count_trouble(kind: Trouble, amount: int = 1) -> None:
    """Counts it; the alarm rings at the first."""
    at_ms = int(utc_now().timestamp() * 1000)
    line: dict[str, object] = {"_aws": {"Timestamp": at_ms, "CloudWatchMetrics": [_DIRECTIVE]}}
    line |= {"Stage": settings().stage_in_names, "Kind": kind.value, METRIC: amount}
    sys.stdout.write(f"{json.dumps(line)}\n")
