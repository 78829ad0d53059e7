"""What AWS clients are made from, as a process that starts often needs it. Imports neither boto3 nor pydantic."""

from functools import cache
from pathlib import Path
from typing import Any

from botocore.loaders import Loader
from botocore.session import Session, get_session

SERVICES = (
    "bedrock-runtime",
    "cognito-idp",
    "comprehend",
    "dynamodb",
    "dynamodbstreams",
    "events",
    "lambda",
    "s3",
    "sesv2",
    "sqs",
    "ssm",
)
SHORTENED = Path(__file__).parent / "descriptions"
"""Botocore's own descriptions without what we do not ask for: of SSM two operations of 150, and of all the hosts S3's
global one, because each service's own rules say where it is. To read the whole ones takes a tenth of a cold start."""


class OurServices(Loader):
    """Botocore's descriptions of the services. To make a client it asks three times what services there are, and reads
    four hundred folders each time."""

    def __init__(self) -> None:
        super().__init__(extra_search_paths=[str(SHORTENED)])

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002
        """Those that we call."""
        return list(SERVICES)

    def is_builtin_path(self, path: str) -> bool:  # noqa: ARG002
        """The shortened ones too: botocore asks whether a person has put other hosts in their place."""
        return True


@cache
def session() -> Session:
    """The process's one session, not boto3's: that one imports ways of moving large files."""
    made = get_session()
    made.register_component("data_loader", OurServices())
    return made


def make_client(service: str, config: Any) -> Any:
    """A client of one of SERVICES, with botocore's own `Config`."""
    return session().create_client(service, config=config)
