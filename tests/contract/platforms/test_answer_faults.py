"""Whatever fails on the way: no answer is given twice, none ends in silence, nobody is told what is not so.

The list of faults is that of publishing (`tests/faults/accounts.py`). What is decided here by what a client says is
what a ledger decides: look up what is in doubt, believe a list after the time that its manifest names, repeat a
deed."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Literal

import pytest

from portavoce.platforms.conversation import Answered, AnswerKind, AnswerOutcome, Deed, OutgoingAnswer
from portavoce.platforms.interaction import InteractionKind
from portavoce.platforms.outcomes import Absent, AuthFailed, Done, Duplicate, Found, LookupOutcome, Refused, Throttled
from tests.contract.platforms.strange_answers import LAG_MINUTES, STRANGE
from tests.contract.platforms.talk import WORDS, Talk, is_listed, open_answers, open_deeds

End = Literal["given", "refused", "asked"]
LOOKS, STEP_SECONDS = 70, 60
NEWER = timedelta(seconds=60)
HIDES = [one for one in open_deeds() if one[1] is Deed.HIDE]


def strange(name: str) -> Callable[[Talk], None]:
    status, body = STRANGE[name]
    return lambda talk: talk.fault("strange_answer", status=status, body=body)


def lost_and_lagging(seconds: int) -> Callable[[Talk], None]:
    def strike(talk: Talk) -> None:
        talk.fault("lost_answer")
        talk.fault("lagging_lookup", seconds=seconds)

    return strike


def lost_and_unread(talk: Talk) -> None:
    talk.fault("lost_answer")
    talk.unread = 3


FAULTS: Mapping[str, Callable[[Talk], None]] = {
    "fine": lambda _: None,
    "answer lost": lambda talk: talk.fault("lost_answer"),
    "answer lost twice": lambda talk: talk.fault("lost_answer", count=2),
    "failed before": lambda talk: talk.fault("server_error"),
    "failed before three times": lambda talk: talk.fault("server_error", count=3),
    "failed after": lambda talk: talk.fault("server_error_after"),
    "throttled": lambda talk: talk.fault("throttled", seconds=40),
    "refused": lambda talk: talk.fault("refused"),
    "look-up fails": lost_and_unread,
    "look-up lags": lost_and_lagging(50),
    **{f"look-up lags {minutes} min": lost_and_lagging(60 * minutes) for minutes in LAG_MINUTES},
    **{name: strange(name) for name in STRANGE},
}


def is_absent(found: LookupOutcome, talk: Talk, attempted_at: Any) -> bool:
    """Whether a look-up that found nothing is believed."""
    if not isinstance(found, Absent):
        return False
    waited = (talk.stand.clock() - attempted_at).total_seconds() >= talk.stand.manifest.lookup.settle_seconds
    is_newer = found.newest_at is not None and found.newest_at >= attempted_at + NEWER
    return found.is_sure or is_newer or waited


def settle(talk: Talk, answer: OutgoingAnswer) -> End:
    """Gives one answer until its end."""
    outcome, attempted_at = talk.client.answer(answer), talk.stand.clock()
    for _ in range(LOOKS):
        match outcome:
            case Answered():
                return "given"
            case Refused() | AuthFailed():
                return "refused"
            case Throttled(retry_after_seconds=seconds):
                talk.stand.clock.move(seconds)
                outcome = talk.client.answer(answer)
                continue
        if talk.unread:
            talk.unread -= 1
            talk.stand.fault("server_error", "", method="GET")
        found = talk.client.look_up_answer(answer, attempted_at)
        if isinstance(found, Found):
            return "given"
        if is_absent(found, talk, attempted_at) and not isinstance(outcome, Duplicate):
            outcome = talk.client.answer(answer)
        talk.stand.clock.move(STEP_SECONDS)
    return "asked"


@pytest.mark.enumerated(one_in=4)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("name", "kind", "to"), open_answers())
def test_an_answer_ends_once_and_as_it_is_told(name: str, kind: AnswerKind, to: InteractionKind, fault: str) -> None:
    talk = Talk(name)
    answer = talk.answer(talk.hear(to), kind)
    FAULTS[fault](talk)
    end = settle(talk, answer)
    count = talk.ours().count(WORDS)
    assert count <= 1
    assert (end, count) != ("given", 0)
    assert (end, count) != ("refused", 1)
    if is_listed(name, to):
        assert end != "asked"


def do_until_settled(talk: Talk, act: Callable[[], Any]) -> AnswerOutcome | Done | None:
    """Does something until it is done or refused; None when a person has to be asked."""
    for _ in range(5):
        outcome: AnswerOutcome | Done = act()
        if isinstance(outcome, Done | Refused | AuthFailed):
            return outcome
        if isinstance(outcome, Throttled):
            talk.stand.clock.move(outcome.retry_after_seconds)
    return None


@pytest.mark.enumerated(one_in=4)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("name", "deed", "about"), HIDES)
def test_a_hiding_and_its_undoing_end_as_they_are_told(
    name: str, deed: Deed, about: InteractionKind, fault: str
) -> None:
    talk = Talk(name)
    said = talk.hear(about)
    talk.client.do(Deed.UNHIDE, said)
    talk.strikes_deeds = True
    FAULTS[fault](talk)
    ended = do_until_settled(talk, lambda: talk.client.do(deed, said))
    assert ended is not None
    assert talk.standing(said) == ({deed} if isinstance(ended, Done) else set())
    talk.stand.network.faults.clear()
    FAULTS[fault](talk)
    shown = do_until_settled(talk, lambda: talk.client.do(Deed.UNHIDE, said))
    assert isinstance(shown, Done | Refused)
    if isinstance(shown, Done):
        assert talk.standing(said) == set()
