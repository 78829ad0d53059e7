"""What each kind of delivery says, in our words."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portavoce.platforms import discovery
from portavoce.platforms.interaction import Interaction, Kind, Verb
from portavoce.platforms.x.inbox import revocations

SAMPLES = Path(__file__).parents[3] / "events" / "samples" / "webhooks"
PAGE, IG_USER, X_USER = "61550000000000001", "17841400000000001", "1780000000000000001"
POST = f"{PAGE}_900000000000011"
PERMALINK = f"https://www.facebook.com/{PAGE}/posts/900000000000011"


def read(platform: str, sample: str) -> list[Interaction]:
    found: list[Interaction] = discovery.part(platform, "inbox").interactions(
        (SAMPLES / platform / f"{sample}.json").read_bytes()
    )
    return found


def at(minute: int, second: int) -> datetime:
    return datetime(2026, 11, 23, 10, minute, second, tzinfo=UTC)


def test_a_facebook_comment() -> None:
    assert read("facebook", "comment_add") == [
        Interaction(
            platform="facebook",
            account_id=PAGE,
            interaction_id="900000000000011_500000000000001",
            kind=Kind.COMMENT,
            verb=Verb.ADDED,
            occurred_at=at(40, 0),
            text="Quanto costa la miscela da 1 kg? \u2615\ufe0f",
            author_id="7000000000000001",
            author_name="Giulia Neri",
            post_id=POST,
            permalink=PERMALINK,
        )
    ]


def test_escaped_arabic_and_emoji_come_out_as_written() -> None:
    [comment] = read("facebook", "comment_add_arabic")
    assert (comment.text, comment.author_name) == ("هل القهوة طازجة؟ 😍", "ليلى")


def test_an_answer_to_a_comment_has_that_comment_as_its_parent_and_a_comment_on_the_post_has_none() -> None:
    [answer] = read("facebook", "comment_reply")
    assert answer.parent_id == "900000000000011_500000000000001"
    [reply] = read("x", "reply")
    [nested] = read("x", "reply_arabic")
    assert (reply.post_id, reply.parent_id) == ("1990000000000000001", None)
    assert nested.parent_id == "1990000000000000099"


def test_an_edit_a_removal_and_a_hiding_happened_after_the_comment() -> None:
    [added] = read("facebook", "comment_add")
    [edited] = read("facebook", "comment_edited")
    [removed] = read("facebook", "comment_remove")
    [hidden] = read("facebook", "comment_hide")
    assert [one.verb for one in (edited, removed, hidden)] == [Verb.EDITED, Verb.REMOVED, Verb.HIDDEN]
    assert added.interaction_id == edited.interaction_id == removed.interaction_id
    assert added.occurred_at < edited.occurred_at < removed.occurred_at < hidden.occurred_at
    assert removed.text is None
    assert edited.text == "Quanto costa la miscela da 500 g? \u2615\ufe0f"


def test_a_comment_without_words_has_empty_words_and_not_unknown_ones() -> None:
    [comment] = read("facebook", "comment_photo_only")
    assert comment.text == ""


def test_a_reaction_to_a_comment_is_no_comment() -> None:
    assert read("facebook", "reaction") == []


def test_a_batch_gives_its_comments_and_leaves_the_rest() -> None:
    assert [one.author_name for one in read("facebook", "batch")] == ["Sara", "Luca", "خالد"]


def test_a_mention_on_facebook_brings_its_words() -> None:
    [mention] = read("facebook", "mention")
    assert (mention.kind, mention.author_id) == (Kind.MENTION, "7000000000000006")
    assert mention.interaction_id == "900000000000777_500000000000777"
    assert mention.text == "Provate Aurora Coffee, è buonissimo 🤎"


def test_instagram_comments_are_read_in_every_shape() -> None:
    shapes = ("comment_add", "comment_in_entry", "comment_in_list", "comment_id_named")
    ids = [one.interaction_id for shape in shapes for one in read("instagram", shape)]
    assert ids == ["17900000000000001", "17900000000000003", "17900000000000004", "17900000000000005"]
    [comment] = read("instagram", "comment_add")
    assert (comment.account_id, comment.author_name, comment.post_id) == (IG_USER, "giulia.n", "17990000000000001")
    assert comment.occurred_at == at(45, 0)


def test_an_instagram_mention_brings_ids_and_no_words() -> None:
    [in_comment] = read("instagram", "mention_comment")
    [in_media] = read("instagram", "mention_media")
    assert (in_comment.interaction_id, in_comment.post_id) == ("17900000000000077", "17990000000000077")
    assert in_media.interaction_id == in_media.post_id == "17990000000000078"
    assert in_comment.text is in_media.text is None


def test_an_x_reply_has_its_own_characters_back() -> None:
    [reply] = read("x", "reply")
    assert reply.text == "@auroracoffee quanto costa? \u2615\ufe0f & spedite?"
    assert (reply.account_id, reply.author_name, reply.kind) == (X_USER, "giulia_n", Kind.COMMENT)
    assert reply.occurred_at == at(46, 0)


def test_an_x_mention_is_one_and_a_deletion_of_our_own_is_nothing() -> None:
    assert [one.kind for one in read("x", "mention")] == [Kind.MENTION]
    assert read("x", "post_delete") == []


@pytest.mark.parametrize("sample", ["oauth_revoke", "oauth_revoke_older"])
def test_x_names_the_account_whose_owner_took_our_access_away(sample: str) -> None:
    body = (SAMPLES / "x" / f"{sample}.json").read_bytes()
    assert revocations(body) == [X_USER]
    assert read("x", sample) == []


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"event_type": "post.create", "payload": {"user_id": X_USER}}},
        {"data": {"event_type": "oauth.revoke", "payload": None}},
        {"data": {"event_type": "oauth.revoke", "payload": {"user_id": ""}}},
        {"data": [{"event_type": ["oauth.revoke"]}], "user_event": {"revoke": {"source": X_USER}}},
        [],
    ],
)
def test_x_names_nobody_when_nobody_took_it_away(body: object) -> None:
    assert revocations(json.dumps(body).encode()) == []
