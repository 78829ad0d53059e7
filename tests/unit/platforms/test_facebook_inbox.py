"""Everything that is said to a Page: shapes of restfb's samples of Meta's webhooks, and Meta's own reference."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portavoce.platforms.facebook.inbox import hear, interactions
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb

SAMPLES = Path(__file__).parents[3] / "events" / "samples" / "webhooks" / "facebook"
PAGE, VISITOR = "61550000000000001", "7000000000000021"
START = datetime(2026, 11, 23, 10, 46, 40, tzinfo=UTC)


def read(sample: str) -> Interaction:
    """The one thing that a sample says."""
    (one,) = interactions((SAMPLES / f"{sample}.json").read_bytes())
    return one


def facts(one: Interaction, *names: str) -> tuple[Any, ...]:
    return tuple(getattr(one, name) for name in names)


def seconds(count: float) -> datetime:
    return START + timedelta(seconds=count)


def test_a_visitors_post_its_edit_and_its_end_are_about_one_thing() -> None:
    post, edit, end = (read(f"visitor_post{name}") for name in ("", "_edit", "_remove"))
    assert facts(post, "kind", "text", "author_id", "author_name") == (
        InteractionKind.VISITOR_POST,
        "Oggi a mezzogiorno eravate chiusi!",
        "7000000000000011",
        "Marta Riva",
    )
    assert post.permalink == f"https://www.facebook.com/{PAGE}_900000000000031"
    assert post.interaction_id == post.post_id == edit.interaction_id == end.interaction_id
    assert (post.verb, edit.verb, end.verb) == (Verb.ADDED, Verb.EDITED, Verb.REMOVED)
    assert (post.occurred_at, edit.occurred_at, end.occurred_at) == (seconds(0), seconds(60), seconds(121))
    assert edit.text == "Oggi a mezzogiorno eravate chiusi, perché?"


def test_a_visitors_photos_are_named_and_a_post_of_the_page_is_no_visitors() -> None:
    photos = read("visitor_photos")
    assert facts(photos, "kind", "text", "attachments") == (
        InteractionKind.VISITOR_POST,
        "أجمل صباح في ميلانو",
        ("photos",),
    )
    assert interactions((SAMPLES / "post_of_the_page.json").read_bytes()) == []


def test_a_mention_without_words_has_unknown_words_the_name_that_is_told_and_a_link() -> None:
    mention = read("mention_without_words")
    assert facts(mention, "kind", "text", "author_name", "author_id") == (
        InteractionKind.MENTION,
        None,
        "Example Name",
        "44444444",
    )
    assert mention.permalink == "https://www.facebook.com/44444444_444444444"
    with_words = read("mention_post")
    assert facts(with_words, "text", "author_id") == ("Colazione da Aurora Coffee", None)


def test_a_review_brings_its_words_author_and_verdict_and_may_change_its_mind() -> None:
    review, edit, end = (read(f"review{name}") for name in ("", "_edit", "_remove"))
    assert facts(review, "kind", "interaction_id", "text", "author_id", "author_name", "recommends") == (
        InteractionKind.REVIEW,
        "904801129604590",
        "Cold coffee, rude staff",
        "7000000000000013",
        "Tester",
        False,
    )
    assert facts(edit, "verb", "interaction_id", "recommends") == (Verb.EDITED, "904801129604590", True)
    assert facts(end, "verb", "text", "recommends") == (Verb.REMOVED, None, None)


def test_a_comment_on_a_review_has_words_that_are_asked_for() -> None:
    assert facts(read("review_comment"), "kind", "text", "author_name") == (InteractionKind.COMMENT, None, "Passante")


def test_a_lead_form_is_known_by_its_ids_and_an_advertisement_of_0_is_none() -> None:
    lead = read("lead_form")
    assert facts(lead, "kind", "verb", "text", "interaction_id", "post_id", "ad_id") == (
        InteractionKind.LEAD_FORM,
        Verb.ADDED,
        None,
        "1636129430026801",
        "12345",
        "120000000000000009",
    )
    assert lead.occurred_at == seconds(25)
    assert facts(read("lead_form_organic"), "interaction_id", "ad_id") == ("1636129430026802", None)


@pytest.mark.parametrize(
    ("verb", "meant"),
    [
        ("add", Verb.ADDED),
        ("edit", Verb.EDITED),
        ("edited", Verb.EDITED),
        ("update", Verb.EDITED),
        ("remove", Verb.REMOVED),
        ("delete", Verb.REMOVED),
        ("hide", Verb.HIDDEN),
        ("block", Verb.HIDDEN),
        ("unhide", Verb.UNHIDDEN),
        ("unblock", Verb.UNHIDDEN),
    ],
)
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("feed", {"item": "comment", "comment_id": "1_7", "post_id": "61550000000000001_1"}),
        ("feed", {"item": "post", "post_id": "61550000000000001_2"}),
        ("mention", {"item": "comment", "comment_id": "6_9", "post_id": "55_6"}),
        ("ratings", {"item": "rating", "open_graph_story_id": "90"}),
    ],
)
def test_every_verb_of_metas_is_understood_and_happened_when_the_delivery_was_made(
    field: str, value: dict[str, Any], verb: str, meant: Verb
) -> None:
    value = value | {"verb": verb, "created_time": 1795600000, "from": {"id": "55", "name": "Ada"}}
    body = {
        "object": "page",
        "entry": [{"id": PAGE, "time": 1795600100, "changes": [{"field": field, "value": value}]}],
    }
    (one,) = interactions(json.dumps(body).encode())
    assert one.verb is meant
    assert one.occurred_at.timestamp() == (1795600000 if meant is Verb.ADDED else 1795600100)


def test_an_edit_that_names_no_words_changes_none() -> None:
    assert facts(read("comment_edit_photo"), "verb", "text", "attachments") == (Verb.EDITED, None, ("photo",))
    assert facts(read("comment_edit"), "verb", "text") == (Verb.EDITED, "Anch'io, grazie")


def test_a_message_its_edit_and_its_end_are_about_one_thing_in_one_conversation() -> None:
    message, edit, end = (read(f"message{name}") for name in ("", "_edit", "_unsend"))
    assert facts(message, "kind", "interaction_id", "text", "author_id", "thread_id", "account_id") == (
        InteractionKind.MESSAGE,
        "mid.1:41d102a3e1ae206a38",
        "hello, do you deliver?",
        VISITOR,
        VISITOR,
        PAGE,
    )
    assert message.occurred_at == seconds(50.127)
    assert message.permalink == f"https://business.facebook.com/latest/inbox/all?asset_id={PAGE}"
    assert facts(edit, "verb", "interaction_id", "text") == (
        Verb.EDITED,
        message.interaction_id,
        "hello, do you deliver to Bergamo?",
    )
    assert facts(end, "verb", "text") == (Verb.REMOVED, None)


@pytest.mark.parametrize(
    ("sample", "attachments"),
    [
        ("message_picture", ("image",)),
        ("message_sticker", ("sticker",)),
        ("message_unsupported", ("unsupported",)),
        ("message", ()),
    ],
)
def test_what_is_attached_to_a_message_is_named_and_its_words_are_none(
    sample: str, attachments: tuple[str, ...]
) -> None:
    message = read(sample)
    assert message.attachments == attachments
    assert message.text is not None


def test_a_message_says_what_it_answers_and_from_which_advertisement_its_author_came() -> None:
    assert read("message_answer").parent_id == "mid.1:4"
    assert facts(read("message_from_ad"), "ad_id", "post_id", "text") == (
        "120000000000000009",
        "900000000000011",
        "Quanto costa?",
    )


@pytest.mark.parametrize("sample", ["message_own_echo", "message_standby_own_echo"])
def test_an_echo_is_our_own_whichever_way_round_it_names_the_two(sample: str) -> None:
    echo = read(sample)
    assert echo.is_own
    assert echo.thread_id == VISITOR


def test_what_is_said_while_another_app_leads_the_conversation_is_heard() -> None:
    assert facts(read("message_standby"), "kind", "text", "is_own") == (InteractionKind.MESSAGE, "C'è qualcuno?", False)


def test_a_button_says_its_title_and_an_older_one_has_an_id_that_names_nobody() -> None:
    assert facts(read("message_postback"), "interaction_id", "text") == ("mid.1:12", "Orari")
    older = read("message_postback_older")
    assert older.text == "USER_DEFINED_PAYLOAD"
    assert older == read("message_postback_older")
    assert VISITOR not in older.interaction_id


def test_whoever_removed_or_hid_something_is_not_taken_for_its_author() -> None:
    value = {"item": "comment", "verb": "remove", "comment_id": "1_7", "post_id": f"{PAGE}_1", "from": {"id": PAGE}}
    body = {
        "object": "page",
        "entry": [{"id": PAGE, "time": 1795600100, "changes": [{"field": "feed", "value": value}]}],
    }
    (removed,) = interactions(json.dumps(body).encode())
    assert not removed.is_own


@pytest.mark.parametrize(
    ("sample", "code", "about", "words"),
    [
        ("video_block", "video_blocked", "900767076685784", "Meta's reason 1"),
        ("video_mute", "video_muted", "900767076685784", "Meta's reason 1"),
        ("messages_blocked", "messages_blocked", PAGE, "The bot violated our Platform Policies"),
        ("messages_warned", "messages_warned", PAGE, "Too many messages were reported."),
    ],
)
def test_what_meta_restricts_is_a_notice_for_a_person(sample: str, code: str, about: str, words: str) -> None:
    heard = hear((SAMPLES / f"{sample}.json").read_bytes())
    assert (heard.interactions, heard.passed_over) == ([], [])
    (notice,) = heard.notices
    assert (notice.account_id, notice.code, notice.about) == (PAGE, code, about)
    assert notice.reason.startswith(words)


@pytest.mark.parametrize(
    ("sample", "kind"),
    [
        ("message_read", "messaging.read"),
        ("message_delivered", "messaging.delivery"),
        ("message_reaction", "messaging.reaction"),
        ("thread_passed", "messaging.pass_thread_control"),
        ("messages_unblocked", "messaging.policy-enforcement"),
        ("video_unblock", "feed.video"),
        ("review_reaction", "ratings.reaction"),
        ("post_of_the_page", "feed.status"),
    ],
)
def test_what_is_not_taken_is_counted_by_metas_own_name_of_it(sample: str, kind: str) -> None:
    heard = hear((SAMPLES / f"{sample}.json").read_bytes())
    assert (heard.interactions, [one.kind for one in heard.passed_over], heard.notices) == ([], [kind], [])
