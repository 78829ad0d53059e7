"""The words of the topology: what a function can touch, what can start it, and the function itself. Pure data."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

EVENT_SOURCE = "portavoce"
# AWS, "Using AWS Lambda with Amazon DynamoDB": a mapping is refused without any of the four.
STREAM_READ = (
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
)
MAIL_SOURCE = "aws.ses"
MOST_EVENT_AGE_MINUTES = 360
# The variables of whoever calls a platform.
TALKS_TO_PLATFORMS = ("PARAMETER_PREFIX", "PLATFORM_URLS")


class Resource(StrEnum):
    """A thing that a function can be allowed to touch."""

    TABLE = "table"
    DUE_INDEX = "due index of the table"
    LISTING_INDEX = "listing index of the table"
    PERSON_INDEX = "person index of the table"
    TABLE_STREAM = "stream of the table"
    MEDIA = "objects in the media bucket"
    MEDIA_SOURCES = "objects in the buckets that media may be imported from"
    INBOUND = "inbound queue"
    OUTGOING = "outgoing queue"
    DEAD_LETTERS = "dead-letter queue"
    EVENT_FUNCTIONS = "functions that are started by an event, a schedule or the stream"
    CLICK_COUNTER = "function that counts clicks"
    VISIT_COUNTER = "function that counts visits"
    BUS = "event bus"
    CHANNEL_TOKENS = "parameters under channels/"
    AD_SECRETS = "parameters under ads/"
    ANALYTICS_KEYS = "parameters under analytics/"
    WEBHOOK_SECRETS = "parameters under webhooks/"
    REVIEW_KEY = "parameters under review/"
    ERASURE_KEY = "parameters under persons/"
    VISIT_SALTS = "parameters under visits/"
    MAIL_IDENTITY = "sender of e-mail"
    MAIL_SET = "configuration set of e-mail"
    MAIL_RECIPIENTS = "recipients of e-mail"
    COMPREHEND = "Amazon Comprehend"
    DRAFT_MODELS = "models that may draft answers, and profiles of such"
    ROUTED_MODELS = "models that such a profile leads to"
    USER_POOL = "pool of the console's people"


# Where under the stage's parameters each kind of secret lies.
FOLDERS = {
    Resource.CHANNEL_TOKENS: "channels",
    Resource.AD_SECRETS: "ads",
    Resource.ANALYTICS_KEYS: "analytics",
    Resource.WEBHOOK_SECRETS: "webhooks",
    Resource.REVIEW_KEY: "review",
    Resource.ERASURE_KEY: "persons",
    Resource.VISIT_SALTS: "visits",
}


@dataclass(frozen=True)
class Grant:
    """Some actions, named in full, on one resource.

    With `keys` only on items of the table whose partition key begins with one of them, each up to its first `#`."""

    resource: Resource
    actions: tuple[str, ...]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Route:
    """A route of the HTTP API. `signed` means that the caller needs an IAM signature.

    `per_second` is how many requests it takes, twice as many in one burst: what floods one route closes no other."""

    method: str
    path: str
    signed: bool
    per_second: int

    @property
    def key(self) -> str:
        """The route as API Gateway names it."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Every:
    """A schedule: once in this many minutes, counted in UTC."""

    minutes: int


@dataclass(frozen=True)
class OnEvent:
    """An event of ours on the bus, by its detail type."""

    detail_type: str

    @property
    def pattern(self) -> dict[str, list[str]]:
        """The rule's event pattern."""
        return {"source": [EVENT_SOURCE], "detail-type": [self.detail_type]}


@dataclass(frozen=True)
class OnMailEvent:
    """What Amazon SES says, on the default bus, of a mail that we sent: by its detail type."""

    detail_type: str


@dataclass(frozen=True)
class OnCall:
    """Another function of ours calls it, asynchronously: Lambda keeps the call, tries it again, and parks it."""


@dataclass(frozen=True)
class OnQueue:
    """Messages of one of the two polled queues; a failed message is reported alone.

    `most_at_once` bounds how many calls there are side by side. Where it is set, Lambda keeps five pollers at rest too;
    it goes down to two otherwise (AWS Lambda developer guide, "Configuring scaling behavior for SQS event source
    mappings")."""

    queue: Resource
    batch_size: int
    most_at_once: int | None = None


@dataclass(frozen=True)
class OnTableStream:
    """Changes of the table, in order per key; a batch that fails is halved, then parked.

    Only what an item of `item_types` has become starts the function: all else is passed over at its source, for
    nothing."""

    item_types: tuple[str, ...]
    batch_size: int
    retries: int


type Trigger = Route | Every | OnEvent | OnMailEvent | OnCall | OnQueue | OnTableStream


@dataclass(frozen=True)
class Function:
    """One Lambda function: the folder of the same name under `functions/` holds its handler."""

    name: str
    purpose: str
    triggers: tuple[Trigger, ...]
    grants: tuple[Grant, ...]
    timeout_seconds: int
    memory_mb: int
    environment: tuple[str, ...]
    layers: tuple[str, ...] = ("vendor", "core")
    event_age_minutes: int | None = None
    """How old an event may be that Lambda still hands over; None: a tick until the next one, an event six hours."""
    disk_mb: int = 512
    """What it may write to its own disk; Lambda asks nothing for the first 512."""
    sends_to_itself: bool = False
    """True for the one function that puts messages on the queue that starts it: Lambda would stop the sixteenth."""

    @property
    def event_age_seconds(self) -> int:
        """Lambda's MaximumEventAgeInSeconds, which is 60 to 21,600."""
        ticks = [trigger.minutes for trigger in self.triggers if isinstance(trigger, Every)]
        only_ticks = len(ticks) == len(self.triggers)
        minutes = self.event_age_minutes or (min(ticks) if only_ticks else MOST_EVENT_AGE_MINUTES)
        return min(minutes, MOST_EVENT_AGE_MINUTES) * 60

    @property
    def asynchronous(self) -> bool:
        """True if Lambda itself retries it, so that it needs a failure destination of its own."""
        return any(isinstance(trigger, Every | OnEvent | OnMailEvent | OnCall) for trigger in self.triggers)

    @property
    def is_called(self) -> bool:
        """True if another function of ours calls it, and nothing else starts it."""
        return all(isinstance(trigger, OnCall) for trigger in self.triggers)

    @property
    def parks_events(self) -> bool:
        """Whether what it fails with is parked as an event, or as a part of the stream, that it can be called with."""
        return self.asynchronous or any(isinstance(trigger, OnTableStream) for trigger in self.triggers)

    @property
    def permissions(self) -> dict[Resource, frozenset[str]]:
        """Every action that the function's role allows, by resource; its own log group apart."""
        allowed: dict[Resource, frozenset[str]] = {}
        for (resource, _), actions in self.permissions_by_key.items():
            allowed[resource] = allowed.get(resource, frozenset()) | actions
        return allowed

    @property
    def permissions_by_key(self) -> dict[tuple[Resource, tuple[str, ...]], frozenset[str]]:
        """The same by resource and by the keys that the actions are held to, if any."""
        allowed: dict[tuple[Resource, tuple[str, ...]], frozenset[str]] = {}
        for grant in (*self.grants, *self._grants_of_triggers()):
            place = grant.resource, grant.keys
            allowed[place] = allowed.get(place, frozenset()) | frozenset(grant.actions)
        return allowed

    def _grants_of_triggers(self) -> Iterator[Grant]:
        for trigger in self.triggers:
            match trigger:
                case OnQueue(queue=queue):
                    yield Grant(queue, ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"))
                case OnTableStream():
                    yield Grant(Resource.TABLE_STREAM, STREAM_READ)
                    yield Grant(Resource.DEAD_LETTERS, ("sqs:SendMessage",))
                case Every() | OnEvent() | OnMailEvent() | OnCall():
                    yield Grant(Resource.DEAD_LETTERS, ("sqs:SendMessage",))
                case Route():
                    pass
