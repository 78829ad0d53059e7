"""Every platform that moderates hides and shows a comment, and may be told twice."""

from portavoce.platforms.conversation import Deed
from portavoce.platforms.interaction import Interaction
from portavoce.platforms.outcomes import AuthFailed, Done, Published, Refused, Throttled, Unknown
from tests.contract.platforms.preparation import prepared
from tests.contract.platforms.stands import Stand


def commented(stand: Stand) -> Interaction:
    """A stranger's comment under a post of ours."""
    client = stand.client()
    outcome = client.release(prepared(client, stand.post()))
    assert isinstance(outcome, Published)
    return stand.heard(stand.visitor_comments(outcome.remote_id))


def test_hiding_and_showing_take_effect_and_may_be_repeated(moderated: Stand) -> None:
    said = commented(moderated)
    client = moderated.client()
    for deed, hidden in ((Deed.HIDE, True), (Deed.HIDE, True), (Deed.UNHIDE, False), (Deed.UNHIDE, False)):
        assert client.do(deed, said) == Done()
        assert moderated.is_hidden(said.interaction_id) is hidden


def test_a_comment_that_is_not_there_is_refused(moderated: Stand) -> None:
    gone = commented(moderated).model_copy(update={"interaction_id": "404"})
    assert isinstance(moderated.client().do(Deed.HIDE, gone), Refused)


def test_a_hiding_whose_answer_is_lost_may_simply_be_repeated(moderated: Stand) -> None:
    said = commented(moderated)
    moderated.fault("lost_answer", said.interaction_id)
    client = moderated.client()
    assert isinstance(client.do(Deed.HIDE, said), Unknown)
    assert client.do(Deed.HIDE, said) == Done()


def test_a_throttled_hiding_says_how_long_to_wait(moderated: Stand) -> None:
    said = commented(moderated)
    moderated.fault("throttled", said.interaction_id, seconds=120)
    outcome = moderated.client().do(Deed.HIDE, said)
    assert isinstance(outcome, Throttled)
    assert outcome.retry_after_seconds > 0
    assert not moderated.is_hidden(said.interaction_id)


def test_hiding_with_a_dead_token_needs_a_person(moderated: Stand) -> None:
    assert isinstance(moderated.client("dead").do(Deed.HIDE, commented(moderated)), AuthFailed)
