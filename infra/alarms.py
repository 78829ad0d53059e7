"""What rings: eight alarms for what a promise hangs on, each with its line in docs/operating.md. Pure description."""

from typing import NamedTuple

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.stage import Stage

TROUBLES = ("Portavoce", "Troubles")
"""Namespace and name of the one metric that our own code writes (runtime/troubles.py)."""
LONGEST_WAIT_SECONDS = 15 * 60


class Watch(NamedTuple):
    """One alarm: rings when the metric reaches `threshold` in each of `periods` periods of `minutes`; a heartbeat
    when it does not, or says nothing."""

    name: str
    what: str
    namespace: str
    metric: str
    dimensions: dict[str, str]
    statistic: str = "Sum"
    threshold: float = 1
    minutes: int = 5
    periods: int = 1
    heartbeat: bool = False


LAMBDA = "AWS/Lambda"


def watches(stage: Stage, *, api_id: str, inbound_name: str) -> tuple[Watch, ...]:
    """All that is watched beside the dead letters."""
    return (*_watch_functions(stage), *_watch_doors(api_id, inbound_name), _watch_troubles(stage))


def _watch_functions(stage: Stage) -> tuple[Watch, ...]:
    tick, relay = ({"FunctionName": f"{stage.prefix}-{name}"} for name in ("dispatch_due", "relay"))
    stopped = Watch(
        "tick-stopped", "The minute's tick does not run: nothing is dispatched", LAMBDA, "Invocations", tick
    )
    behind = Watch(
        "relay-behind",
        "The table's stream is not read: no event, no mail; what is a day old is lost",
        LAMBDA,
        "IteratorAge",
        relay,
    )
    held = "Functions are held back by the account's concurrency"
    lost = "What a function gave up could not be parked"
    return (
        stopped._replace(minutes=1, periods=5, heartbeat=True),
        behind._replace(statistic="Maximum", threshold=LONGEST_WAIT_SECONDS * 1000),
        Watch("throttled", held, LAMBDA, "Throttles", {}, periods=3),
        Watch("letters-lost", lost, LAMBDA, "DestinationDeliveryFailures", {}),
    )


def _watch_doors(api_id: str, inbound_name: str) -> tuple[Watch, ...]:
    errors = "The HTTP API answers 5xx: webhooks, review pages, feeds or our own API"
    waits = "Comments wait in the inbound queue: it is not read, or not fast enough"
    age = "ApproximateAgeOfOldestMessage"
    queue = Watch("inbound-waits", waits, "AWS/SQS", age, {"QueueName": inbound_name})
    return (
        Watch("door-errors", errors, "AWS/ApiGateway", "5xx", {"ApiId": api_id}, threshold=3),
        queue._replace(statistic="Maximum", threshold=LONGEST_WAIT_SECONDS),
    )


def _watch_troubles(stage: Stage) -> Watch:
    what = (
        "Overdue publications, mails that do not arrive, a platform that refuses us, spend that cannot be read,"
        " a delivery too large to be kept"
    )
    return Watch("troubles", what, *TROUBLES, {"Stage": stage.name})


def make_alarm(scope: Construct, stage: Stage, watch: Watch, operator: sns.ITopic) -> None:
    """One alarm that writes to the operator, and writes again when it is over."""
    below, above = (
        cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
        cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    )
    missing = cloudwatch.TreatMissingData
    alarm = cloudwatch.Alarm(
        scope,
        f"Alarm-{watch.name}",
        alarm_name=f"{stage.prefix}-{watch.name}",
        alarm_description=f"{watch.what}. What to do: docs/operating.md, the alarms.",
        metric=cloudwatch.Metric(
            namespace=watch.namespace,
            metric_name=watch.metric,
            dimensions_map=watch.dimensions,
            statistic=watch.statistic,
            period=Duration.minutes(watch.minutes),
        ),
        threshold=watch.threshold,
        evaluation_periods=watch.periods,
        comparison_operator=below if watch.heartbeat else above,
        treat_missing_data=missing.BREACHING if watch.heartbeat else missing.NOT_BREACHING,
    )
    for act in (alarm.add_alarm_action, alarm.add_ok_action):
        act(actions.SnsAction(operator))
