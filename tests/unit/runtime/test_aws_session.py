"""The clients of AWS are made of shortened descriptions, and ask what botocore's own would ask, of the same hosts."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.config import Config
from botocore.loaders import Loader
from botocore.session import Session

from portavoce.runtime.aws_session import SERVICES, SHORTENED, OurServices

REGIONS = ("us-east-1", "eu-south-1", "cn-north-1", "us-gov-west-1")
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "bedrock-runtime": (
        "converse",
        {"modelId": "a.b-v1:0", "messages": [{"role": "user", "content": [{"text": "t"}]}]},
    ),
    "cognito-idp": ("admin_enable_user", {"UserPoolId": "eu-south-1_A", "Username": "u"}),
    "dynamodb": ("get_item", {"TableName": "t", "Key": {"pk": {"S": "p"}}}),
    "dynamodbstreams": ("list_streams", {}),
    "events": ("put_events", {"Entries": [{"Source": "s"}]}),
    "lambda": ("invoke", {"FunctionName": "f"}),
    "comprehend": ("batch_detect_sentiment", {"TextList": ["a"], "LanguageCode": "en"}),
    "s3": ("get_object", {"Bucket": "b-1", "Key": "k"}),
    "sesv2": ("get_account", {}),
    "sqs": ("list_queues", {}),
    "ssm": ("get_parameters_by_path", {"Path": "/p"}),
}


class Caught(Exception):
    """The request was made, and is not sent."""


def asked_of(loader: Loader, service: str, region: str) -> tuple[str, Any]:
    """The address that a client asks, and the body that it would send."""
    session = Session()
    session.set_credentials("a", "b")
    session.register_component("data_loader", loader)
    client: Any = session.create_client(service, region, config=Config(retries={"total_max_attempts": 1}))
    found = []

    def catch(request: Any, **_: object) -> None:
        found.append((request.url, request.body))
        raise Caught

    client.meta.events.register("before-send", catch)
    name, parameters = CALLS[service]
    with pytest.raises(Caught):
        getattr(client, name)(**parameters)
    return found[0]


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("service", SERVICES)
def test_each_service_is_asked_as_with_botocores_whole_descriptions(service: str, region: str) -> None:
    assert asked_of(OurServices(), service, region) == asked_of(Loader(), service, region)


def test_an_address_of_an_object_is_signed_for_the_same_host() -> None:
    def address(loader: Loader) -> str:
        session = Session()
        session.set_credentials("a", "b")
        session.register_component("data_loader", loader)
        config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
        client: Any = session.create_client("s3", "eu-south-1", config=config)
        url: str = client.generate_presigned_url("get_object", Params={"Bucket": "b-1", "Key": "k"}, ExpiresIn=60)
        return url.partition("?")[0]

    assert address(OurServices()) == address(Loader()) == "https://b-1.s3.eu-south-1.amazonaws.com/k"


def test_what_is_described_of_ssm_is_what_botocore_describes() -> None:
    ours = json.loads((SHORTENED / "ssm/2014-11-06/service-2.json").read_text())
    whole = Loader().load_service_model("ssm", "service-2")
    assert ours["metadata"] == whole["metadata"]
    for kind in ("operations", "shapes"):
        for name, described in ours[kind].items():
            assert described == _without_words(whole[kind][name]), name
    assert set(_shapes_in([ours["operations"], ours["shapes"]])) == ours["shapes"].keys()


def _without_words(described: Any) -> Any:
    match described:
        case dict():
            return {
                name: _without_words(one)
                for name, one in described.items()
                if not (name == "documentation" and isinstance(one, str))
            }
        case list():
            return [_without_words(one) for one in described]
    return described


def _shapes_in(described: Any) -> Iterator[str]:
    """The names of all the shapes that are spoken of."""
    match described:
        case dict():
            if isinstance(described.get("shape"), str):
                yield described["shape"]
            for one in described.values():
                yield from _shapes_in(one)
        case list():
            for one in described:
                yield from _shapes_in(one)
