"""What the nag packs find and we accept: each finding on one resource, with its reason."""

from aws_cdk import Acknowledgment, Stack, Validations
from constructs import IConstruct

from infra import shapes
from infra.data_stack import DataStack
from infra.draft_arns import find_model_arns
from infra.function import PortavoceFunction
from infra.service_stack import ServiceStack
from infra.shapes import FOLDERS, Resource

NO_BUCKET_LOG = (
    "Only our own functions touch this private bucket, and a log of that would need a second bucket that costs at rest."
)
IS_THE_DEAD_LETTER_QUEUE = (
    "This queue is the dead-letter queue itself; its sources stand in the other stack, where the rule cannot see them."
)
ALARM_STAYS = "An alarm that cannot be mailed stays in its state of alarm; parking its text would tell nobody more."
OPEN_ROUTES = {
    "webhooks": (
        "Platforms cannot sign with IAM: the function verifies their own signature over the raw body and answers 401."
    ),
    "review": (
        "Whoever approves a post has no AWS account: the function verifies the signature of the link and answers 403."
    ),
    "brake": (
        "Whoever gets a budget's proposal has no AWS account: the function verifies the link's signature, answers 403."
    ),
    "alerts": (
        "Whoever gets a mail has no AWS account: the function verifies the signature of the link and answers 403."
    ),
    "calendar": (
        "A calendar program can only fetch an address: the function checks the secret in it and answers any other 404."
    ),
    "console": (
        "A browser cannot sign with IAM: the function knows it by its session's cookie and sends all others to sign in."
    ),
    "l": "A reader of a post follows the link in it: nobody signs in, and it leads to the stored page alone.",
    "t": "A visitor's browser cannot sign with IAM: the function hears registered sites alone, and confirms nothing.",
}
"""Why a route takes requests without an IAM signature, by the first part of its path."""
ONE_FOLDER_OF_PARAMETERS = (
    "Channels and their secrets are added while the stack stands, so the grant names their folder and not each of them."
)
ANY_RECIPIENT = (
    "Amazon SES asks for the recipient's identity while it is verified in the account; the sender is held to ours."
)
NO_RESOURCES = "Amazon Comprehend knows no resources for reading moods: the grant names its one action."
ANY_REGION_OF_A_PROFILE = (
    "An inference profile chooses the region itself, and may come to know more of them: the grant names its one model, "
    "and holds it to the profile by a condition."
)
ONE_BUCKET_OF_OBJECTS = "Media are added while the stack stands, so the grant names the bucket's objects and no other."
PYTHON_3_13 = (
    "The wheels, the bytecode in the vendor layer and the tests are for Python 3.13, which AWS supports until 2029."
)
NO_TRACING = "X-Ray accepts no grant narrower than every resource; the structured log carries the same identifiers."
HAS_FAILURE_DESTINATION = (
    "Its failure destination parks the event together with the error; a dead-letter setting would park it twice."
)
NEVER_ASYNCHRONOUS = (
    "Nothing invokes it asynchronously: the caller sees the error, or the queue or stream keeps and parks the record."
)
QUEUE_REDRIVES = (
    "A queue that Lambda polls parks by its own redrive policy; a destination exists for streams and not for queues."
)

NO_PLUS_PLAN = (
    "The plus plan asks for money for each person; few people sign in, by invitation, and none with a guessed password."
)
NO_SECOND_FACTOR = (
    "A second factor is the choice of whoever runs an installation, as docs/operating.md says: clients come by seldom."
)

EXPORT_OF_MEDIA = "ExportsOutputFnGetAttMediaA721A567ArnB9989168"


def acknowledge_findings(data: DataStack, service: ServiceStack) -> None:
    """Accept what is accepted, resource by resource; anything else that the packs find stops the synthesis."""
    _accept(data.media, "AwsSolutions-S1", NO_BUCKET_LOG)
    _accept(data.dead_letters, "AwsSolutions-SQS3", IS_THE_DEAD_LETTER_QUEUE)
    _accept(data.dead_letters, "Serverless-SQSRedrivePolicy", IS_THE_DEAD_LETTER_QUEUE)
    _accept(data.operator, "Serverless-SNSRedrivePolicy", ALARM_STAYS)
    _accept(data.user_pool, "AwsSolutions-COG8", NO_PLUS_PLAN)
    _accept(data.user_pool, "AwsSolutions-COG2", NO_SECOND_FACTOR)
    for route in service.open_routes:
        _accept(route, "AwsSolutions-APIG4", OPEN_ROUTES[str(route.path).split("/")[1]])
    for made in service.functions:
        _accept_for_function(made)
        _accept_for_role(made, data.stack_name)


def _accept_for_function(made: PortavoceFunction) -> None:
    _accept(made.function, "AwsSolutions-L1", PYTHON_3_13)
    _accept(made.function, "Serverless-LambdaLatestVersion", PYTHON_3_13)
    _accept(made.function, "Serverless-LambdaTracing", NO_TRACING)
    reason = HAS_FAILURE_DESTINATION if made.spec.asynchronous else NEVER_ASYNCHRONOUS
    _accept(made.function, "Serverless-LambdaDLQ", reason)
    if any(isinstance(trigger, shapes.OnQueue) for trigger in made.spec.triggers):
        _accept(made.function, "Serverless-LambdaEventSourceMappingDestination", QUEUE_REDRIVES)


def _accept_for_role(made: PortavoceFunction, data_stack_name: str) -> None:
    parameters = f"arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter{made.stage.parameters}"
    wildcards = {
        resource: (f"{parameters}/{folder}/*", ONE_FOLDER_OF_PARAMETERS) for resource, folder in FOLDERS.items()
    }
    if Resource.MAIL_RECIPIENTS in made.spec.permissions:
        recipients = "arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*"
        _accept(made.role, f"AwsSolutions-IAM5[Resource::{recipients}]", ANY_RECIPIENT)
    if Resource.COMPREHEND in made.spec.permissions:
        _accept(made.role, "AwsSolutions-IAM5[Resource::*]", NO_RESOURCES)
        _accept(made.role, "Serverless-LambdaStarPermissions", NO_RESOURCES)
    for bucket in made.stage.media_sources if Resource.MEDIA_SOURCES in made.spec.permissions else ():
        _accept(made.role, f"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::{bucket}/*]", ONE_BUCKET_OF_OBJECTS)
    for arn in find_model_arns(Stack.of(made), made.stage.draft_models)[Resource.ROUTED_MODELS]:
        if Resource.ROUTED_MODELS in made.spec.permissions:
            named = arn.replace(Stack.of(made).partition, "<AWS::Partition>")
            _accept(made.role, f"AwsSolutions-IAM5[Resource::{named}]", ANY_REGION_OF_A_PROFILE)
    wildcards[Resource.MEDIA] = (f"{data_stack_name}:{EXPORT_OF_MEDIA}/*", ONE_BUCKET_OF_OBJECTS)
    for resource in made.spec.permissions.keys() & wildcards.keys():
        arn, reason = wildcards[resource]
        _accept(made.role, f"AwsSolutions-IAM5[Resource::{arn}]", reason)


def _accept(construct: IConstruct, rule: str, reason: str) -> None:
    pack = rule.partition("-")[0]
    Validations.of(construct).acknowledge(Acknowledgment(id=f"{pack}::{rule}", reason=reason))
