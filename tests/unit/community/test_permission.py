"""What may be said and done about what people say, and what a person is told where it may not."""

from datetime import timedelta
from typing import Any

import pytest

from portavoce.community.acts.permission import Allowed, Forbidden
from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.platforms.interaction import InteractionKind
from tests.aurora import NOW
from tests.permission import decide, stored

PERSONS_ONLY = (Deed.DELETE, Deed.BLOCK, Deed.REPORT)
INBOXES = {"facebook", "instagram", "x", "bluesky", "mastodon"}


def ago(**span: float) -> dict[str, Any]:
    return {"occurred_at": NOW - timedelta(**span)}


@pytest.mark.parametrize("platform", ["facebook", "instagram"])
def test_a_message_is_answered_for_a_day_by_anybody_and_for_a_week_by_a_person(platform: str) -> None:
    day_old = stored(platform, InteractionKind.MESSAGE, **ago(hours=24))
    fresh, week_old = (stored(platform, InteractionKind.MESSAGE, **ago(hours=hours)) for hours in (23.9, 168))
    assert decide(AnswerKind.MESSAGE, fresh, by_person=False) == Allowed(is_final=True)
    assert decide(AnswerKind.MESSAGE, day_old) == Allowed(only_late=True, is_final=True)
    by_rule = decide(AnswerKind.MESSAGE, day_old, by_person=False)
    assert isinstance(by_rule, Forbidden)
    assert "24 hours" in by_rule.reason
    over = decide(AnswerKind.MESSAGE, week_old)
    assert isinstance(over, Forbidden)
    assert "7 days" in over.reason
    assert over.link


def test_the_window_of_a_message_begins_with_the_last_one_that_they_wrote() -> None:
    old = stored("facebook", InteractionKind.MESSAGE, **ago(days=9))
    assert decide(AnswerKind.MESSAGE, old, last_heard_at=NOW - timedelta(hours=2)) == Allowed(is_final=True)


def test_one_private_reply_is_taken_within_a_week_and_never_a_second() -> None:
    comment, old = (stored("facebook", InteractionKind.COMMENT, **ago(hours=hours)) for hours in (167.9, 168))
    late = NOW - timedelta(hours=1)
    assert decide(AnswerKind.PRIVATE_REPLY, comment) == Allowed(is_final=True)
    assert decide(AnswerKind.PRIVATE_REPLY, comment, earlier=[AnswerKind.REPLY]) == Allowed(is_final=True)
    assert isinstance(decide(AnswerKind.PRIVATE_REPLY, comment, earlier=[AnswerKind.PRIVATE_REPLY]), Forbidden)
    over = decide(AnswerKind.PRIVATE_REPLY, old, last_heard_at=late)
    assert isinstance(over, Forbidden)
    assert "Reply in public" in over.instead


def test_a_hidden_comment_on_instagram_is_shown_before_it_is_answered() -> None:
    hidden = stored("instagram", InteractionKind.COMMENT, hidden=True)
    forbidden = decide(AnswerKind.REPLY, hidden)
    assert isinstance(forbidden, Forbidden)
    assert "Show it again" in forbidden.instead
    assert isinstance(decide(AnswerKind.REPLY, stored("facebook", InteractionKind.COMMENT, hidden=True)), Allowed)


def test_a_comment_on_a_live_video_is_answered_in_private_while_it_may_be_on_air() -> None:
    live, over = (stored("instagram", InteractionKind.LIVE_COMMENT, **ago(hours=hours)) for hours in (1, 5))
    assert isinstance(decide(AnswerKind.REPLY, live), Forbidden)
    assert isinstance(decide(AnswerKind.PRIVATE_REPLY, live), Allowed)
    assert isinstance(decide(AnswerKind.PRIVATE_REPLY, over), Forbidden)


def test_an_encrypted_message_on_x_is_left_to_a_person() -> None:
    plain = stored("x", InteractionKind.MESSAGE, permalink="https://x.com/messages/compose?recipient_id=9")
    encrypted = stored("x", InteractionKind.MESSAGE, attachments=("encrypted",), permalink="https://x.com/messages")
    assert isinstance(decide(AnswerKind.MESSAGE, plain), Allowed)
    forbidden = decide(AnswerKind.MESSAGE, encrypted)
    assert isinstance(forbidden, Forbidden)
    assert "encrypted" in forbidden.reason
    assert forbidden.link == "https://x.com/messages"


@pytest.mark.parametrize("deed", PERSONS_ONLY)
def test_no_rule_deletes_blocks_or_reports(deed: Deed) -> None:
    said = stored("bluesky" if deed is Deed.REPORT else "facebook", InteractionKind.COMMENT)
    assert isinstance(decide(deed, said), Allowed)
    assert isinstance(decide(deed, said, by_person=False), Forbidden)


def test_a_rule_answers_once() -> None:
    said = stored("facebook", InteractionKind.COMMENT)
    assert isinstance(decide(AnswerKind.REPLY, said, earlier=[AnswerKind.REPLY]), Allowed)
    assert isinstance(decide(AnswerKind.REPLY, said, earlier=[AnswerKind.REPLY], by_person=False), Forbidden)


def test_what_was_taken_back_is_answered_by_nobody() -> None:
    gone = stored("facebook", InteractionKind.COMMENT, removed=True)
    assert isinstance(decide(AnswerKind.REPLY, gone), Forbidden)
    assert isinstance(decide(Deed.HIDE, gone), Forbidden)


def test_what_cannot_be_taken_back_says_so_before() -> None:
    comment = stored("facebook", InteractionKind.COMMENT)
    assert decide(Deed.HIDE, comment) == Allowed(undone_by=Deed.UNHIDE)
    assert decide(Deed.DELETE, comment) == Allowed(is_final=True)


def test_a_block_on_bluesky_is_told_to_be_public_and_a_muting_is_not() -> None:
    post = stored("bluesky", InteractionKind.REPLY)
    block, mute = (decide(deed, post) for deed in (Deed.BLOCK, Deed.MUTE))
    assert isinstance(block, Allowed)
    assert isinstance(mute, Allowed)
    assert "everybody" in block.told
    assert mute.told == ""


@pytest.mark.parametrize("platform", sorted(INBOXES))
@pytest.mark.parametrize("kind", list(InteractionKind))
def test_whatever_is_closed_says_why_and_what_to_do_instead(platform: str, kind: InteractionKind) -> None:
    said = stored(platform, kind, permalink="https://there.example/1")
    verdicts = {what: decide(what, said) for what in (*AnswerKind, *Deed)}
    for what, verdict in verdicts.items():
        if isinstance(verdict, Forbidden):
            assert verdict.reason.endswith("."), what
            assert verdict.instead.endswith("."), what
            assert verdict.link == "https://there.example/1", what
