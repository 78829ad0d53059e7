"""A client approves by the link of a mail, on the deployed page; whatever a link may not do is refused and said."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import httpx2
import pytest

from infra.local.twin import wait_for
from portavoce.review import link as review_link
from portavoce.review.page import page_words
from tests.twin.canaries import CLIENT, WISH
from tests.twin.running import BRAND, Running

TEXT = "Che cosa ne dice il cliente?"
LEAD_SECONDS, MAIL_SECONDS = 25, 30
KEY = "/portavoce/local/review/links/signing_key"


@pytest.fixture(scope="module")
def asking(running: Running) -> Iterator[Running]:
    """The story's brand, whose client approves what X says while these tests last."""
    before: dict[str, Any] = running.api.get(f"/brands/{BRAND}").json()
    channels = [one | ({"approval": "client"} if one["id"] == "x" else {}) for one in before["channels"]]
    people = before["people"] | {"clients": [CLIENT]}
    assert running.api.put(f"/brands/{BRAND}", json=before | {"channels": channels, "people": people}).is_success
    yield running
    assert running.api.put(f"/brands/{BRAND}", json=before).is_success


def plan(running: Running, post: str, ahead: timedelta, text: str = TEXT) -> datetime:
    """Plans a post on X; when it is to leave."""
    planned_at = (datetime.now(UTC) + ahead).replace(microsecond=0)
    when = {"when": f"{planned_at:%Y-%m-%d %H:%M:%S}", "zone": "UTC"}
    answer = running.api.post(f"/brands/{BRAND}/posts", json={"post": post, "channel": "x", "text": text} | when)
    assert answer.is_success, answer.text
    return planned_at


def mails(running: Running, post: str, to: str) -> list[str]:
    """The texts of the mails to somebody about a post."""
    found = running.twin.emulator.mails()
    return [str(one["BodyText"]) for one in found if to in one["To"] and post in str(one["BodyText"])]


def link(running: Running, post: str, number: int = 1) -> str:
    """The link in the client's latest mail about a post, the `number`-th of them."""
    assert wait_for(lambda: len(mails(running, post, CLIENT)) >= number, MAIL_SECONDS), "the client was not asked"
    time.sleep(1)
    written = mails(running, post, CLIENT)
    assert len(written) == number, "the client was asked more than once"
    found = re.search(r"http\S+/review/\S+", written[-1])
    assert found
    return found[0]


def refused(answer: httpx2.Response, reason: str) -> bool:
    words = page_words("it").refusals[reason]
    return words.why in unescape(answer.text) and words.next in unescape(answer.text)


def test_a_link_that_is_forged_expired_used_or_from_before_an_edit_is_refused_and_says_why(asking: Running) -> None:
    plan(asking, "asked-often", timedelta(days=2))
    url = link(asking, "asked-often")
    base, _, token = url.rpartition("/")
    key = asking.twin.client("ssm").get_parameter(Name=KEY, WithDecryption=True)["Parameter"]["Value"].encode()
    ticket = review_link.read_ticket(token, key)
    old = review_link.sign(ticket._replace(expires_at=datetime.now(UTC) - timedelta(seconds=1)), key)
    yes = {"decision": "approved"}

    forged = httpx2.post(f"{base}/{token[:-1]}{'0' if token[-1] != '0' else '1'}", data=yes, timeout=30)
    assert (forged.status_code, refused(forged, "forged")) == (403, True)
    expired = httpx2.post(f"{base}/{old}", data=yes, timeout=30)
    assert (expired.status_code, refused(expired, "expired")) == (410, True)

    plan(asking, "asked-often", timedelta(days=2), text=f"{TEXT} (bis)")
    edited = httpx2.post(url, data=yes, timeout=30)
    assert (edited.status_code, refused(edited, "edited")) == (409, True)
    assert asking.publication("asked-often", "x")["state"] == "in_review"

    newer = link(asking, "asked-often", number=2)
    wished = httpx2.post(newer, data={"decision": "changes_requested", "comment": WISH}, timeout=30)
    assert wished.status_code == 200
    used = httpx2.post(newer, data=yes, timeout=30)
    assert (used.status_code, refused(used, "used")) == (409, True)
    assert asking.publication("asked-often", "x")["state"] == "in_review"
    assert wait_for(lambda: len(mails(asking, WISH, "alerts@aurora.example")) == 1, MAIL_SECONDS)
    assert asking.portavoce("post", "cancel", f"{BRAND}.asked-often").code == 0


def test_a_client_approves_by_the_link_in_their_mail_and_the_post_leaves(asking: Running) -> None:
    plan(asking, "asked-and-approved", timedelta(seconds=LEAD_SECONDS))
    url = link(asking, "asked-and-approved")
    shown = httpx2.get(url, timeout=30)
    assert (shown.status_code, TEXT in unescape(shown.text)) == (200, True)
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    assert asking.publication("asked-and-approved", "x")["state"] == "in_review"

    assert httpx2.post(url, data={"decision": "approved"}, timeout=30).status_code == 200
    assert wait_for(
        lambda: bool(asking.publication("asked-and-approved", "x")["state"] == "published"), LEAD_SECONDS + 30
    )
    assert len(asking.posts(TEXT)) == 1

    again = httpx2.post(url, data={"decision": "approved"}, timeout=30)
    assert (again.status_code in (409, 410), refused(again, "used") or refused(again, "expired")) == (True, True)


@pytest.mark.whole
def test_unapproved_at_its_time_a_post_is_missed_and_the_mail_says_why(asking: Running) -> None:
    text = f"{TEXT} (mai)"
    planned_at = plan(asking, "asked-in-vain", timedelta(seconds=6), text)
    assert asking.portavoce("post", "now", f"{BRAND}.asked-in-vain.x").code == 1
    time.sleep(max(0.0, (planned_at - datetime.now(UTC)).total_seconds()) + 1)
    asking.twin.tick("reconcile")
    assert wait_for(lambda: asking.publication("asked-in-vain", "x")["state"] == "missed", MAIL_SECONDS)
    name = f"{BRAND}.asked-in-vain.x"
    assert wait_for(lambda: len(mails(asking, name, "alerts@aurora.example")) == 1, MAIL_SECONDS)
    (mail,) = mails(asking, name, "alerts@aurora.example")
    assert "il cliente non l'ha approvato prima della sua ora" in mail
    assert asking.posts(text) == []
