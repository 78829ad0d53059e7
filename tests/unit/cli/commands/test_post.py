"""`portavoce post show`: where a post stands, and how it came there."""

from datetime import timedelta

import pytest
import time_machine

from portavoce.platforms.manifest import LookupRule
from portavoce.platforms.outcomes import Published, Unknown
from portavoce.publishing.outcomes import after_release
from portavoce.publishing.states import claim_publication
from portavoce.runtime.wiring.ledger import ledger
from tests.http_api import call
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell

NAME, URL = (
    "aurora.spring.facebook",
    "https://www.facebook.com/permalink.php?story_fbid=pfbid02abcdefghijkl&id=6155000001",
)
LEAVES = MORNING + timedelta(minutes=5)
LIST = LookupRule(by="list", settle_seconds=60, source="test")


@pytest.fixture
def published(aurora: Shell) -> Shell:
    """A post whose first answer was lost: it left at 09:05:01, and was found eighty seconds later."""
    with time_machine.travel(MORNING, tick=False):
        row = {"post": "spring", "channel": "facebook", "when": "2027-03-10 10:05", "text": "È primavera"}
        assert call("POST", "/brands/aurora/posts", row).status == 201
        standing = ledger().get(NAME)
        assert standing
        sending = ledger().move(standing, claim_publication(standing, LEAVES + timedelta(seconds=1)))
        for seconds, outcome in ((20, Unknown(reason="lost")), (81, Published(remote_id="1001_77", url=URL))):
            sending = ledger().move(
                sending, after_release(sending, outcome, LIST, LEAVES + timedelta(seconds=seconds)).publication
            )
    return aurora


def test_a_published_post_is_shown_with_when_it_left_when_it_was_known_and_where_it_is(
    published: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = [" ".join(line.split()) for line in published.run("post", "show", "aurora.spring").out.splitlines()]
    assert URL in lines
    left, known = (
        next(at for at, line in enumerate(lines) if line.startswith(f"2027-03-10 {when} "))
        for when in ("09:05:01", "09:06:21")
    )
    assert "sent to Facebook" in lines[left]
    assert "published 1001_77" in lines[known]
    assert left < known


def test_a_post_that_nothing_has_happened_to_has_no_history(aurora: Shell) -> None:
    with time_machine.travel(MORNING, tick=False):
        row = {"post": "spring", "channel": "facebook", "when": "2027-03-11 10:05", "text": "È primavera"}
        assert call("POST", "/brands/aurora/posts", row).status == 201
        assert "what happened" not in aurora.run("post", "show", NAME).out
