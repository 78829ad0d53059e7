"""What runs, what starts it, and exactly what it may touch: pure data, read by the stacks and by the tests.

A function is allowed what `Function.permissions_by_key` returns and nothing else: those that face strangers, or open
files of theirs, are held to their own items of the table. Times are in seconds, memory in MiB."""

from infra.console import CONSOLE_FUNCTIONS
from infra.daily import EXTEND_SERIES
from infra.drafts import DRAFT_ANSWERS
from infra.grants import (
    DELETE,
    GET,
    GET_MANY,
    LOOK_BESIDE,
    PUT,
    QUERY,
    QUERY_DUE,
    QUERY_LISTING,
    READ_AD_TOKENS,
    READ_MEDIA,
    READ_PAST,
    READ_SECRETS,
    READ_TOKENS,
    SEND_EVENTS,
    SEND_INBOUND,
    SEND_LETTERS,
    SEND_MAIL,
    SEND_OUTGOING,
    SIGN_LINKS,
    UPDATE,
    WRITE_SECRETS,
)
from infra.letters import LETTERS
from infra.links import LINK_FUNCTIONS
from infra.moods import READ_MOODS
from infra.persons import KNOW_ERASED, PERSON_FUNCTIONS
from infra.reputation import REPUTATION
from infra.shapes import (
    TALKS_TO_PLATFORMS,
    Every,
    Function,
    Grant,
    OnEvent,
    OnMailEvent,
    OnQueue,
    OnTableStream,
    Resource,
    Route,
)
from infra.visits import VISIT_FUNCTIONS

# The only queues that Lambda polls: each costs about $0.26 a month even when it is empty.
QUEUES = (Resource.INBOUND, Resource.OUTGOING)
ENVIRONMENT_PREFIX, MAX_RECEIVE_COUNT = "PORTAVOCE_", 5
# AWS: the queue's visibility timeout should be at least six times the function's timeout.
VISIBILITY_PER_TIMEOUT = 6

# Items whose changes are events or counted (runtime/wiring/outbox.py): of all that is written, one in ten.
RELAYED_ITEMS = ("alert", "brake_order", "interaction", "lead", "publication")

# Given to every function; the others are asked for by name.
COMMON_ENVIRONMENT = ("STAGE",)
ON_THE_TWIN_ONLY = frozenset({"PLATFORM_URLS", "LOOPBACK_SOURCES"})

FUNCTIONS = (
    Function(
        name="receive_webhook",
        purpose="Verify a platform's webhook over its raw bytes and queue it",
        triggers=(
            Route("GET", "/webhooks/{platform}", signed=False, per_second=5),
            Route("POST", "/webhooks/{platform}", signed=False, per_second=50),
        ),
        grants=(SEND_INBOUND, Grant(Resource.WEBHOOK_SECRETS, (READ_SECRETS,))),
        timeout_seconds=10,
        memory_mb=512,
        environment=("INBOUND_QUEUE_URL", "PARAMETER_PREFIX"),
    ),
    Function(
        name="api",
        purpose="Serve the HTTP API to signed callers",
        triggers=(Route("ANY", "/api/v1/{proxy+}", signed=True, per_second=50),),
        grants=(
            Grant(Resource.TABLE, (GET, QUERY, PUT, UPDATE, DELETE)),
            QUERY_DUE,
            *LOOK_BESIDE,
            Grant(Resource.MEDIA, ("s3:GetObject", "s3:PutObject")),
            Grant(Resource.CHANNEL_TOKENS, (READ_SECRETS, WRITE_SECRETS)),
            Grant(Resource.AD_SECRETS, (READ_SECRETS, WRITE_SECRETS)),
            Grant(Resource.ANALYTICS_KEYS, (READ_SECRETS, WRITE_SECRETS)),
            Grant(Resource.WEBHOOK_SECRETS, (READ_SECRETS, WRITE_SECRETS)),
            SIGN_LINKS,
            SEND_OUTGOING,
            Grant(Resource.MAIL_IDENTITY, ("ses:GetEmailIdentity",)),
            *DRAFT_ANSWERS,
        ),
        timeout_seconds=29,
        memory_mb=512,
        environment=(
            "TABLE",
            "MEDIA_BUCKET",
            "MAIL_FROM",
            "API_URL",
            "OUTGOING_QUEUE_URL",
            "DRAFT_MODELS",
            *TALKS_TO_PLATFORMS,
        ),
    ),
    Function(
        name="import_media",
        purpose="Fetch an image or a video from elsewhere, make it fit a platform and store it",
        triggers=(Route("POST", "/api/v1/media/imports", signed=True, per_second=10),),
        grants=(
            Grant(Resource.TABLE, (PUT, UPDATE, DELETE), keys=("IDEMPOTENCY#",)),
            Grant(Resource.MEDIA, ("s3:GetObject", "s3:PutObject")),
            Grant(Resource.MEDIA_SOURCES, ("s3:GetObject",)),
        ),
        timeout_seconds=29,
        memory_mb=3008,  # processors come with memory; the most that a new account may ask for
        disk_mb=1024,  # the file that was fetched (300 MB) and what is made of it
        environment=("TABLE", "MEDIA_BUCKET", "MEDIA_SOURCES", "LOOPBACK_SOURCES"),
        layers=("vendor", "media", "core"),
    ),
    LETTERS,
    *PERSON_FUNCTIONS,
    *CONSOLE_FUNCTIONS,
    *LINK_FUNCTIONS,
    *VISIT_FUNCTIONS,
    Function(
        name="dispatch_due",
        purpose="Put what is due within ten minutes on the outgoing queue, delayed to its second",
        triggers=(Every(1), OnEvent("PublicationsDueSoon")),
        grants=(QUERY_DUE, Grant(Resource.TABLE, (GET, GET_MANY, UPDATE)), SEND_OUTGOING),
        timeout_seconds=55,
        memory_mb=512,
        environment=("TABLE", "OUTGOING_QUEUE_URL"),
        # What one tick or event says, the next tick finds again.
        event_age_minutes=5,
    ),
    Function(
        name="publish",
        purpose="Say the publications of a second on their platforms, each once",
        triggers=(OnQueue(Resource.OUTGOING, batch_size=1, most_at_once=50),),
        grants=(Grant(Resource.TABLE, (GET, PUT, UPDATE)), *LOOK_BESIDE, READ_TOKENS, READ_MEDIA, SEND_OUTGOING),
        timeout_seconds=60,
        # One whole processor (AWS Lambda developer guide, "Configure Lambda function memory"): forty share it.
        memory_mb=1769,
        environment=("TABLE", "MEDIA_BUCKET", "OUTGOING_QUEUE_URL", "LOOPBACK_SOURCES", *TALKS_TO_PLATFORMS),
        sends_to_itself=True,
    ),
    Function(
        name="reconcile",
        purpose="Settle publications whose outcome is unknown or overdue: ask for a look-up, or for the release again",
        triggers=(Every(5),),
        grants=(QUERY_DUE, QUERY_LISTING, Grant(Resource.TABLE, (GET, PUT, UPDATE)), SEND_OUTGOING),
        timeout_seconds=240,
        memory_mb=512,
        environment=("TABLE", "OUTGOING_QUEUE_URL"),
    ),
    Function(
        name="ingest",
        purpose="Turn verified webhooks into interactions, triaged and stored once",
        triggers=(OnQueue(Resource.INBOUND, batch_size=10),),
        grants=(Grant(Resource.TABLE, (GET, PUT, UPDATE)), *READ_PAST, READ_TOKENS, SEND_INBOUND, *KNOW_ERASED),
        timeout_seconds=60,
        memory_mb=512,
        environment=("TABLE", "INBOUND_QUEUE_URL", *TALKS_TO_PLATFORMS),
    ),
    Function(
        name="poll_channels",
        purpose="Ask the platforms that call nobody back what was said, read again what others told, queue what is new",
        triggers=(Every(5),),
        grants=(Grant(Resource.TABLE, (GET, PUT)), QUERY_LISTING, READ_TOKENS, SEND_INBOUND, *KNOW_ERASED),
        timeout_seconds=240,
        memory_mb=256,
        environment=("TABLE", "INBOUND_QUEUE_URL", *TALKS_TO_PLATFORMS),
    ),
    Function(
        name="watch_inbox",
        purpose="Tell before an answer is late and when it is, and close what waited for who has spoken again",
        triggers=(Every(5),),
        grants=(Grant(Resource.TABLE, (GET, PUT)), QUERY_LISTING),
        timeout_seconds=240,
        memory_mb=256,
        environment=("TABLE",),
    ),
    REPUTATION,
    READ_MOODS,
    Function(
        name="relay",
        purpose="Turn changes of the table into events on the bus, and add the counters",
        triggers=(OnTableStream(RELAYED_ITEMS, batch_size=100, retries=10),),
        grants=(Grant(Resource.TABLE, (UPDATE,)), SEND_EVENTS, SEND_LETTERS),
        timeout_seconds=60,
        memory_mb=512,
        environment=("TABLE", "BUS", "DEAD_LETTERS_URL"),
    ),
    Function(
        name="act",
        purpose="Do on the platform what triage decided about an interaction",
        triggers=(OnEvent("InteractionTriaged"),),
        grants=(Grant(Resource.TABLE, (GET, PUT)), QUERY_LISTING, READ_TOKENS),
        timeout_seconds=60,
        memory_mb=512,
        environment=("TABLE", *TALKS_TO_PLATFORMS),
    ),
    Function(
        name="collect_metrics",
        purpose="Take the snapshots that are due of posts and channels",
        triggers=(Every(30),),
        grants=(Grant(Resource.TABLE, (GET, QUERY, PUT)), QUERY_LISTING, READ_TOKENS),
        timeout_seconds=300,
        memory_mb=256,
        environment=("TABLE", *TALKS_TO_PLATFORMS),
    ),
    Function(
        name="collect_spend",
        purpose="Read what the campaigns cost, warn before a budget is lost, and brake where that is switched on",
        triggers=(Every(60), OnEvent("BrakeOrdered")),
        grants=(Grant(Resource.TABLE, (GET, QUERY, PUT, UPDATE)), QUERY_LISTING, READ_AD_TOKENS),
        timeout_seconds=300,
        memory_mb=256,
        environment=("TABLE", *TALKS_TO_PLATFORMS),
    ),
    Function(
        name="keep_channels",
        purpose="Renew tokens before they end, probe each account once a day, warn before a connection ends",
        triggers=(Every(15),),
        grants=(
            Grant(Resource.TABLE, (QUERY, PUT, UPDATE)),
            QUERY_LISTING,
            Grant(Resource.CHANNEL_TOKENS, (READ_SECRETS, WRITE_SECRETS)),
            READ_AD_TOKENS,
            Grant(Resource.ANALYTICS_KEYS, (READ_SECRETS,)),
        ),
        # Shorter than a connection is leased for (brands/records.py): a lease ends only after a death.
        timeout_seconds=240,
        memory_mb=512,
        environment=("TABLE", *TALKS_TO_PLATFORMS),
    ),
    EXTEND_SERIES,
    Function(
        name="notify",
        purpose="Write an e-mail to the person who is needed",
        triggers=(
            OnEvent("AlertRaised"),
            OnEvent("LeadCreated"),
            OnEvent("InteractionAssigned"),
            OnEvent("PublicationNeedsPerson"),
            OnEvent("PublicationsInReview"),
            OnEvent("ChangesRequested"),
            OnMailEvent("Email Bounced"),
            OnMailEvent("Email Complaint Received"),
            Every(1),
        ),
        grants=(
            Grant(Resource.TABLE, (GET, QUERY, PUT, UPDATE, DELETE)),
            QUERY_DUE,
            QUERY_LISTING,
            SIGN_LINKS,
            Grant(Resource.MAIL_IDENTITY, SEND_MAIL),
            Grant(Resource.MAIL_SET, SEND_MAIL),
            Grant(Resource.MAIL_RECIPIENTS, SEND_MAIL),
        ),
        timeout_seconds=60,
        memory_mb=512,
        environment=("TABLE", "MAIL_FROM", "MAIL_SET", "API_URL", "PARAMETER_PREFIX"),
    ),
)

# Whom a parked event or change of the table goes back to.
EVENT_FUNCTIONS = tuple(one.name for one in FUNCTIONS if one.parks_events and not one.is_called)


def routes() -> list[Route]:
    """Every route of the HTTP API."""
    return [one for function in FUNCTIONS for one in function.triggers if isinstance(one, Route)]


def consumer(queue: Resource) -> Function:
    """The one function that is started by `queue`.

    Raises:
        LookupError: nobody reads the queue.
    """
    for function in FUNCTIONS:
        if any(isinstance(trigger, OnQueue) and trigger.queue is queue for trigger in function.triggers):
            return function
    raise LookupError(f"no function reads the {queue}")
