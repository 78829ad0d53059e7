"""What AWS clients are made from, as a process that starts often needs it. Imports neither boto3 nor pydantic."""

from functools import cache
from typing import Any

from botocore.loaders import Loader
from botocore.session import Session, get_session

SERVICES = ("dynamodb", "dynamodbstreams", "events", "lambda", "s3", "sesv2", "sqs", "ssm")


class OurServices(Loader):
    """Botocore's descriptions of the services. To make a client it asks three times what services there are, and reads
    four hundred folders each time."""

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002
        """Those that we call."""
        return list(SERVICES)


@cache
def session() -> Session:
    """The process's one session, not boto3's: that one imports ways of moving large files."""
    made = get_session()
    made.register_component("data_loader", OurServices())
    return made


def make_client(service: str, config: Any) -> Any:
    """A client of one of SERVICES, with botocore's own `Config`."""
    return session().create_client(service, config=config)
