"""What must never be lost: the table, the media, the events that passed, and the messages that nobody could handle."""

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra import shapes
from infra.sign_in import make_user_pool
from infra.stage import Stage
from portavoce.table import layout

ARCHIVE_DAYS = 30
DEAD_LETTER_DAYS = 14
UNFINISHED_UPLOAD_DAYS = 2
SELDOM_READ_AFTER_DAYS = 30
OLD_VERSION_DAYS = 30


class DataStack(Stack):
    """The stack `portavoce-<stage>-data`. On `prod` all of it stays when it is removed, but for the
    alarm and its topic."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(scope, f"{stage.prefix}-data")
        removal = RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY
        self.table = self._table(stage, removal)
        self.media = self._media(removal)
        self.operator = self._operator(stage)
        self.dead_letters = self._dead_letters(stage, removal)
        self.bus = events.EventBus(self, "Bus", event_bus_name=stage.prefix)
        self.bus.apply_removal_policy(removal)
        self.user_pool = make_user_pool(self, stage, removal)
        # The emulator has no archives.
        if not stage.is_local:
            self._archive(stage, removal)
        CfnOutput(self, "TableName", value=self.table.table_name)
        CfnOutput(self, "MediaBucketName", value=self.media.bucket_name)
        CfnOutput(self, "BusName", value=self.bus.event_bus_name)
        CfnOutput(self, "DeadLettersUrl", value=self.dead_letters.queue_url)

    def _table(self, stage: Stage, removal: RemovalPolicy) -> dynamodb.Table:
        table = dynamodb.Table(
            self,
            "Table",
            partition_key=_key(layout.PARTITION),
            sort_key=_key(layout.SORT),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            time_to_live_attribute=layout.EXPIRES,
            stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=stage.keeps_data,
            removal_policy=removal,
        )
        for shape in layout.INDEXES:
            _index(table, shape)
        return table

    def _media(self, removal: RemovalPolicy) -> s3.Bucket:
        return s3.Bucket(
            self,
            "Media",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            # What is written over or deleted by mistake or by malice can be had back for a while.
            versioned=True,
            lifecycle_rules=[
                s3.LifecycleRule(
                    abort_incomplete_multipart_upload_after=Duration.days(UNFINISHED_UPLOAD_DAYS),
                    noncurrent_version_expiration=Duration.days(OLD_VERSION_DAYS),
                    # What was published is seldom read, and then at once: by a post that repeats, by a review page.
                    transitions=[
                        s3.Transition(
                            storage_class=s3.StorageClass.GLACIER_INSTANT_RETRIEVAL,
                            transition_after=Duration.days(SELDOM_READ_AFTER_DAYS),
                        )
                    ],
                )
            ],
            removal_policy=removal,
        )

    def _dead_letters(self, stage: Stage, removal: RemovalPolicy) -> sqs.Queue:
        queue = sqs.Queue(
            self,
            "DeadLetters",
            queue_name=f"{stage.prefix}-dead-letters",
            retention_period=Duration.days(DEAD_LETTER_DAYS),
            removal_policy=removal,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
        )
        queue.add_to_resource_policy(self._rules_may_park(stage, queue))
        alarm = cloudwatch.Alarm(
            self,
            "SomethingParked",
            alarm_name=f"{stage.prefix}-something-parked",
            alarm_description="A message could not be handled and waits in the dead-letter queue",
            metric=queue.metric_approximate_number_of_messages_visible(period=Duration.minutes(5), statistic="Maximum"),
            threshold=1,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(self.operator))
        return queue

    def _operator(self, stage: Stage) -> sns.Topic:
        """Who is written to when a function gave up: not through our own mailer, which may be what is broken."""
        topic = sns.Topic(self, "Operator", topic_name=f"{stage.prefix}-operator", enforce_ssl=True)
        topic.add_to_resource_policy(self._alarms_may_write(topic))
        topic.add_subscription(subscriptions.EmailSubscription(stage.mail_from))
        return topic

    def _alarms_may_write(self, topic: sns.Topic) -> iam.PolicyStatement:
        return iam.PolicyStatement(
            sid="AlarmsMayWrite",
            principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
            actions=["sns:Publish"],
            resources=[topic.topic_arn],
            # CloudWatch speaks for every account: without this anybody's alarm could write to the operator.
            conditions={"StringEquals": {"aws:SourceAccount": self.account}},
        )

    def _rules_may_park(self, stage: Stage, queue: sqs.Queue) -> iam.PolicyStatement:
        rules = [
            self.format_arn(service="events", resource="rule", resource_name=f"{stage.prefix}-*"),
            self.format_arn(service="events", resource="rule", resource_name=f"{stage.prefix}/*"),
        ]
        return iam.PolicyStatement(
            sid="RulesMayPark",
            principals=[iam.ServicePrincipal("events.amazonaws.com")],
            actions=["sqs:SendMessage"],
            resources=[queue.queue_arn],
            conditions={"ArnLike": {"aws:SourceArn": rules}},
        )

    def _archive(self, stage: Stage, removal: RemovalPolicy) -> None:
        archive = self.bus.archive(
            "Archive",
            archive_name=stage.prefix,
            description="What happened, to be replayed after a mistake in a consumer",
            event_pattern=events.EventPattern(source=[shapes.EVENT_SOURCE]),
            retention=Duration.days(ARCHIVE_DAYS),
        )
        archive.apply_removal_policy(removal)


def _key(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)


def _index(table: dynamodb.Table, shape: tuple[str, str, str]) -> None:
    name, partition, sort = shape
    kinds = dynamodb.ProjectionType
    projection = kinds.ALL if shape in layout.HOLDING_ALL else kinds.KEYS_ONLY
    table.add_global_secondary_index(
        index_name=name, partition_key=_key(partition), sort_key=_key(sort), projection_type=projection
    )
