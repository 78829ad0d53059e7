"""The functions of the console and of its people: pure data, for the topology."""

from infra.drafts import DRAFT_ANSWERS
from infra.grants import (
    DELETE,
    GET,
    PUT,
    QUERY,
    QUERY_DUE,
    QUERY_LISTING,
    QUERY_PERSON,
    READ_MEDIA,
    READ_TOKENS,
    SEND_MAIL,
    SEND_OUTGOING,
    UPDATE,
)
from infra.shapes import TALKS_TO_PLATFORMS, Function, Grant, Resource, Route

INVITE = (
    Grant(
        Resource.USER_POOL,
        (
            "cognito-idp:AdminCreateUser",
            "cognito-idp:AdminSetUserPassword",
            "cognito-idp:AdminEnableUser",
            "cognito-idp:AdminDisableUser",
        ),
    ),
    Grant(Resource.MAIL_IDENTITY, SEND_MAIL),
    Grant(Resource.MAIL_SET, SEND_MAIL),
    Grant(Resource.MAIL_RECIPIENTS, SEND_MAIL),
)
"""What making a person asks for: a sign-in in the pool, and our own mail."""

CONSOLE = Function(
    name="console",
    purpose="Serve the pages that people work in",
    triggers=(
        Route("GET", "/console", signed=False, per_second=50),
        Route("GET", "/console/{proxy+}", signed=False, per_second=50),
        Route("POST", "/console/{proxy+}", signed=False, per_second=20),
        # Where whoever is not signed in has something done for them.
        Route("GET", "/console/sign_in/begin", signed=False, per_second=5),
        Route("GET", "/console/sign_in/return", signed=False, per_second=5),
    ),
    grants=(
        Grant(Resource.TABLE, (GET, QUERY, PUT, UPDATE, DELETE)),
        # What a freeze holds up.
        QUERY_DUE,
        QUERY_LISTING,
        # What a freeze holds up goes on.
        QUERY_DUE,
        QUERY_PERSON,
        # What is answered and hidden is so at once.
        READ_TOKENS,
        SEND_OUTGOING,
        # How a post that waits for a yes will look.
        READ_MEDIA,
        *INVITE,
        *DRAFT_ANSWERS,
    ),
    timeout_seconds=29,
    memory_mb=1024,
    environment=(
        "TABLE",
        "API_URL",
        "USER_POOL",
        "LOGIN_CLIENT",
        "LOGIN_URL",
        "MEDIA_BUCKET",
        "MAIL_FROM",
        "MAIL_SET",
        "OUTGOING_QUEUE_URL",
        "DRAFT_MODELS",
        *TALKS_TO_PLATFORMS,
    ),
    layers=("vendor", "console", "assets", "core"),
)

PEOPLE = Function(
    name="people",
    purpose="Invite people to the console, and change what they may do there",
    triggers=(
        Route("GET", "/api/v1/people", signed=True, per_second=5),
        Route("POST", "/api/v1/people", signed=True, per_second=5),
        Route("PATCH", "/api/v1/people/{email}", signed=True, per_second=5),
    ),
    grants=(
        Grant(Resource.TABLE, (GET, PUT, UPDATE, DELETE)),
        QUERY_LISTING,
        *INVITE,
    ),
    timeout_seconds=29,
    memory_mb=512,
    environment=("TABLE", "API_URL", "USER_POOL", "MAIL_FROM", "MAIL_SET"),
)

CONSOLE_FUNCTIONS = (CONSOLE, PEOPLE)
