"""A model in memory, for the tests of drafts."""

from collections.abc import Iterator

import pytest

from portavoce.runtime import aws
from portavoce.table.table import Table
from tests.bedrock import StrictBedrock
from tests.stage import forget


@pytest.fixture
def there(table: Table) -> Iterator[StrictBedrock]:
    forget()
    bedrock = StrictBedrock()
    bedrock.attach(aws.models())
    yield bedrock
    forget()
