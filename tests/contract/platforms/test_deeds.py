"""Whatever a platform lets be done about what people say is done once, may be repeated, and is taken back."""

import pytest

from portavoce.platforms import discovery
from portavoce.platforms.conversation import Deed
from portavoce.platforms.interaction import InteractionKind
from portavoce.platforms.manifest import Capability
from portavoce.platforms.outcomes import AuthFailed, Done, Refused, Throttled, Unknown
from tests.contract.platforms.talk import Talk, open_deeds

OPEN = open_deeds()
FIRST = [one for one in OPEN if one[1] not in {Deed.UNHIDE, Deed.UNLIKE, Deed.UNBLOCK, Deed.UNMUTE}]
MODERATING = discovery.with_capability(Capability.MODERATE)
each = pytest.mark.parametrize(("name", "deed", "about"), OPEN)
each_first = pytest.mark.parametrize(("name", "deed", "about"), FIRST)
NO_SESSION = "(?<!createSession)$"
WRITES = ("POST", "PUT", "DELETE")


def strike(talk: Talk, kind: str, count: int | None = 1) -> None:
    for method in WRITES:
        talk.stand.fault(kind, NO_SESSION, method=method, count=count, seconds=120 if kind == "throttled" else 0)


@each_first
def test_a_deed_stands_however_often_it_is_done_and_is_taken_back(
    name: str, deed: Deed, about: InteractionKind
) -> None:
    talk = Talk(name)
    said = talk.hear(about)
    assert talk.client.do(deed, said) == Done()
    if deed is not Deed.REPORT:
        assert talk.client.do(deed, said) == Done()
    assert talk.standing(said) == {deed}
    back = discovery.manifest(name).conversation.undo_of(deed, about)
    if back:
        assert talk.client.do(back, said) == Done()
        assert talk.client.do(back, said) == Done()
        assert talk.standing(said) == set()


@each_first
@pytest.mark.parametrize("fault", ["lost_answer", "server_error_after"])
def test_a_deed_whose_answer_is_lost_stands_once_when_it_is_done_again(
    name: str, deed: Deed, about: InteractionKind, fault: str
) -> None:
    talk = Talk(name)
    said = talk.hear(about)
    talk.client.do(Deed.UNHIDE, said)
    strike(talk, fault)
    # What answers nothing is read back, so that it may be known to be done.
    assert isinstance(talk.client.do(deed, said), Unknown | Done)
    talk.stand.network.faults.clear()
    if deed is not Deed.REPORT:
        assert talk.client.do(deed, said) == Done()
    assert talk.standing(said) == {deed}


@each_first
@pytest.mark.parametrize(("fault", "wanted"), [("throttled", Throttled), ("server_error", Unknown)])
def test_a_deed_that_was_not_done_does_not_count_as_done(
    name: str, deed: Deed, about: InteractionKind, fault: str, wanted: type
) -> None:
    talk = Talk(name)
    said = talk.hear(about)
    talk.client.do(Deed.UNHIDE, said)
    strike(talk, fault)
    assert isinstance(talk.client.do(deed, said), wanted)
    assert talk.standing(said) == set()


@each
def test_a_deed_with_a_dead_token_needs_a_person(name: str, deed: Deed, about: InteractionKind) -> None:
    talk = Talk(name)
    assert isinstance(talk.stand.client("dead").do(deed, talk.hear(about)), AuthFailed)


@pytest.mark.parametrize("name", MODERATING)
def test_what_the_manifest_closes_is_refused_and_never_tried(name: str) -> None:
    talk = Talk(name)
    said = talk.hear(InteractionKind.COMMENT)
    talk.client.do(Deed.MUTE, said)
    calls = len(talk.stand.wire.seen)
    rule = discovery.manifest(name).conversation
    for deed in Deed:
        for about in InteractionKind:
            if rule.deed_rule(deed, about) is None:
                outcome = talk.client.do(deed, said.model_copy(update={"kind": about}))
                assert isinstance(outcome, Refused)
                assert outcome.next_step
    assert len(talk.stand.wire.seen) == calls
