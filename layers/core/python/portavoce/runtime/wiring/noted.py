"""What was noted, as the console uses it."""

from functools import cache

from portavoce.noted.records import NotedRecords
from portavoce.runtime import aws


@cache
def noted() -> NotedRecords:
    """What the people of this stage's brands have marked as seen."""
    return NotedRecords(aws.table())
