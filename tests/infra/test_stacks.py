"""What the stacks promise as a whole: what they cost at rest, what they keep, and that they are the same each time."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from infra.assembly import ROOT, context_of, synthesise
from infra.stage import Stage, StageError, read_stage
from portavoce.runtime import metric_line, troubles
from tests.bench.month import ALARMS
from tests.infra.template import Deployable, flat, synthesised

COSTS_AT_REST = {
    "AWS::CloudWatch::Dashboard",
    "AWS::EC2::NatGateway",
    "AWS::EC2::VPC",
    "AWS::KMS::Key",
    "AWS::Lambda::Alias",
    "AWS::SecretsManager::Secret",
}


@pytest.mark.takes_long("a synthesis of its own")
@pytest.mark.parametrize("stage", ["dev", "prod", "local"])
def test_the_nag_packs_find_nothing_that_is_not_accepted_with_a_sentence(stage: str) -> None:
    report = json.loads((synthesised(stage).folder / "validation-report.json").read_text())
    packs = {one["pluginName"]: one for one in report["pluginReports"]}
    assert {"AwsSolutions", "Serverless"} <= packs.keys()
    for pack in packs.values():
        assert pack["violations"] == []
        for accepted in pack["suppressedViolations"]:
            assert len(accepted["reason"].split()) >= 8
            assert accepted["reason"].endswith(".")
            assert accepted["acknowledgedAt"].count("/") >= 1, "accepted for one resource, never for a whole stack"


def test_lambda_polls_two_queues_and_no_third(dev: Deployable) -> None:
    polled = [flat(one["EventSourceArn"]) for one in dev.of_type("AWS::Lambda::EventSourceMapping").values()]
    queues = {f"<{name}.Arn>" for name in dev.of_type("AWS::SQS::Queue")}
    assert len(queues.intersection(polled)) == 2
    assert len(dev.of_type("AWS::SQS::Queue")) == 3, "the third holds dead letters, and nobody polls it"


def test_nothing_is_made_that_costs_by_the_month(dev: Deployable) -> None:
    assert not COSTS_AT_REST & {resource["Type"] for resource in dev.resources.values()}
    assert 1 <= len(dev.of_type("AWS::CloudWatch::Alarm")) <= 10
    (table,) = dev.of_type("AWS::DynamoDB::Table").values()
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert not any("ReservedConcurrentExecutions" in one for _, one in dev.functions().values())


_NAMED = {"FunctionName", "QueueName", "ApiId", "Stage", "reason"}


def alarms(stage: Deployable) -> dict[str, dict[str, Any]]:
    """Each alarm by its name without the stage's."""
    found = stage.of_type("AWS::CloudWatch::Alarm").values()
    return {one["AlarmName"].removeprefix(f"portavoce-{stage.stage}-"): one for one in found}


def test_an_alarm_watches_the_dead_letters(dev: Deployable) -> None:
    alarm = alarms(dev)["something-parked"]
    (queue,) = [dimension["Value"] for dimension in alarm["Dimensions"] if dimension["Name"] == "QueueName"]
    assert flat(queue).startswith("<DeadLetters")
    assert (alarm["MetricName"], alarm["Threshold"]) == ("ApproximateNumberOfMessagesVisible", 1)


def test_each_way_in_which_a_promise_fails_quietly_rings_in_at_most_ten_alarms(dev: Deployable) -> None:
    watched = {(one["Namespace"], one["MetricName"]) for one in alarms(dev).values()}
    assert watched >= {
        ("AWS/Lambda", "Invocations"),
        ("AWS/Lambda", "IteratorAge"),
        ("AWS/Lambda", "Throttles"),
        ("AWS/Lambda", "DestinationDeliveryFailures"),
        ("AWS/ApiGateway", "5xx"),
        ("AWS/SQS", "ApproximateAgeOfOldestMessage"),
        (metric_line.NAMESPACE, troubles.METRIC),
    }
    assert len(alarms(dev)) <= 10


def test_there_are_as_many_alarms_as_the_bench_bills(dev: Deployable) -> None:
    assert len(alarms(dev)) == ALARMS


def test_a_tick_that_says_nothing_rings_within_five_minutes(dev: Deployable) -> None:
    alarm = alarms(dev)["tick-stopped"]
    assert alarm["TreatMissingData"] == "breaching"
    assert alarm["Period"] * alarm["EvaluationPeriods"] <= 300
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("LessThanThreshold", 1)


def test_no_alarm_counts_by_brand_or_channel_and_each_has_its_line_for_the_operator(dev: Deployable) -> None:
    page = (ROOT / "docs/operating.md").read_text()
    for name, alarm in alarms(dev).items():
        assert {one["Name"] for one in alarm.get("Dimensions", [])} <= _NAMED
        assert f"| `{name}` |" in page


def test_what_we_count_as_trouble_rings_at_the_first_under_the_very_name_that_it_is_written_by(dev: Deployable) -> None:
    alarm = alarms(dev)["troubles"]
    named = {one["Name"]: one["Value"] for one in alarm["Dimensions"]}
    assert named == {metric_line.STAGE: "dev"}
    assert (alarm["Threshold"], alarm["TreatMissingData"]) == (1, "notBreaching")


def test_every_alarm_writes_to_a_person(dev: Deployable) -> None:
    (subscription,) = dev.of_type("AWS::SNS::Subscription").values()
    assert subscription["Protocol"] == "email"
    topic = flat(subscription["TopicArn"]).strip("<>").partition(".")[0]
    for alarm in alarms(dev).values():
        (action,) = alarm["AlarmActions"]
        assert topic in flat(action)


def test_the_table_streams_forgets_on_time_and_can_be_restored(dev: Deployable) -> None:
    (table,) = dev.of_type("AWS::DynamoDB::Table").values()
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    projections = {one["IndexName"]: one["Projection"]["ProjectionType"] for one in table["GlobalSecondaryIndexes"]}
    assert projections == {"due": "KEYS_ONLY", "listing": "ALL", "person": "KEYS_ONLY"}


def test_only_our_own_account_can_write_to_the_operator(dev: Deployable) -> None:
    statements = [
        one for policy in dev.of_type("AWS::SNS::TopicPolicy").values() for one in policy["PolicyDocument"]["Statement"]
    ]
    publishing = [one for one in statements if one["Effect"] == "Allow"]
    assert publishing
    for one in publishing:
        assert one["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_media_that_are_written_over_can_be_had_back_for_a_month(dev: Deployable) -> None:
    (bucket,) = dev.of_type("AWS::S3::Bucket").values()
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], rule["NoncurrentVersionExpiration"]) == ("Enabled", {"NoncurrentDays": 30})


def test_media_of_a_month_ago_lie_where_they_cost_less_and_are_had_at_once(dev: Deployable) -> None:
    (bucket,) = dev.of_type("AWS::S3::Bucket").values()
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert rule["Transitions"] == [{"StorageClass": "GLACIER_IR", "TransitionInDays": 30}]


def test_a_flood_of_one_route_closes_no_other(dev: Deployable) -> None:
    (stage,) = dev.of_type("AWS::ApiGatewayV2::Stage").values()
    routes = dev.of_type("AWS::ApiGatewayV2::Route")
    settings = stage["RouteSettings"]
    assert settings.keys() == {route["RouteKey"] for route in routes.values()}
    assert all(0 < one["ThrottlingRateLimit"] < one["ThrottlingBurstLimit"] <= 100 for one in settings.values())
    (name,) = [name for name, one in dev.resources.items() if one["Type"] == "AWS::ApiGatewayV2::Stage"]
    assert routes.keys() <= set(dev.resources[name]["DependsOn"]), "a stage is refused that names a missing route"


def test_the_access_log_says_who_asked_from_where_and_why_it_was_refused(dev: Deployable) -> None:
    (stage,) = dev.of_type("AWS::ApiGatewayV2::Stage").values()
    said = set(json.loads(stage["AccessLogSettings"]["Format"]).values())
    assert {"$context.identity.sourceIp", "$context.identity.userArn", "$context.error.message"} <= said


def test_the_media_bucket_is_private_and_speaks_tls_only(dev: Deployable) -> None:
    (bucket,) = dev.of_type("AWS::S3::Bucket").values()
    assert all(bucket["PublicAccessBlockConfiguration"].values())
    (policy,) = dev.of_type("AWS::S3::BucketPolicy").values()
    assert any(
        statement["Effect"] == "Deny" and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        for statement in policy["PolicyDocument"]["Statement"]
    )


@pytest.mark.parametrize(
    "kind", ["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Events::EventBus", "AWS::Events::Archive"]
)
def test_only_prod_keeps_its_data_when_it_is_removed(dev: Deployable, prod: Deployable, kind: str) -> None:
    policies = {
        stage.stage: [one["DeletionPolicy"] for one in stage.resources.values() if one["Type"] == kind]
        for stage in (dev, prod)
    }
    assert policies == {"dev": ["Delete"], "prod": ["Retain"]}


def test_what_nobody_could_handle_outlives_prod(prod: Deployable) -> None:
    kept = [
        one["Properties"]["QueueName"]
        for one in prod.resources.values()
        if one["Type"] == "AWS::SQS::Queue" and one["DeletionPolicy"] == "Retain"
    ]
    assert kept == ["portavoce-prod-dead-letters"]


def test_events_are_archived_in_aws_and_the_twin_differs_by_that_and_its_parameters(
    dev: Deployable, local: Deployable
) -> None:
    in_aws, here = (Counter(one["Type"] for one in stage.resources.values()) for stage in (dev, local))
    assert in_aws - here == {"AWS::Events::Archive": 1, "AWS::Cognito::ManagedLoginBranding": 1}
    assert not here - in_aws
    parameters = json.loads((local.folder / "portavoce-local-app.template.json").read_text())["Parameters"]
    assert parameters.keys() - {"BootstrapVersion"} == {"ApiBase", "LoginUrl", "PlatformUrls", "StageName"}


@pytest.mark.whole
@pytest.mark.takes_long("two syntheses")
def test_the_synthesis_is_the_same_each_time_and_needs_no_credentials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    before = synthesised("dev").folder
    again = tmp_path / "again"
    synthesise(again, context_of("dev"))
    for part in ("data", "app"):
        name = f"portavoce-dev-{part}.template.json"
        assert (again / name).read_bytes() == (before / name).read_bytes()


@pytest.mark.parametrize("name", ["", "Dev", "1st", "feature-x", "a" * 13])
def test_a_stage_name_that_aws_would_refuse_is_refused_at_once(name: str) -> None:
    context = {"stage": name or " ", "mail_from": "hello@aurora.example"}
    with pytest.raises(StageError, match="lower-case letters and digits"):
        read_stage(context.get)


def test_a_stage_without_a_sender_is_refused_with_the_remedy() -> None:
    with pytest.raises(StageError, match="MAIL_FROM="):
        read_stage({"stage": "dev", "mail_from": "nobody"}.get)


@pytest.mark.parametrize("buckets", ["Aurora_Photos", "aurora-photos,*", "arn:aws:s3:::aurora-photos", "a"])
def test_a_bucket_name_that_aws_would_refuse_is_refused_at_once(buckets: str) -> None:
    context = {"mail_from": "hello@aurora.example", "media_sources": buckets}
    with pytest.raises(StageError, match="MEDIA_SOURCES="):
        read_stage(context.get)


@pytest.mark.parametrize("models", ["nova", "*", "amazon.*", "arn:aws:bedrock:eu-west-1::foundation-model/a.b", "A.b"])
def test_what_is_no_name_of_a_model_is_refused_at_once(models: str) -> None:
    context = {"mail_from": "hello@aurora.example", "draft_models": models}
    with pytest.raises(StageError, match="DRAFT_MODELS="):
        read_stage(context.get)


@pytest.mark.parametrize("wrong", ["publish", "publish=0", "publish=many", "nobody=5", "publish=5;ingest=5"])
def test_a_reservation_that_makes_no_sense_is_refused_at_once(wrong: str) -> None:
    context = {"mail_from": "hello@aurora.example", "reserved_concurrency": wrong}
    with pytest.raises(StageError, match="RESERVED="):
        read_stage(context.get)


def test_executions_are_kept_for_the_functions_that_were_named_and_for_no_other(named: Deployable) -> None:
    kept = {name: one.get("ReservedConcurrentExecutions") for name, (_, one) in named.functions().items()}
    assert {name: number for name, number in kept.items() if number is not None} == {"publish": 20, "ingest": 5}


def test_a_stage_is_dev_unless_it_is_named() -> None:
    assert read_stage({"mail_from": "hello@aurora.example"}.get) == Stage("dev", "hello@aurora.example")
