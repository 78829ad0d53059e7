"""What works: the queues, the schedules, the rules, the HTTP API and the functions, all read from the topology."""

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import CfnOutput, CfnParameter, Duration, Fn, Stack
from aws_cdk import aws_apigatewayv2 as http
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra import shapes, topology
from infra.access_log import keep_access_log
from infra.alarms import make_alarm, watches
from infra.data_stack import DataStack
from infra.draft_arns import find_model_arns, hold_to_profiles
from infra.function import Conditions, PortavoceFunction
from infra.layers import Wheels, layers
from infra.mails import make_mail_set
from infra.shapes import FOLDERS, Resource
from infra.sign_in import make_sign_in
from infra.stage import LOCAL, Stage
from infra.visits import COUNTERS
from portavoce.table import layout

# A flood is refused at the door, before it costs anything.
REQUESTS_PER_SECOND = 50
REQUESTS_AT_ONCE = 100
BURST = 2
EVENT_AGE_HOURS = 6
TARGET_RETRIES = 20


class ServiceStack(Stack):
    """The stack `portavoce-<stage>-app`. It holds nothing that cannot be made again."""

    def __init__(self, scope: Construct, stage: Stage, data: DataStack, archives: Mapping[Wheels, Path]) -> None:
        super().__init__(scope, f"{stage.prefix}-app")
        self._prefix = stage.prefix
        self._bus = data.bus
        # Seen from here as a stranger's queue: its policy stays with the data stack, or the two would form a circle.
        self._dead_letters = sqs.Queue.from_queue_arn(self, "DeadLetters", data.dead_letters.queue_arn)
        self._table = data.table
        self._queues = {queue: self._queue(queue) for queue in topology.QUEUES}
        self._api = self._http_api()
        self._mail_set = make_mail_set(self, stage)
        self._address = self._find_address(stage)
        self._sign_in = make_sign_in(self, stage, data.user_pool, Fn.join("", [self._address, "/console"]))
        arns, environment = self._arns(stage, data), self._environment(stage, data)
        made_layers = layers(self, stage, archives)
        self.functions: list[PortavoceFunction] = []
        self.open_routes: list[http.HttpRoute] = []
        self._made_routes: list[http.HttpRoute] = []
        for spec in topology.FUNCTIONS:
            made = PortavoceFunction(
                self,
                spec,
                stage,
                arns=arns,
                conditions=self._conditions(stage),
                environment=environment,
                layers=[made_layers[name] for name in spec.layers],
                dead_letters=self._dead_letters,
            )
            self.functions.append(made)
            for trigger in spec.triggers:
                self._connect(spec, made.function, trigger)
        self._http_stage()
        operator = sns.Topic.from_topic_arn(self, "Operator", data.operator.topic_arn)
        inbound_name = self._queues[Resource.INBOUND].queue_name
        for watch in watches(stage, api_id=self._api.api_id, inbound_name=inbound_name):
            make_alarm(self, stage, watch, operator)
        CfnOutput(self, "ApiUrl", value=self._api.api_endpoint)
        CfnOutput(self, "MailFrom", value=stage.mail_from)
        CfnOutput(self, "InboundQueueUrl", value=self._queues[Resource.INBOUND].queue_url)
        CfnOutput(self, "OutgoingQueueUrl", value=self._queues[Resource.OUTGOING].queue_url)

    def _queue(self, queue: Resource) -> sqs.Queue:
        timeout_seconds = topology.consumer(queue).timeout_seconds
        return sqs.Queue(
            self,
            queue.name.title(),
            queue_name=f"{self._prefix}-{queue.name.lower()}",
            visibility_timeout=Duration.seconds(timeout_seconds * topology.VISIBILITY_PER_TIMEOUT),
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            dead_letter_queue=sqs.DeadLetterQueue(
                queue=self._dead_letters, max_receive_count=topology.MAX_RECEIVE_COUNT
            ),
        )

    def _http_api(self) -> http.HttpApi:
        return http.HttpApi(self, "Api", api_name=self._prefix, create_default_stage=False)

    def _http_stage(self) -> None:
        stage = http.CfnStage(
            self,
            "ApiStage",
            api_id=self._api.api_id,
            stage_name="$default",
            auto_deploy=True,
            default_route_settings=http.CfnStage.RouteSettingsProperty(
                throttling_rate_limit=REQUESTS_PER_SECOND, throttling_burst_limit=REQUESTS_AT_ONCE
            ),
            # Names of properties as CloudFormation writes them: the keys are routes.
            route_settings={
                one.key: {"ThrottlingRateLimit": one.per_second, "ThrottlingBurstLimit": one.per_second * BURST}
                for one in topology.routes()
            },
            access_log_settings=keep_access_log(self, self._prefix),
        )
        # A stage is refused that names a route which is not there yet.
        stage.node.add_dependency(*self._made_routes)

    def _arns(self, stage: Stage, data: DataStack) -> dict[Resource, list[str]]:
        table = data.table.table_arn
        sender_domain = stage.mail_from.rpartition("@")[2]
        return {
            Resource.TABLE: [table],
            Resource.DUE_INDEX: [f"{table}/index/{layout.DUE_INDEX[0]}"],
            Resource.LISTING_INDEX: [f"{table}/index/{layout.LISTING_INDEX[0]}"],
            Resource.PERSON_INDEX: [f"{table}/index/{layout.PERSON_INDEX[0]}"],
            Resource.TABLE_STREAM: [data.table.table_stream_arn or ""],
            Resource.MEDIA: [data.media.arn_for_objects("*")],
            Resource.MEDIA_SOURCES: [
                self.format_arn(service="s3", region="", account="", resource=bucket, resource_name="*")
                for bucket in stage.media_sources
            ],
            Resource.INBOUND: [self._queues[Resource.INBOUND].queue_arn],
            Resource.OUTGOING: [self._queues[Resource.OUTGOING].queue_arn],
            Resource.DEAD_LETTERS: [data.dead_letters.queue_arn],
            Resource.EVENT_FUNCTIONS: [self._function(name) for name in topology.EVENT_FUNCTIONS],
            **{resource: [self._function(name)] for resource, name in COUNTERS.items()},
            Resource.BUS: [data.bus.event_bus_arn],
            **{resource: [self._parameters(stage, folder)] for resource, folder in FOLDERS.items()},
            # SES asks for the identity that was verified, and that is the address or its domain.
            Resource.MAIL_IDENTITY: [
                self.format_arn(service="ses", resource="identity", resource_name=identity)
                for identity in (stage.mail_from, sender_domain)
            ],
            Resource.MAIL_SET: [
                self.format_arn(service="ses", resource="configuration-set", resource_name=stage.prefix)
            ],
            Resource.USER_POOL: [data.user_pool.user_pool_arn],
            # In its sandbox SES asks for the recipient's identity too: any, as long as the sender is ours.
            Resource.MAIL_RECIPIENTS: [self.format_arn(service="ses", resource="identity", resource_name="*")],
            # Comprehend knows no resources for it (Service Authorization Reference, Amazon Comprehend).
            Resource.COMPREHEND: ["*"],
            **find_model_arns(self, stage.draft_models),
        }

    def _conditions(self, stage: Stage) -> Conditions:
        return {
            Resource.MAIL_RECIPIENTS: {"StringEquals": {"ses:FromAddress": stage.mail_from}},
            Resource.ROUTED_MODELS: hold_to_profiles(self, stage.draft_models),
        }

    def _function(self, name: str) -> str:
        """A function's ARN, by name: a role that referred to it would wait for it to be made."""
        return self.format_arn(service="lambda", resource=f"function:{self._prefix}-{name}")

    def _parameters(self, stage: Stage, folder: str) -> str:
        return self.format_arn(
            service="ssm", resource="parameter", resource_name=f"{stage.parameters.removeprefix('/')}/{folder}/*"
        )

    def _environment(self, stage: Stage, data: DataStack) -> dict[str, str]:
        values = {
            "STAGE": self._stage_name() if stage.is_local else stage.name,
            "TABLE": data.table.table_name,
            "MEDIA_BUCKET": data.media.bucket_name,
            "MEDIA_SOURCES": ",".join(stage.media_sources),
            "DRAFT_MODELS": ",".join(stage.draft_models),
            "INBOUND_QUEUE_URL": self._queues[Resource.INBOUND].queue_url,
            "OUTGOING_QUEUE_URL": self._queues[Resource.OUTGOING].queue_url,
            "DEAD_LETTERS_URL": data.dead_letters.queue_url,
            "BUS": data.bus.event_bus_name,
            "PARAMETER_PREFIX": stage.parameters,
            "MAIL_FROM": stage.mail_from,
            "MAIL_SET": self._mail_set,
            "API_URL": self._address,
            "USER_POOL": data.user_pool.user_pool_id,
            "LOGIN_CLIENT": self._sign_in.client_id,
            "LOGIN_URL": self._sign_in.url,
        }
        return values | ({"PLATFORM_URLS": self._platform_urls(), "LOOPBACK_SOURCES": "1"} if stage.is_local else {})

    def _stage_name(self) -> str:
        # What commands in mails and errors name: a twin on other ports is another stage to `portavoce`.
        return CfnParameter(self, "StageName", default=LOCAL, description="What --stage takes").value_as_string

    def _platform_urls(self) -> str:
        # A parameter, so that the twin's networks may stand on any ports without another synthesis.
        told = "Base URLs of the simulated platforms, a JSON object by name"
        return CfnParameter(self, "PlatformUrls", default="{}", description=told).value_as_string

    def _find_address(self, stage: Stage) -> str:
        """Where the API answers, for whoever is elsewhere."""
        if not stage.is_local:
            return self._api.api_endpoint
        # The emulator's own name for an API is one that not every resolver knows.
        base = CfnParameter(self, "ApiBase", default="", description="What stands before the API's id in its address")
        return Fn.join("/", [base.value_as_string, self._api.api_id])

    def _connect(self, spec: shapes.Function, function: lambda_.Function, trigger: shapes.Trigger) -> None:
        match trigger:
            case shapes.Route():
                self._route(spec, function, trigger)
            case shapes.Every(minutes=minutes):
                # By the clock and not by a rate: each minute has one event, which names it however late it comes.
                by_the_clock = events.Schedule.cron(minute="*")
                schedule = by_the_clock if minutes == 1 else events.Schedule.rate(Duration.minutes(minutes))
                self._rule(f"{spec.name}-every-{minutes}-min", function, schedule=schedule)
            case shapes.OnEvent(detail_type=detail_type):
                pattern = events.EventPattern(source=[shapes.EVENT_SOURCE], detail_type=[detail_type])
                self._rule(f"{spec.name}-{detail_type}", function, event_bus=self._bus, event_pattern=pattern)
            case shapes.OnMailEvent(detail_type=detail_type):
                ours = {"mail": {"tags": {"ses:configuration-set": [self._mail_set]}}}
                pattern = events.EventPattern(source=[shapes.MAIL_SOURCE], detail_type=[detail_type], detail=ours)
                self._rule(f"{spec.name}-{detail_type.replace(' ', '')}", function, event_pattern=pattern)
            case shapes.OnQueue(queue=queue, batch_size=batch_size, most_at_once=most_at_once):
                function.add_event_source_mapping(
                    "FromQueue",
                    event_source_arn=self._queues[queue].queue_arn,
                    batch_size=batch_size,
                    report_batch_item_failures=True,
                    max_concurrency=most_at_once,
                )
            case shapes.OnTableStream():
                self._read_stream(function, trigger)

    def _route(self, spec: shapes.Function, function: lambda_.Function, route: shapes.Route) -> None:
        made = self._api.add_routes(
            path=route.path,
            methods=[http.HttpMethod(route.method)],
            integration=integrations.HttpLambdaIntegration(spec.name, function),
            authorizer=authorizers.HttpIamAuthorizer() if route.signed else None,
        )
        self._made_routes.extend(made)
        if not route.signed:
            self.open_routes.extend(made)

    def _rule(
        self,
        name: str,
        function: lambda_.Function,
        *,
        event_bus: events.IEventBus | None = None,
        event_pattern: events.EventPattern | None = None,
        schedule: events.Schedule | None = None,
    ) -> None:
        target = targets.LambdaFunction(
            function,
            dead_letter_queue=self._dead_letters,
            max_event_age=Duration.hours(EVENT_AGE_HOURS),
            retry_attempts=TARGET_RETRIES,
        )
        events.Rule(
            self,
            name,
            rule_name=f"{self._prefix}-{name}",
            event_bus=event_bus,
            event_pattern=event_pattern,
            schedule=schedule,
            targets=[target],
        )

    def _read_stream(self, function: lambda_.Function, stream: shapes.OnTableStream) -> None:
        function.add_event_source_mapping(
            "FromTable",
            event_source_arn=self._table.table_stream_arn,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            batch_size=stream.batch_size,
            filters=[lambda_.FilterCriteria.filter({"dynamodb": {"NewImage": {"type": {"S": [*stream.item_types]}}}})],
            retry_attempts=stream.retries,
            bisect_batch_on_error=True,
            report_batch_item_failures=True,
            on_failure=event_sources.SqsDlq(self._dead_letters),
        )
