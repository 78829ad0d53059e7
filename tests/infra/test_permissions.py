"""What each function may touch, read from the synthesised roles."""

import re
from typing import Any

import pytest

from infra import topology
from infra.function import SPARES_SEARCH
from infra.shapes import FOLDERS, Function, Resource
from infra.topology import FUNCTIONS
from portavoce.runtime.settings import Settings
from tests.infra.template import Deployable, flat, listed

ACCOUNT = "<AWS::Region>:<AWS::AccountId>"
EXPORT = r"<portavoce-dev-data:ExportsOutputFnGetAtt{}\w+>"
PARAMETER = rf"arn:<AWS::Partition>:ssm:{ACCOUNT}:parameter/portavoce/dev/{{}}/\*"
SHAPES = {
    Resource.TABLE: EXPORT.format("Table[0-9A-F]{8}Arn"),
    Resource.DUE_INDEX: EXPORT.format("Table[0-9A-F]{8}Arn") + "/index/due",
    Resource.LISTING_INDEX: EXPORT.format("Table[0-9A-F]{8}Arn") + "/index/listing",
    Resource.PERSON_INDEX: EXPORT.format("Table[0-9A-F]{8}Arn") + "/index/person",
    Resource.TABLE_STREAM: EXPORT.format("Table[0-9A-F]{8}StreamArn"),
    Resource.MEDIA: EXPORT.format("Media") + r"/\*",
    Resource.INBOUND: r"<Inbound\w+\.Arn>",
    Resource.OUTGOING: r"<Outgoing\w+\.Arn>",
    Resource.DEAD_LETTERS: EXPORT.format("DeadLetters"),
    Resource.EVENT_FUNCTIONS: rf"arn:<AWS::Partition>:lambda:{ACCOUNT}:function:portavoce-dev-(?!count_\w+$)[a-z_]+",
    Resource.CLICK_COUNTER: rf"arn:<AWS::Partition>:lambda:{ACCOUNT}:function:portavoce-dev-count_clicks",
    Resource.VISIT_COUNTER: rf"arn:<AWS::Partition>:lambda:{ACCOUNT}:function:portavoce-dev-count_visits",
    Resource.BUS: EXPORT.format("Bus"),
    Resource.CHANNEL_TOKENS: PARAMETER.format("channels"),
    Resource.AD_SECRETS: PARAMETER.format("ads"),
    Resource.ANALYTICS_KEYS: PARAMETER.format("analytics"),
    Resource.WEBHOOK_SECRETS: PARAMETER.format("webhooks"),
    Resource.REVIEW_KEY: PARAMETER.format("review"),
    Resource.ERASURE_KEY: PARAMETER.format("persons"),
    Resource.VISIT_SALTS: PARAMETER.format("visits"),
    Resource.USER_POOL: EXPORT.format("People"),
    Resource.MAIL_IDENTITY: rf"arn:<AWS::Partition>:ses:{ACCOUNT}:identity/(portavoce@)?example\.com",
    Resource.MAIL_SET: rf"arn:<AWS::Partition>:ses:{ACCOUNT}:configuration-set/portavoce-dev",
    Resource.MAIL_RECIPIENTS: rf"arn:<AWS::Partition>:ses:{ACCOUNT}:identity/\*",
    Resource.COMPREHEND: r"\*",
}
MAY_END_IN_A_STAR = {Resource.MEDIA, Resource.MAIL_RECIPIENTS, *FOLDERS}

each_function = pytest.mark.parametrize("spec", FUNCTIONS, ids=lambda spec: spec.name)


def statements_of(dev: Deployable, spec: Function) -> list[dict[str, Any]]:
    _, properties = dev.functions()[spec.name]
    role = dev.resources[properties["Role"]["Fn::GetAtt"][0]]["Properties"]
    assert "ManagedPolicyArns" not in role
    (policy,) = role["Policies"]
    statements: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    assert all(statement["Effect"] == "Allow" for statement in statements)
    return statements


def granted(dev: Deployable, spec: Function) -> dict[str, set[str]]:
    allowed: dict[str, set[str]] = {}
    for statement in statements_of(dev, spec):
        for resource in listed(statement["Resource"]):
            allowed.setdefault(flat(resource), set()).update(listed(statement["Action"]))
    return allowed


@each_function
def test_a_function_may_do_exactly_what_the_topology_says_and_write_its_own_log(
    dev: Deployable, spec: Function
) -> None:
    log_group = dev.functions()[spec.name][1]["LoggingConfig"]["LogGroup"]["Ref"]
    found = granted(dev, spec)
    assert found.pop(f"<{log_group}.Arn>") == {"logs:CreateLogStream", "logs:PutLogEvents"}
    named: dict[Resource, set[str]] = {}
    for arn, actions in found.items():
        (resource,) = [kind for kind, shape in SHAPES.items() if re.fullmatch(shape, arn)]
        assert named.setdefault(resource, actions) == actions
    # Which buckets media may be imported from, and which models draft answers, is said at deployment: none otherwise.
    wanted = {resource: actions for resource, actions in spec.permissions.items() if resource in named}
    assert named == wanted
    assert spec.permissions.keys() - wanted.keys() <= {
        Resource.MEDIA_SOURCES,
        Resource.DRAFT_MODELS,
        Resource.ROUTED_MODELS,
    }


OWN_ITEMS = {
    "review": {
        ("GetItem",): ["BRAND#*", "ALERT#*"],
        ("Query",): ["POST#*", "SPEND#*"],
        ("UpdateItem",): ["POST#*", "ALERT#*"],
        ("PutItem",): ["SNOOZE#*", "MATTER#*", "SPEND#*"],
    },
    "import_media": {("DeleteItem", "PutItem", "UpdateItem"): ["IDEMPOTENCY#*"]},
    "feed": {("GetItem",): ["FEED#*", "BRAND#*"], ("Query",): ["PUBLICATIONS#*"]},
    "follow_link": {("GetItem",): ["LINK#*"]},
    "count_clicks": {("GetItem",): ["LINK#*"], ("PutItem",): ["CLICK#*"], ("UpdateItem",): ["TRAFFIC#*"]},
    "hear_visits": {("GetItem",): ["BRAND#*"]},
    "count_visits": {
        ("GetItem",): ["BRAND#*", "LINK#*", "ORDER#*", "VISITOR#*"],
        ("PutItem",): ["ORDER#*", "VISITOR#*"],
        ("UpdateItem",): ["VISITS#*"],
    },
    "receive_webhook": {},
}
"""Of those who face strangers, or open files of theirs: whose items each may touch (keys: docs/data-model.md)."""


@pytest.mark.parametrize("name", OWN_ITEMS)
def test_who_faces_strangers_reaches_its_own_items_of_the_table_and_no_others(dev: Deployable, name: str) -> None:
    (spec,) = [one for one in FUNCTIONS if one.name == name]
    on_table = [
        (listed(one["Action"]), one.get("Condition"))
        for one in statements_of(dev, spec)
        if any("dynamodb:" in action for action in listed(one["Action"]))
    ]
    found = {
        tuple(action.removeprefix("dynamodb:") for action in actions): list(
            listed(condition["ForAllValues:StringLike"]["dynamodb:LeadingKeys"])
        )
        for actions, condition in on_table
        if condition
    }
    assert (found, len(on_table)) == (OWN_ITEMS[name], len(found))


@each_function
def test_no_grant_names_every_action_or_every_resource(dev: Deployable, spec: Function) -> None:
    for arn, actions in granted(dev, spec).items():
        assert not any("*" in action for action in actions)
        if arn == "*":
            # It has no resources for its one action (Service Authorization Reference, Amazon Comprehend).
            assert actions == {"comprehend:BatchDetectSentiment"}
            continue
        folders = [SHAPES[resource] for resource in MAY_END_IN_A_STAR]
        assert "*" not in arn or any(re.fullmatch(shape, arn) for shape in folders)


def test_media_may_be_imported_from_the_buckets_that_were_named_and_from_no_other(named: Deployable) -> None:
    reading = {
        spec.name: {arn for arn, actions in granted(named, spec).items() if ":s3:::" in arn and actions}
        for spec in FUNCTIONS
    }
    buckets = {f"arn:<AWS::Partition>:s3:::{name}/*" for name in ("aurora-photos", "aurora-videos")}
    assert reading.pop("import_media") == buckets
    assert not any(reading.values())
    _, properties = named.functions()["import_media"]
    assert properties["Environment"]["Variables"]["PORTAVOCE_MEDIA_SOURCES"] == "aurora-photos,aurora-videos"


MODEL = "arn:<AWS::Partition>:bedrock:<AWS::Region>::foundation-model/amazon.nova-micro-v1:0"
PROFILE = f"arn:<AWS::Partition>:bedrock:{ACCOUNT}:inference-profile/eu.amazon.nova-lite-v1:0"
ROUTED = "arn:<AWS::Partition>:bedrock:*::foundation-model/amazon.nova-lite-v1:0"


def test_the_models_that_were_named_may_be_asked_by_who_drafts_answers_and_no_other_by_anybody(
    named: Deployable,
) -> None:
    asking = {
        spec.name: {arn: actions for arn, actions in granted(named, spec).items() if ":bedrock:" in arn}
        for spec in FUNCTIONS
    }
    exact = {arn: {"bedrock:InvokeModel"} for arn in (MODEL, PROFILE, ROUTED)}
    assert {name: found for name, found in asking.items() if found} == {"api": exact, "console": exact}
    for name in ("api", "console"):
        variables = named.functions()[name][1]["Environment"]["Variables"]
        assert variables["PORTAVOCE_DRAFT_MODELS"] == "amazon.nova-micro-v1:0,eu.amazon.nova-lite-v1:0"


def test_a_model_behind_a_profile_may_be_asked_by_that_profile_alone(named: Deployable) -> None:
    (spec,) = [one for one in FUNCTIONS if one.name == "console"]
    (held,) = [one for one in statements_of(named, spec) if ROUTED in map(flat, listed(one["Resource"]))]
    profiles = listed(held["Condition"]["StringEquals"]["bedrock:InferenceProfileArn"])
    assert [flat(one) for one in profiles] == [PROFILE]
    assert [flat(one) for one in listed(held["Resource"])] == [ROUTED]


def test_no_model_may_be_asked_where_none_was_named(dev: Deployable) -> None:
    for spec in FUNCTIONS:
        assert not any("bedrock" in f"{one}" for one in statements_of(dev, spec))
        assert not dev.functions()[spec.name][1]["Environment"]["Variables"].get("PORTAVOCE_DRAFT_MODELS")


def test_no_role_is_shared_and_none_is_widened_from_outside(dev: Deployable) -> None:
    roles = [properties["Role"]["Fn::GetAtt"][0] for _, properties in dev.functions().values()]
    assert len(set(roles)) == len(FUNCTIONS)
    assert set(roles) == set(dev.of_type("AWS::IAM::Role"))
    assert not dev.of_type("AWS::IAM::Policy")
    assert not dev.of_type("AWS::IAM::ManagedPolicy")


@each_function
def test_a_function_gets_the_variables_it_asks_for_and_no_others(dev: Deployable, spec: Function) -> None:
    _, properties = dev.functions()[spec.name]
    asked = {*topology.COMMON_ENVIRONMENT, *spec.environment} - topology.ON_THE_TWIN_ONLY
    shared = {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_LOG_LEVEL", *SPARES_SEARCH}
    names = {f"PORTAVOCE_{name}" for name in asked} | shared
    assert properties["Environment"]["Variables"].keys() == names


@each_function
def test_only_the_twin_can_send_a_function_to_other_platforms_and_to_its_own_machine(
    local: Deployable, spec: Function
) -> None:
    _, properties = local.functions()[spec.name]
    given = {name.removeprefix("PORTAVOCE_") for name in properties["Environment"]["Variables"]}
    assert given & topology.ON_THE_TWIN_ONLY == topology.ON_THE_TWIN_ONLY.intersection(spec.environment)


@each_function
def test_every_variable_of_the_topology_is_read_by_the_settings(spec: Function) -> None:
    asked = {name.lower() for name in (*topology.COMMON_ENVIRONMENT, *spec.environment)}
    assert asked <= Settings.model_fields.keys()
