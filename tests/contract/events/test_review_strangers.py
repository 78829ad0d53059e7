"""Strangers at the review page: what they may cost."""

from typing import Any

import boto3
import pytest
from botocore.client import BaseClient

from tests.contract.events.house import House
from tests.stage import PREFIX, REGION


def test_a_hundred_of_them_on_a_stage_without_a_key_cost_one_reading_of_the_parameters(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    boto3.client("ssm", region_name=REGION).delete_parameter(Name=f"{PREFIX}/review/links/signing_key")
    asked: list[str] = []
    made = BaseClient._make_api_call  # type: ignore[attr-defined]

    def noting(client: Any, operation: str, params: Any) -> Any:
        asked.append(operation)
        return made(client, operation, params)

    monkeypatch.setattr(BaseClient, "_make_api_call", noting)
    look = {"requestContext": {"http": {"method": "GET"}}, "headers": {}}
    for number in range(100):
        token = f"a.b.client.1.{number}.c"
        address = {"rawPath": f"/review/{token}", "pathParameters": {"token": token}}
        answer = house.invoke("review", look | address)
        assert answer["statusCode"] == 403
    assert asked.count("GetParametersByPath") <= 2
