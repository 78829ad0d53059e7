"""The one way a Lambda function is made here: its own role, its own log, and a place for what it cannot handle."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aws_cdk import Duration, RemovalPolicy, Size
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_destinations as destinations
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra import shapes, topology
from infra.shapes import Resource
from infra.stage import Stage

FUNCTIONS = Path(__file__).resolve().parent.parent / "functions"
HANDLER = "handler.handler"
ASYNC_RETRIES = 2
# Pydantic looks through every installed package for plug-ins of its own at its first model. There are none.
SPARES_SEARCH = {"PYDANTIC_DISABLE_PLUGINS": "__all__"}
Conditions = Mapping[Resource, Mapping[str, Mapping[str, str | list[str]]]]
"""What IAM must find besides, by the resource of a grant."""


class PortavoceFunction(Construct):
    """The function that `spec` describes.

    `arns` gives the ARNs of every resource that a grant can name, `conditions` what narrows it, `environment` the value
    of every variable that a function can ask for, all by the names that the topology uses.
    """

    def __init__(
        self,
        scope: Construct,
        spec: shapes.Function,
        stage: Stage,
        *,
        arns: Mapping[Resource, list[str]],
        conditions: Conditions,
        environment: Mapping[str, str],
        layers: list[lambda_.LayerVersion],
        dead_letters: sqs.IQueue,
    ) -> None:
        super().__init__(scope, spec.name)
        self.spec = spec
        self.stage = stage
        name = f"{stage.prefix}-{spec.name}"
        self.log_group = self._make_log_group(name)
        self.role = self._make_role(name, _statements(spec, arns, conditions))
        self.function = lambda_.Function(
            self,
            "Function",
            function_name=name,
            description=spec.purpose,
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.ARM_64,
            handler=HANDLER,
            code=lambda_.Code.from_asset(str(FUNCTIONS / spec.name), exclude=["**/__pycache__", "**/*.pyc"]),
            # Nothing that CDK adds on its own may widen the role.
            role=self.role.without_policy_updates(),
            layers=list(layers),
            timeout=Duration.seconds(spec.timeout_seconds),
            memory_size=spec.memory_mb,
            reserved_concurrent_executions=dict(stage.reserved).get(spec.name),
            ephemeral_storage_size=Size.mebibytes(spec.disk_mb),
            log_group=self.log_group,
            environment=_environment(spec, environment),
            **_park_failures(spec, dead_letters),
            recursive_loop=lambda_.RecursiveLoop.ALLOW if spec.sends_to_itself else None,
        )

    def _make_log_group(self, name: str) -> logs.LogGroup:
        return logs.LogGroup(
            self,
            "Log",
            log_group_name=f"/aws/lambda/{name}",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=RemovalPolicy.DESTROY,
        )

    def _make_role(self, name: str, granted: list[iam.PolicyStatement]) -> iam.Role:
        return iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"What the function {name} may do",
            inline_policies={"exact": iam.PolicyDocument(statements=[*granted, self._may_log()])},
        )

    def _may_log(self) -> iam.PolicyStatement:
        return iam.PolicyStatement(
            actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[self.log_group.log_group_arn]
        )


def _park_failures(spec: shapes.Function, dead_letters: sqs.IQueue) -> dict[str, Any]:
    """What becomes of an event that nobody waits for an answer to, and that the function does not take."""
    if not spec.asynchronous:
        return {}
    return {
        "on_failure": destinations.SqsDestination(dead_letters),
        "retry_attempts": ASYNC_RETRIES,
        "max_event_age": Duration.seconds(spec.event_age_seconds),
    }


def _statements(
    spec: shapes.Function, arns: Mapping[Resource, list[str]], conditions: Conditions
) -> list[iam.PolicyStatement]:
    return [
        iam.PolicyStatement(
            actions=sorted(actions),
            resources=arns[resource],
            conditions={**conditions.get(resource, {}), **_hold_to_keys(keys)},
        )
        for (resource, keys), actions in spec.permissions_by_key.items()
        if arns[resource]
    ]


def _hold_to_keys(keys: tuple[str, ...]) -> dict[str, dict[str, list[str]]]:
    """Of the table the partition key counts, of an index the index's own."""
    return {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [f"{key}*" for key in keys]}} if keys else {}


def _environment(spec: shapes.Function, values: Mapping[str, str]) -> dict[str, str]:
    wanted = (*topology.COMMON_ENVIRONMENT, *spec.environment)
    ours = {f"{topology.ENVIRONMENT_PREFIX}{name}": values[name] for name in wanted if name in values}
    return ours | {"POWERTOOLS_SERVICE_NAME": spec.name, "POWERTOOLS_LOG_LEVEL": "INFO"} | SPARES_SEARCH
