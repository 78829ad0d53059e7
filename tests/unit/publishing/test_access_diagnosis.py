"""A refusal of access reaches a person with what a probe has found, or with both possibilities."""

from datetime import datetime

from portavoce.platforms.contract import Keep, OutgoingPost
from portavoce.platforms.outcomes import Absent, AuthFailed, LookupOutcome, PrepareOutcome, Published, ReleaseOutcome
from portavoce.publishing.model import State
from portavoce.publishing.outcomes import after_prepare, refused
from portavoce.publishing.service.access_diagnosis import Diagnosing
from tests.contract.events.house import publication
from tests.review import NOW

POST = OutgoingPost(publication_id="p", planned_at=NOW, text="Ciao")
REFUSAL = AuthFailed(code="403", reason="X refuses")
ADVICE = "The connection of aurora.x works, so 403 is about this post."


class Says:
    """A platform's client that says the same to everything; `released` counts its irrevocable calls."""

    def __init__(self, outcome: AuthFailed | Published) -> None:
        self.outcome, self.released = outcome, 0

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        assert isinstance(self.outcome, AuthFailed)
        return self.outcome

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        self.released += 1
        return self.outcome

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        return Absent()


def test_what_a_probe_found_is_the_next_step_in_place_of_a_guess() -> None:
    client = Diagnosing(Says(REFUSAL), lambda _: ADVICE)
    found = client.prepare(POST, lambda _name, _value: None)
    next_ = after_prepare(publication(), found, NOW)
    assert next_
    assert next_.publication.state is State.FAILED
    assert next_.publication.next_step
    assert next_.publication.next_step.startswith(ADVICE)
    assert "channel connect" not in next_.publication.next_step
    assert "portavoce post now" in next_.publication.next_step


def test_a_probe_that_could_not_be_made_leaves_both_possibilities() -> None:
    found = Diagnosing(Says(REFUSAL), lambda _: None).release(POST)
    assert isinstance(found, AuthFailed)
    step = refused(publication(), found, NOW).publication.next_step
    assert step
    assert "portavoce channel connect aurora.facebook" in step
    assert "mend the account" in step


def test_what_is_published_is_not_looked_into_and_is_sent_once() -> None:
    def probed(_: AuthFailed) -> str:
        raise AssertionError("nothing was refused")

    client = Says(Published(remote_id="1"))
    assert Diagnosing(client, probed).release(POST) == Published(remote_id="1")
    assert client.released == 1
