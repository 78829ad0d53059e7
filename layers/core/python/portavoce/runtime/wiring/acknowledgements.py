"""What was noted, as the console uses it."""

from functools import cache

from portavoce.acknowledgements.records import AcknowledgementRecords
from portavoce.runtime import aws


@cache
def acknowledgements() -> AcknowledgementRecords:
    """What the people of this stage's brands have marked as seen."""
    return AcknowledgementRecords(aws.table())
