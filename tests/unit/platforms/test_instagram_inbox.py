"""Everything that is said to an Instagram account: Instagram Platform, Webhooks and its examples; restfb's samples."""

from pathlib import Path

import pytest

from portavoce.platforms.instagram.inbox import hear, interactions
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb

SAMPLES = Path(__file__).parents[3] / "events" / "samples" / "webhooks" / "instagram"
PERSON = "7000000000000021"


def read(sample: str) -> Interaction:
    """The one thing that a sample says."""
    (one,) = interactions((SAMPLES / f"{sample}.json").read_bytes())
    return one


def test_a_comment_on_a_boosted_post_belongs_to_the_original() -> None:
    comment = read("comment_on_ad")
    assert (comment.post_id, comment.ad_id) == ("17990000000000001", "120000000000000009")
    assert (comment.kind, comment.text) == (InteractionKind.COMMENT, "how much?")


def test_a_live_comment_is_one_an_answer_is_a_reply_and_an_author_may_be_unknown() -> None:
    assert read("live_comment").kind is InteractionKind.LIVE_COMMENT
    assert read("comment_reply_arabic").kind is InteractionKind.REPLY
    unknown = read("comment_without_author")
    assert (unknown.text, unknown.author_id, unknown.is_own) == ("This is an example.", None, False)


@pytest.mark.parametrize(
    ("sample", "kind", "words", "post_id", "attachments"),
    [
        ("message", InteractionKind.MESSAGE, "هل لديكم توصيل؟", None, ()),
        ("story_reply", InteractionKind.STORY_REPLY, "Che buono!", "17990000000000055", ()),
        ("story_mention", InteractionKind.STORY_MENTION, "", None, ("story_mention",)),
        ("message_shared_post", InteractionKind.MESSAGE, "", None, ("ig_post",)),
        ("message_unsupported", InteractionKind.MESSAGE, "", None, ("unsupported_type",)),
    ],
)
def test_messages_stories_answers_and_shared_posts_are_told_apart(
    sample: str, kind: InteractionKind, words: str, post_id: str | None, attachments: tuple[str, ...]
) -> None:
    said = read(sample)
    assert (said.kind, said.text, said.post_id, said.attachments) == (kind, words, post_id, attachments)
    assert (said.author_id, said.thread_id) == (PERSON, PERSON)
    assert said.permalink == "https://www.instagram.com/direct/inbox/"


def test_a_message_that_was_taken_back_is_removed_and_our_own_is_an_echo() -> None:
    assert (read("message_unsend").verb, read("message_unsend").text) == (Verb.REMOVED, None)
    assert read("message_own_echo").is_own


@pytest.mark.parametrize(
    ("sample", "kind"), [("message_seen", "messaging.read"), ("message_reaction", "messaging.reaction")]
)
def test_what_is_not_taken_is_counted_by_instagrams_own_name_of_it(sample: str, kind: str) -> None:
    heard = hear((SAMPLES / f"{sample}.json").read_bytes())
    assert (heard.interactions, [one.kind for one in heard.passed_over]) == ([], [kind])
