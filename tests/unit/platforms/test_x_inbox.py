"""Everything that is said to an X account: X Activity API, "Event payloads"."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from portavoce.platforms.interaction import Interaction, InteractionKind
from portavoce.platforms.x.inbox import interactions

SAMPLES = Path(__file__).parents[3] / "events" / "samples" / "webhooks" / "x"
MARCO = "1780000000000000557"


def read(sample: str) -> Interaction:
    """The one thing that a sample says."""
    (one,) = interactions((SAMPLES / f"{sample}.json").read_bytes())
    return one


def test_an_author_is_known_by_the_objects_inside_the_event() -> None:
    assert (read("mention").author_name, read("reply").author_name) == ("marco", "giulia_n")


def test_a_quote_has_its_words_without_the_link_that_x_adds_and_belongs_to_the_post_it_quotes() -> None:
    quote = read("quote")
    assert (quote.kind, quote.text, quote.language) == (InteractionKind.QUOTE, "Terrible service, do not buy.", "en")
    assert (quote.post_id, quote.thread_id) == ("1990000000000000001", "1990000000000000201")
    assert (quote.author_id, quote.author_name) == ("1780000000000000558", None)


def test_links_say_where_they_lead_and_that_of_a_picture_is_left_out() -> None:
    assert read("mention_with_link").text == "@auroracoffee guardate https://example.com/listino?a=1&b=2"


def test_a_direct_message_has_its_words_its_sender_and_its_conversation() -> None:
    message = read("direct_message")
    assert (message.kind, message.text) == (InteractionKind.MESSAGE, "hello! https://example.com/ordine")
    assert (message.author_id, message.author_name, message.thread_id) == (MARCO, "marco", MARCO)
    assert message.occurred_at == datetime(2026, 11, 23, 10, 49, 24, 372_000, tzinfo=UTC)
    assert message.permalink == f"https://x.com/messages/compose?recipient_id={MARCO}"


def test_an_encrypted_message_is_known_to_have_come_and_says_why_it_has_no_words() -> None:
    message = read("encrypted_message")
    assert (message.kind, message.text, message.attachments) == (InteractionKind.MESSAGE, "", ("encrypted",))
    assert (message.author_id, message.interaction_id) == (MARCO, "e4f4d3fc-8bbf-4928-92eb-e5058d6bb6f6")


@pytest.mark.parametrize(
    ("event_type", "kind"),
    [
        ("post.reply.create", InteractionKind.REPLY),
        ("post.mention.create", InteractionKind.MENTION),
        ("post.quote.create", InteractionKind.QUOTE),
    ],
)
def test_one_post_that_comes_as_three_events_has_one_id(event_type: str, kind: InteractionKind) -> None:
    delivery: dict[str, Any] = json.loads((SAMPLES / "reply_arabic.json").read_bytes())
    delivery["data"]["event_type"] = event_type
    (one,) = interactions(json.dumps(delivery).encode())
    assert (one.interaction_id, one.kind) == ("1990000000000000102", kind)


def test_a_long_post_is_whole() -> None:
    """X API v2, Post object: `note_tweet` holds what is beyond 280 characters."""
    delivery: dict[str, Any] = json.loads((SAMPLES / "mention.json").read_bytes())
    delivery["data"]["payload"]["note_tweet"] = {"text": "lungo &lt;tutto&gt; " * 40}
    (one,) = interactions(json.dumps(delivery).encode())
    assert one.text == ("lungo <tutto> " * 40).strip()
