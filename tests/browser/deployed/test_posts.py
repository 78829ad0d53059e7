"""A yes of a client, a post without an answer, a stop and going on: on the deployed twin."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from infra.local.twin import wait_for
from portavoce.people.model import Role
from tests.browser.deployed.looks import DEPLOYED, LOOKS, Look
from tests.browser.deployed.premises import SOON_SECONDS, Premises, expect_title, expect_told
from tests.twin.running import BRAND

pytestmark = DEPLOYED


def test_a_client_approves_in_a_browser_of_their_own_and_the_owners_page_shows_it(
    premises: Premises, look: Look
) -> None:
    post, text = f"menu-{look.name}", f"Il menù di primavera, {look.name}"
    premises.plan(post, "mastodon", text, timedelta(days=2))
    owner = premises.sit_down("emma", look, Role.OWNER)
    owner.goto(f"{premises.console}/{BRAND}/approvals")
    expect(owner.locator(".need", has_text=post)).to_contain_text(text)
    client = premises.sit_down("franco", look, Role.CLIENT)
    client.goto(f"{premises.console}/{BRAND}/approvals")
    client.locator(".need", has_text=post).get_by_role("button", name=look.say("Approve"), exact=True).click()
    expect_told(client, look, "Written down.")
    stands = premises.publication(post, "mastodon")
    assert (stands["state"], stands["approval"]["by"]) == ("scheduled", f"franco.{look.name}@aurora.example")
    owner.reload()
    expect(owner.locator(".need", has_text=post)).to_have_count(0)
    client.goto(f"{premises.console}/{BRAND}/people")
    expect_title(client, look, "Your role does not include this")


@pytest.fixture(scope="module")
def doubted(opened: Premises) -> dict[str, Any]:
    """A post for each look, of which nobody knows whether it is out: X took it and did not answer, and its page could
    not be looked up for more than an hour, which here the table says and no clock."""
    networks = opened.twin.networks
    networks.fault("x", kind="lost_answer", method="POST", path="/2/tweets$", count=len(LOOKS))
    networks.fault("x", kind="server_error", method="GET", path="/2/users/[0-9]+/tweets$", count=None)
    names = {look.name: f"news-{look.name}" for look in LOOKS}
    for name, post in names.items():
        opened.plan(post, "x", f"Novità al banco, {name}", timedelta(seconds=4))

    def states(of: str) -> set[Any]:
        return {opened.publication(post, "x").get(of) for post in names.values()}

    assert wait_for(lambda: states("state") == {"uncertain"}, SOON_SECONDS), states("state")
    before = f"{datetime.now(UTC) - timedelta(minutes=61):%Y-%m-%dT%H:%M:%SZ}"
    for post in names.values():
        item = opened.publication(post, "x")
        due = f"{before}#{item['publication_id']}"
        opened.change(item, started_at=before, first_started_at=before, watch_at=before, due_sk=due)
    opened.twin.tick("reconcile")
    assert wait_for(lambda: None not in states("next_step"), SOON_SECONDS), states("next_step")
    return names


def test_a_post_without_an_answer_is_settled_with_the_address_at_which_it_was_found(
    premises: Premises, doubted: dict[str, str], look: Look
) -> None:
    text = f"Novità al banco, {look.name}"
    (there,) = premises.posts(text)
    page = premises.sit_down("gaia", look, Role.CONTENT)
    card = page.locator(".need", has_text=text)
    card.get_by_label(look.say("Its address")).fill("https://example.com/no-post")
    card.get_by_role("button", name=look.say("It is out"), exact=True).click()
    wrong = look.say("This is no address of a post: open the post and copy its address.")
    expect(page.locator("#main [role=alert]:visible")).to_contain_text(wrong)
    card.get_by_label(look.say("Its address")).fill(f"https://x.com/aurora/status/{there['id']}")
    card.get_by_role("button", name=look.say("It is out"), exact=True).click()
    expect(card).to_have_count(0)
    stands = premises.publication(doubted[look.name], "x")
    assert (stands["state"], stands["remote_id"]) == ("published", there["id"])
    assert len(premises.posts(text)) == 1


@pytest.fixture
def later(premises: Premises, look: Look) -> Iterator[str]:
    """A post of the next hour, taken back in the end."""
    post = f"evening-{look.name}"
    premises.plan(post, "bluesky", f"Stasera fino alle 22, {look.name}", timedelta(hours=1))
    yield post
    assert premises.api.delete(f"/brands/{BRAND}/posts/{post}").is_success


def test_the_publishing_is_stopped_with_two_acts_and_goes_on_spread(premises: Premises, later: str, look: Look) -> None:
    page = premises.sit_down("hugo", look, Role.STRATEGIST)
    page.get_by_role("link", name=look.say("Stop the publishing"), exact=True).click()
    page.get_by_label(look.say("Why"), exact=True).fill(f"Un richiamo, {look.name}")
    page.get_by_role("button", name=look.say("Stop publishing")).click()
    expect(page.locator("#main .stopped", has_text=f"Un richiamo, {look.name}")).to_be_visible()
    held, text = f"coffee-{look.name}", f"Caffè del giorno, {look.name}"
    premises.plan(held, "bluesky", text, timedelta(seconds=2))

    page.goto(f"{premises.console}/{BRAND}/inbox")
    page.locator("#main .stopped").get_by_role("link", name=look.say("Go on"), exact=True).click()
    page.get_by_role("link", name=look.say("Go on: see first what would happen")).click()
    assert wait_for(lambda: premises.publication(held, "bluesky")["state"] == "frozen", SOON_SECONDS)
    assert premises.posts(text) == []
    page.get_by_label(look.say("Spread over a time, in the same order")).check()
    page.get_by_label(look.say("Minutes, to shift by or to spread over")).fill("240")
    page.get_by_role("button", name=look.say("Show what would happen")).click()
    for post in (held, later):
        expect(page.get_by_role("cell", name=f"{post}.bluesky")).to_be_visible()
    page.get_by_role("button", name=look.say("Apply: let it go on")).click()
    expect(page.get_by_role("button", name=look.say("Stop publishing"))).to_be_visible()
    assert premises.freeze_ids() == []
    first, second = (
        datetime.fromisoformat(premises.publication(post, "bluesky")["planned_at"]) for post in (held, later)
    )
    assert second - first >= timedelta(hours=1), "in their order, over the four hours"
