"""What is polled, through client and inbox: answers in the shapes of Bluesky's lexicon and of Mastodon's documents."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from portavoce.platforms import discovery
from portavoce.platforms.bluesky.notifications import poll_notifications
from portavoce.platforms.contract import Polled, ReadFailed
from portavoce.platforms.interaction import Heard, InteractionKind, Verb
from tests.unit.platforms.wire import client_of, say

NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
SINCE = NOON - timedelta(hours=48)
OWN = "at://did:plc:aurora/app.bsky.feed.post/3root"
OTHERS = "at://did:plc:else/app.bsky.feed.post/3root"


def ago(hours: float) -> str:
    return (NOON - timedelta(hours=hours)).isoformat().replace("+00:00", "Z")


def notice(
    key: str, reason: str = "reply", hours: float = 1, created: float | None = None, **record: Any
) -> dict[str, Any]:
    """One row of app.bsky.notification.listNotifications."""
    return {
        "uri": f"at://did:plc:ana/app.bsky.feed.post/{key}",
        "cid": "bafy",
        "author": {"did": "did:plc:ana", "handle": "ana.example", "description": "CANARY"},
        "reason": reason,
        "record": {"text": "Bello!", "createdAt": ago(hours if created is None else created)} | record,
        "indexedAt": ago(hours),
        "isRead": False,
    }


def reply_to(root: str, parent: str | None = None) -> dict[str, Any]:
    return {"reply": {"root": {"uri": root, "cid": "b"}, "parent": {"uri": parent or root, "cid": "b"}}}


def mention(id_: str, hours: float = 1, **status: Any) -> dict[str, Any]:
    """One row of GET /api/v1/notifications."""
    said: dict[str, Any] = {
        "id": f"9{id_}",
        "created_at": ago(hours),
        "in_reply_to_id": None,
        "visibility": "public",
        "spoiler_text": "",
        "language": "it",
        "url": f"https://social.example/@ana/9{id_}",
        "content": '<p><span class="h-card"><a href="https://s/@aurora" class="u-url mention">@<span>aurora</span></a>'
        "</span> buono &amp; caldo</p><p>davvero</p>",
        "media_attachments": [],
        "edited_at": None,
    }
    return {
        "id": id_,
        "type": "mention",
        "created_at": ago(hours),
        "account": {"id": "55", "acct": "ana@else.example", "note": "CANARY"},
        "status": said | status,
    }


def poll(platform: str, *pages: Any) -> tuple[list[Polled], list[httpx2.Request]]:
    """What is found on these pages, and what was asked for them."""
    asked: list[httpx2.Request] = []

    def answering(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(200, json=pages[min(len(asked), len(pages)) - 1])

    client: Any = client_of(platform, answering)
    return client.poll(SINCE), asked


def hear(platform: str, *pages: Any) -> Heard:
    found, _ = poll(platform, *pages)
    body = json.dumps({"account_id": "aurora", "found": [one.body for one in found]})
    assert "CANARY" not in body
    heard: Heard = discovery.part(platform, "inbox").hear(body.encode())
    return heard


def test_bluesky_replies_under_our_own_posts_are_told_from_those_elsewhere() -> None:
    rows = [
        notice("a", **reply_to(OWN)),
        notice("b", "mention", **reply_to(OWN, "at://did:plc:ana/app.bsky.feed.post/a")),
        notice("c", "mention", **reply_to(OTHERS)),
        notice("d", "mention"),
        notice("e", "quote", embed={"$type": "app.bsky.embed.record", "record": {"uri": OWN, "cid": "b"}}),
        notice("f", "like"),
    ]
    heard = hear("bluesky", {"notifications": rows})
    assert [one.kind for one in heard.interactions] == [
        InteractionKind.COMMENT,
        InteractionKind.REPLY,
        InteractionKind.MENTION,
        InteractionKind.MENTION,
        InteractionKind.QUOTE,
    ]
    assert [one.post_id for one in heard.interactions] == [OWN, OWN, OTHERS, rows[3]["uri"], OWN]
    first = heard.interactions[0]
    assert (first.author_id, first.author_name, first.text) == ("did:plc:ana", "ana.example", "Bello!")
    assert first.permalink == "https://bsky.app/profile/did:plc:ana/post/a"
    assert (heard.passed_over, heard.notices) == ([], [])


def test_bluesky_links_say_where_they_lead_whatever_is_shown_and_language_and_pictures_are_told() -> None:
    words = "Perché? clicca ☕ qui"
    start = len("Perché? ".encode())
    facet = {
        "index": {"byteStart": start, "byteEnd": start + len(b"clicca")},
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://example.net/x"}],
    }
    row = notice("a", "mention", text=words, facets=[facet], langs=["it"], embed={"$type": "app.bsky.embed.images"})
    (said,) = hear("bluesky", {"notifications": [row]}).interactions
    assert (said.text, said.language, said.attachments) == ("Perché? https://example.net/x ☕ qui", "it", ("images",))


def test_bluesky_links_are_told_wherever_they_stand_in_the_text() -> None:
    facets = [
        {
            "index": {"byteStart": start, "byteEnd": start + 3},
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": f"https://example.net/{number}"}],
        }
        for number, start in ((1, 6), (2, 16))
    ]
    row = notice("a", "mention", text="ecco: qui e poi qui", facets=facets)
    (said,) = hear("bluesky", {"notifications": [row]}).interactions
    assert said.text == "ecco: https://example.net/1 e poi https://example.net/2"


def test_bluesky_is_read_back_to_the_moment_asked_for_over_short_and_empty_pages_and_not_beyond() -> None:
    pages = [
        {"cursor": "1", "notifications": [notice("a", "like", hours=1)]},
        {"cursor": "2", "notifications": []},
        {"cursor": "3", "notifications": [notice("b", hours=30)]},
        {"cursor": "4", "notifications": [notice("c", hours=2, created=50)]},
        {"cursor": "5", "notifications": [notice("d", hours=90)]},
    ]
    found, asked = poll("bluesky", *pages)
    assert [one.key.rpartition("/")[2] for one in found] == ["b", "c"]
    asked_for = [request.url.params for request in asked if "listNotifications" in request.url.path]
    assert [one.get("cursor") for one in asked_for] == [None, "1", "2", "3"]
    assert all(one["priority"] == "false" and "seenAt" not in one for one in asked_for)


def test_a_bluesky_post_happened_when_the_server_saw_it_whatever_its_author_says() -> None:
    (said,) = hear("bluesky", {"notifications": [notice("a", hours=2, created=-9000)]}).interactions
    assert said.occurred_at == NOON - timedelta(hours=2)


def test_mastodons_mentions_replies_direct_messages_and_quotes_are_told_apart() -> None:
    rows = [
        mention("1"),
        mention("2", in_reply_to_id="777"),
        mention("3", visibility="direct", in_reply_to_id="777"),
        mention("4", quote={"state": "accepted", "quoted_status": {"id": "778"}}) | {"type": "quote"},
        mention("5") | {"type": "favourite"},
    ]
    heard = hear("mastodon", rows, [])
    assert [(one.kind, one.post_id) for one in heard.interactions] == [
        (InteractionKind.MENTION, None),
        (InteractionKind.REPLY, "777"),
        (InteractionKind.MESSAGE, "777"),
        (InteractionKind.QUOTE, "778"),
    ]
    said, *_, message, _ = heard.interactions
    assert (said.text, said.author_name, said.language) == ("@aurora buono & caldo\ndavvero", "ana@else.example", "it")
    assert (said.interaction_id, said.permalink) == ("91", "https://social.example/@ana/91")
    assert (message.thread_id, said.thread_id) == ("55", None)


def test_mastodons_warning_stands_before_the_words_and_its_media_are_named() -> None:
    row = mention(
        "1", spoiler_text="Cibo", content="<p>Ecco</p>", media_attachments=[{"type": "image"}, {"type": "image"}]
    )
    (said,) = hear("mastodon", [row], []).interactions
    assert (said.text, said.attachments) == ("Cibo\n\nEcco", ("image",))


def test_an_edited_status_is_told_again_and_edited_at_its_own_moment() -> None:
    ((first,), _), ((again,), _) = (
        poll("mastodon", [mention("1")], []),
        poll("mastodon", [mention("1", edited_at=ago(0.5))], []),
    )
    assert first.key != again.key
    added, edited = hear("mastodon", [mention("1", edited_at=ago(0.5))], []).interactions
    assert (added.verb, edited.verb) == (Verb.ADDED, Verb.EDITED)
    assert edited.occurred_at - added.occurred_at == timedelta(minutes=30)


def test_mastodon_is_read_back_to_the_moment_asked_for_and_what_its_policy_filters_too() -> None:
    found, asked = poll(
        "mastodon", [mention("8"), mention("7", hours=30)], [mention("6", hours=50)], [mention("5", hours=60)]
    )
    assert [one.key.strip() for one in found] == ["8", "7", "6"]
    assert [request.url.params.get("max_id") for request in asked] == [None, "7"]
    assert asked[0].url.params.get_list("types[]") == ["mention", "quote"]
    assert asked[0].url.params["include_filtered"] == "true"


@pytest.mark.parametrize("platform", ["bluesky", "mastodon"])
def test_an_instance_that_fails_is_asked_again_later(platform: str) -> None:
    client: Any = client_of(platform, lambda _: say(503, {}))
    with pytest.raises(ReadFailed):
        client.poll(SINCE)


@pytest.mark.parametrize("reason", [None, ["reply"], {"reply": 1}, 7, ""], ids=str)
def test_a_notice_without_a_reason_keeps_no_other_out(reason: Any) -> None:
    rows = [notice("1") | {"reason": reason}, notice("2")]
    found = poll_notifications(lambda _: {"notifications": rows}, "did:plc:aurora", SINCE)
    assert [one.key for one in found] == ["at://did:plc:ana/app.bsky.feed.post/2"]
