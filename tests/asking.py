"""A brand whose posts wait for a yes, over HTTP."""

import pytest
import time_machine

from tests.aurora import DOCUMENT
from tests.http_api import call

PEOPLE = DOCUMENT["people"] | {"clients": ["owner@bar.example"]}
CHANNELS = [DOCUMENT["channels"][0], DOCUMENT["channels"][1] | {"approval": "internal"}]
ASKING = DOCUMENT | {"approval": "client", "people": PEOPLE, "channels": CHANNELS}
POST = {"post": "spring", "when": "2027-03-20 09:30", "text": "È primavera"}
REVIEW = "/brands/aurora/posts/spring/review"


@pytest.fixture
def asking(aurora: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch) -> time_machine.Traveller:
    """The client approves what Facebook says, the firm itself what X says, and a post waits on both."""
    monkeypatch.setenv("PORTAVOCE_API_URL", "https://api.test")
    assert call("PUT", "/brands/aurora", ASKING).status == 200
    for channel in ("facebook", "x"):
        assert call("POST", "/brands/aurora/posts", POST | {"channel": channel}).status == 201
    return aurora
