"""Every platform that moderates hides and shows a comment, and may be told twice."""

from portavoce.platforms.outcomes import AuthFailed, Done, Published, Refused, Throttled, Unknown
from tests.contract.platforms.preparation import prepared
from tests.contract.platforms.stands import Stand


def commented(stand: Stand) -> str:
    """A stranger's comment under a post of ours."""
    client = stand.client()
    outcome = client.release(prepared(client, stand.post()))
    assert isinstance(outcome, Published)
    return stand.visitor_comments(outcome.remote_id)


def test_hiding_and_showing_take_effect_and_may_be_repeated(moderated: Stand) -> None:
    comment_id = commented(moderated)
    client = moderated.client()
    for act, hidden in ((client.hide, True), (client.hide, True), (client.unhide, False), (client.unhide, False)):
        assert act(comment_id) == Done()
        assert moderated.is_hidden(comment_id) is hidden


def test_a_comment_that_is_not_there_is_refused(moderated: Stand) -> None:
    assert isinstance(moderated.client().hide("404"), Refused)


def test_a_hiding_whose_answer_is_lost_may_simply_be_repeated(moderated: Stand) -> None:
    comment_id = commented(moderated)
    moderated.fault("lost_answer", comment_id)
    client = moderated.client()
    assert isinstance(client.hide(comment_id), Unknown)
    assert client.hide(comment_id) == Done()


def test_a_throttled_hiding_says_how_long_to_wait(moderated: Stand) -> None:
    comment_id = commented(moderated)
    moderated.fault("throttled", comment_id, seconds=120)
    outcome = moderated.client().hide(comment_id)
    assert isinstance(outcome, Throttled)
    assert outcome.retry_after_seconds > 0
    assert not moderated.is_hidden(comment_id)


def test_hiding_with_a_dead_token_needs_a_person(moderated: Stand) -> None:
    assert isinstance(moderated.client("dead").hide("1"), AuthFailed)
