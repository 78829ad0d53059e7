"""Every function is made the one way: bounded, logged, and with a place for what it cannot handle."""

import json
from pathlib import Path

import pytest

from infra.assembly import ROOT
from infra.shapes import Every, Function, OnCall, OnEvent, OnMailEvent, OnQueue, OnTableStream, Resource, Route
from infra.topology import FUNCTIONS
from portavoce.runtime.wiring.outbox import REGISTRY
from tests.infra.template import Deployable, flat

each_function = pytest.mark.parametrize("spec", FUNCTIONS, ids=lambda spec: spec.name)
DEAD_LETTERS = "<portavoce-dev-data:ExportsOutputFnGetAttDeadLetters"


def test_every_folder_of_functions_is_in_the_topology_and_has_one_handler() -> None:
    folders = {path.parent for path in Path(ROOT / "functions").rglob("*.py")}
    assert {folder.name for folder in folders} == {spec.name for spec in FUNCTIONS}
    for folder in folders:
        assert [path.name for path in folder.glob("*.py")] == ["handler.py"]


@each_function
def test_a_function_runs_on_arm_with_its_layers_and_explicit_bounds(dev: Deployable, spec: Function) -> None:
    _, properties = dev.functions()[spec.name]
    assert properties["Architectures"] == ["arm64"]
    assert properties["Runtime"] == "python3.13"
    assert properties["Timeout"] == spec.timeout_seconds <= 900
    assert properties["MemorySize"] == spec.memory_mb
    titles = [dev.resources[layer["Ref"]]["Properties"]["LayerName"] for layer in properties["Layers"]]
    assert titles == [f"portavoce-dev-{name}" for name in spec.layers]
    assert ("media" in spec.layers) == (spec.name == "import_media")


@each_function
def test_a_function_ships_its_handler_and_nothing_else(dev: Deployable, spec: Function) -> None:
    name, _ = dev.functions()[spec.name]
    asset = dev.resources[name]["Properties"]["Code"]["S3Key"].removesuffix(".zip")
    assert [path.name for path in (dev.folder / f"asset.{asset}").rglob("*")] == ["handler.py"]


@each_function
def test_a_function_logs_to_a_group_of_its_own_that_forgets_after_thirty_days(dev: Deployable, spec: Function) -> None:
    _, properties = dev.functions()[spec.name]
    group = dev.resources[properties["LoggingConfig"]["LogGroup"]["Ref"]]["Properties"]
    assert group == {"LogGroupName": f"/aws/lambda/portavoce-dev-{spec.name}", "RetentionInDays": 30}


@each_function
def test_what_an_asynchronous_function_cannot_handle_is_parked(dev: Deployable, spec: Function) -> None:
    name, _ = dev.functions()[spec.name]
    configured = [
        properties
        for properties in dev.of_type("AWS::Lambda::EventInvokeConfig").values()
        if properties["FunctionName"] == {"Ref": name}
    ]
    started_by_itself = any(isinstance(trigger, Every | OnEvent | OnMailEvent | OnCall) for trigger in spec.triggers)
    assert len(configured) == int(started_by_itself)
    for properties in configured:
        assert flat(properties["DestinationConfig"]["OnFailure"]["Destination"]).startswith(DEAD_LETTERS)
        assert properties["MaximumEventAgeInSeconds"] == spec.event_age_seconds


def test_a_tick_never_runs_after_the_next_one_and_an_event_is_kept_for_six_hours() -> None:
    ages = {spec.name: spec.event_age_seconds for spec in FUNCTIONS if spec.asynchronous}
    assert (ages["reconcile"], ages["keep_channels"], ages["dispatch_due"]) == (300, 900, 300)
    assert (ages["notify"], ages["act"], ages["extend_series"]) == (21600, 21600, 21600)
    assert all(60 <= seconds <= 21600 for seconds in ages.values()), "what Lambda takes"


def test_only_publish_may_start_itself_again_and_again(dev: Deployable) -> None:
    allowed = [name for name, (_, one) in dev.functions().items() if one.get("RecursiveLoop") == "Allow"]
    assert allowed == ["publish"]


@each_function
def test_a_function_is_started_by_its_triggers_and_by_nothing_else(dev: Deployable, spec: Function) -> None:
    name, _ = dev.functions()[spec.name]
    assert _rules(dev, name) == sorted(_wanted_rules(spec))
    mappings = [
        one
        for one in dev.of_type("AWS::Lambda::EventSourceMapping").values()
        if flat(one["FunctionName"]) == f"<{name}>"
    ]
    wanted = [trigger for trigger in spec.triggers if isinstance(trigger, OnQueue | OnTableStream)]
    assert [mapping["BatchSize"] for mapping in mappings] == [trigger.batch_size for trigger in wanted]
    assert all(mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"] for mapping in mappings)


def _rules(dev: Deployable, function: str) -> list[str]:
    """What the rules on one function listen to: an event pattern or a schedule."""
    found = []
    for rule in dev.of_type("AWS::Events::Rule").values():
        (target,) = rule["Targets"]
        assert flat(target["DeadLetterConfig"]["Arn"]).startswith(DEAD_LETTERS)
        assert rule["State"] == "ENABLED"
        if flat(target["Arn"]) == f"<{function}.Arn>":
            found.append(json.dumps(rule.get("EventPattern") or rule["ScheduleExpression"], sort_keys=True))
    return sorted(found)


def _wanted_rules(spec: Function) -> list[str]:
    wanted: list[str] = []
    for trigger in spec.triggers:
        match trigger:
            case OnEvent(detail_type=name):
                wanted.append(json.dumps({"detail-type": [name], "source": ["portavoce"]}))
            case OnMailEvent(detail_type=name):
                ours = {"mail": {"tags": {"ses:configuration-set": ["portavoce-dev"]}}}
                wanted.append(json.dumps({"detail": ours, "detail-type": [name], "source": ["aws.ses"]}))
            case Every(minutes=1):
                wanted.append('"cron(* * * * ? *)"')
            case Every(minutes=60):
                wanted.append('"rate(1 hour)"')
            case Every(minutes=1440):
                wanted.append('"rate(1 day)"')
            case Every(minutes=minutes):
                wanted.append(f'"rate({minutes} minutes)"')
            case Route() | OnCall() | OnQueue() | OnTableStream():
                pass
    return wanted


def test_rules_on_our_events_listen_to_our_bus_and_schedules_to_the_default_one(dev: Deployable) -> None:
    for rule in dev.of_type("AWS::Events::Rule").values():
        ours = rule.get("EventPattern", {}).get("source") == ["portavoce"]
        assert ("EventBusName" in rule) == ours


def test_a_stream_batch_that_fails_is_halved_then_parked(dev: Deployable) -> None:
    mappings = [
        mapping
        for mapping in dev.of_type("AWS::Lambda::EventSourceMapping").values()
        if "StreamArn" in flat(mapping["EventSourceArn"])
    ]
    assert len(mappings) == 1
    assert mappings[0]["BisectBatchOnFunctionError"] is True
    assert 0 < mappings[0]["MaximumRetryAttempts"] < 100
    assert flat(mappings[0]["DestinationConfig"]["OnFailure"]["Destination"]).startswith(DEAD_LETTERS)


def test_only_changes_that_somebody_reads_start_the_relay(dev: Deployable) -> None:
    (pattern,) = [
        json.loads(one["Pattern"])
        for mapping in dev.of_type("AWS::Lambda::EventSourceMapping").values()
        for one in mapping.get("FilterCriteria", {}).get("Filters", ())
    ]
    assert pattern == {"dynamodb": {"NewImage": {"type": {"S": sorted(REGISTRY)}}}}


def test_whoever_reads_the_tables_stream_may_do_what_aws_asks_of_it(dev: Deployable) -> None:
    """AWS, "Using AWS Lambda with Amazon DynamoDB": CreateEventSourceMapping is refused without any of the four."""
    (relay,) = [one for one in FUNCTIONS if any(isinstance(trigger, OnTableStream) for trigger in one.triggers)]
    asked = {"DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"}
    assert relay.permissions[Resource.TABLE_STREAM] == {f"dynamodb:{one}" for one in asked}


def test_api_routes_need_a_signature_and_only_webhooks_and_secret_addresses_stand_open(dev: Deployable) -> None:
    routes = {
        route["RouteKey"]: route["AuthorizationType"] for route in dev.of_type("AWS::ApiGatewayV2::Route").values()
    }
    assert routes == {
        "ANY /api/v1/{proxy+}": "AWS_IAM",
        "POST /api/v1/media/imports": "AWS_IAM",
        "GET /api/v1/letters": "AWS_IAM",
        "POST /api/v1/letters/redrive": "AWS_IAM",
        "GET /api/v1/brands/{brand}/persons/{platform}/{author}": "AWS_IAM",
        "DELETE /api/v1/brands/{brand}/persons/{platform}/{author}": "AWS_IAM",
        "GET /api/v1/people": "AWS_IAM",
        "POST /api/v1/people": "AWS_IAM",
        "PATCH /api/v1/people/{email}": "AWS_IAM",
        "GET /console": "NONE",
        "GET /console/{proxy+}": "NONE",
        "POST /console/{proxy+}": "NONE",
        "GET /console/sign_in/begin": "NONE",
        "GET /console/sign_in/return": "NONE",
        "GET /webhooks/{platform}": "NONE",
        "POST /webhooks/{platform}": "NONE",
        "POST /webhooks/{platform}/deletion": "NONE",
        "GET /webhooks/{platform}/deletion/{code}": "NONE",
        "GET /alerts/{token}": "NONE",
        "POST /alerts/{token}": "NONE",
        "GET /brake/{token}": "NONE",
        "POST /brake/{token}": "NONE",
        "GET /t/{name}": "NONE",
        "POST /t": "NONE",
        "GET /review/{token}": "NONE",
        "GET /review/{token}/pictures/{channel}": "NONE",
        "POST /review/{token}": "NONE",
        "GET /calendar/{brand}/{name}": "NONE",
        "GET /l/{code}": "NONE",
        "HEAD /l/{code}": "NONE",
    }


def test_a_queue_parks_after_five_tries_and_waits_six_timeouts_for_an_answer(dev: Deployable) -> None:
    queues = {name: one for name, one in dev.of_type("AWS::SQS::Queue").items() if "RedrivePolicy" in one}
    assert len(queues) == 2
    for resource in (Resource.INBOUND, Resource.OUTGOING):
        (spec,) = [one for one in FUNCTIONS for t in one.triggers if isinstance(t, OnQueue) and t.queue is resource]
        (queue,) = [one for one in queues.values() if one["QueueName"].endswith(resource.name.lower())]
        assert queue["VisibilityTimeout"] >= 6 * spec.timeout_seconds
        assert queue["RedrivePolicy"]["maxReceiveCount"] == 5
        assert flat(queue["RedrivePolicy"]["deadLetterTargetArn"]).startswith(DEAD_LETTERS)
