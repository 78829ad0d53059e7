"""What every test may ask for: the table in memory, made from the layout that the stack is made from."""

import os
from collections.abc import Iterator
from tempfile import mkdtemp

import boto3
import pytest
from hypothesis import settings
from moto import mock_aws

from portavoce.table.table import Table
from tests import one_table, quick_moto
from tests.aurora import NOW

pytest_plugins = ["tests.grants.plugin", "tests.running_time"]

os.environ.update(
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    AWS_DEFAULT_REGION="eu-south-1",
    AWS_EC2_METADATA_DISABLED="true",
)
# What the command line keeps for later is not to find its way into a person's own folder, or from test to test.
os.environ["XDG_CACHE_HOME"] = mkdtemp(prefix="portavoce-tests-")
os.environ.setdefault("POWERTOOLS_TRACE_DISABLED", "true")
quick_moto.hurry()

settings.register_profile("repeatable", derandomize=True)
settings.register_profile("search", max_examples=5000, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture
def aws() -> Iterator[None]:
    """AWS in memory: every boto3 client made inside speaks to it."""
    # One session for all tests: a new one reads botocore's descriptions of the services anew, half a second each time.
    with mock_aws(config={"core": {"reset_boto3_session": False}}):
        yield


@pytest.fixture
def table(aws: None) -> Table:
    """The one table, empty. To what is handed this one, it is always the tests' day."""
    return one_table.create(boto3.client("dynamodb"), clock=lambda: NOW)
