"""Who did what, as the API and the console write it down."""

from functools import cache

from portavoce.audit.records import AuditRecords
from portavoce.runtime import aws


@cache
def audit() -> AuditRecords:
    """The acts in this stage's table."""
    return AuditRecords(aws.table())
