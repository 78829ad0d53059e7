"""What somebody who operates the stage should hear of, as one CloudWatch metric, written as a line of the log.

One series for the stage, which the alarm watches, and one for each kind: six, however many brands there are."""

from enum import StrEnum

from portavoce.runtime.metric_line import write_metric_line

METRIC, DIMENSION = "Troubles", "Kind"


class Trouble(StrEnum):
    """What a promise hangs on."""

    OVERDUE = "overdue"
    MAIL = "mail"
    ACCESS = "access"
    SPEND = "spend"
    DELIVERY = "delivery"


def count_trouble(kind: Trouble, amount: int = 1) -> None:
    """Counts it; the alarm rings at the first."""
    write_metric_line("trouble", METRIC, amount, {DIMENSION: kind.value}, summed=True)
