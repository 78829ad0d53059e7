"""One act, as it is written down."""

from collections.abc import Mapping

from pydantic import AwareDatetime

from portavoce.value import Value


class Act(Value):
    """What somebody did. `act` is the API's operation, `subject` what its path names, `facts` what was chosen, never a
    secret and never anybody's words. `status` is the HTTP status of the answer; None: it broke off half-way."""

    at: AwareDatetime
    by: str
    act: str
    subject: str
    facts: Mapping[str, str] = {}
    status: int | None = None
