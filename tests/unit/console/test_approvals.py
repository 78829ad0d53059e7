"""The page of what waits for somebody's yes."""

import re
from datetime import timedelta
from typing import Any

import pytest

from portavoce.people.model import Role
from portavoce.planning.content import content_hash
from portavoce.publishing.model import Approval, Content, Media, Publication, PublicationState
from portavoce.runtime.wiring.audit import audit
from portavoce.runtime.wiring.ledger import ledger
from portavoce.table.table import Table
from tests.console import Browser, Shown, sign_in
from tests.review import in_review
from tests.stage import MORNING

TOMORROW = MORNING + timedelta(days=1)


def wait(
    post: str,
    needed_from: str = "client",
    text: str = "Il menù d'inverno è qui",
    *,
    channel: str = "facebook",
    planned_by: str | None = None,
    **content: Any,
) -> Publication:
    """A post that waits."""
    one = in_review(
        channel,
        publication_id=f"aurora.{post}.{channel}",
        post_id=post,
        planned_at=TOMORROW,
        late_after=TOMORROW + timedelta(minutes=15),
        watch_at=TOMORROW,
        planned_by=planned_by,
        approval=Approval.model_validate({"needed_from": needed_from}),
    )
    said = Content(text=text, **content)
    one = one.model_copy(update={"content": said, "content_hash": content_hash(said)})
    ledger().plan(one, MORNING)
    return one


def names(shown: Shown) -> list[str]:
    return re.findall(r'type="hidden" name="chosen" value="([^"]+)"', shown.main)


def state_of(one: Publication) -> PublicationState:
    found = ledger().get(one.publication_id)
    assert found
    return found.state


@pytest.fixture
def client(stage: Table) -> Browser:
    return sign_in(Role.CLIENT, email="client@aurora.example")


def test_a_client_sees_and_approves_what_asks_for_their_yes_and_nothing_else(client: Browser) -> None:
    mine, other = wait("winter-menu"), wait("staff-news", "internal", "Solo per noi")
    shown = client.get("/aurora/approvals")
    assert ("menù d&#39;inverno" in shown.main, "Solo per noi" in shown.text) == (True, False)
    assert client.post("/aurora/approvals/approve", {"chosen": names(shown)[0]}).status == 303
    assert state_of(mine) is PublicationState.SCHEDULED
    assert client.post("/aurora/approvals/approve", {"chosen": f"{other.publication_id}@1"}).status == 409
    assert state_of(other) is PublicationState.IN_REVIEW


def test_several_are_approved_with_one_act(stage: Table) -> None:
    posts = [wait("winter-menu"), wait("spring-menu"), wait("staff-news", "internal")]
    owner = sign_in(Role.OWNER)
    shown = owner.get("/aurora/approvals")
    assert owner.post("/aurora/approvals/approve", {"chosen": " ".join(names(shown))}).status == 303
    assert {state_of(one) for one in posts} == {PublicationState.SCHEDULED}
    assert "Nothing waits for your yes" in owner.get("/aurora/approvals").main


def test_changes_are_asked_for_in_words(client: Browser) -> None:
    one = wait("winter-menu")
    form = {"post": f"{one.publication_id}@1"}
    assert client.post("/aurora/approvals/changes", form | {"comment": " "}).status == 422
    assert client.post("/aurora/approvals/changes", form | {"comment": "Il prezzo è 4 €"}).status == 303
    found = ledger().get(one.publication_id)
    assert found
    assert found.approval
    assert (found.state, found.approval.comment, found.approval.by) == (
        PublicationState.IN_REVIEW,
        "Il prezzo è 4 €",
        "client@aurora.example",
    )


def test_a_yes_is_for_what_was_seen(client: Browser) -> None:
    one = wait("winter-menu")
    refused = client.post("/aurora/approvals/approve", {"chosen": f"{one.publication_id}@0"})
    assert (refused.status, state_of(one)) == (409, PublicationState.IN_REVIEW)


def test_another_brands_post_is_not_there(client: Browser) -> None:
    assert client.post("/aurora/approvals/approve", {"chosen": "borealis.news.facebook@1"}).status == 404


ADA, BEN = "ada@aurora.example", "ben@aurora.example"


def test_nobody_approves_what_they_planned_themselves(stage: Table) -> None:
    sign_in(Role.STRATEGIST, email=BEN)
    own, other = wait("winter-menu", planned_by=f"Publisher/{ADA}"), wait("spring-menu", planned_by=BEN)
    ada = sign_in(Role.OWNER, email=ADA)
    shown = ada.get("/aurora/approvals")
    assert "You planned this yourself: another of you has to say yes." in shown.main
    assert names(shown) == [f"{other.publication_id}@1"]
    refused = ada.post("/aurora/approvals/approve", {"chosen": f"{own.publication_id}@1 {other.publication_id}@1"})
    assert (refused.status, state_of(own), state_of(other)) == (
        403,
        PublicationState.IN_REVIEW,
        PublicationState.SCHEDULED,
    )
    assert "Nothing needs you" in ada.get("/aurora").main


def test_an_owner_who_is_the_only_person_approves_their_own_and_the_record_says_so(stage: Table) -> None:
    own = wait("winter-menu", planned_by=ADA)
    ada = sign_in(Role.OWNER, email=ADA)
    assert "nobody else is there" in ada.get("/aurora/approvals").main
    assert ada.post("/aurora/approvals/approve", {"chosen": f"{own.publication_id}@1"}).status == 303
    assert state_of(own) is PublicationState.SCHEDULED
    acts, _ = audit().list_page("aurora", None, 1)
    assert acts[0].facts["own_posts_of_the_only_person"] == f"{own.publication_id}@1"


def test_whoever_planned_a_post_may_still_ask_for_changes(stage: Table) -> None:
    sign_in(Role.STRATEGIST, email=BEN)
    own = wait("winter-menu", "internal", planned_by=BEN)
    form = {"post": f"{own.publication_id}@1", "comment": "Manca il prezzo"}
    assert sign_in(Role.STRATEGIST, email=BEN).post("/aurora/approvals/changes", form).status == 303


def test_a_post_is_shown_as_its_platform_shows_it(client: Browser) -> None:
    photo = Media(key="media/1.jpg", mime_type="image/jpeg", size_bytes=9, width=1200, height=800, alt_text="Due tazze")
    wait("winter-menu", text="Parola " * 60, channel="instagram", media=(photo,))
    shown = client.get("/aurora/approvals")
    assert re.search(r'<img src="https://[^"]+/media/1.jpg\?[^"]+"[^>]+alt="Due tazze"', shown.main)
    seen, _, rest = shown.main.partition("See more")
    assert (seen.count("Parola"), rest.count("Parola")) == (18, 42)
    assert "420 of 2,200 letters, as Instagram counts" in shown.main
    origin = re.search(r'<img src="(https://[^/]+)/', shown.main)
    assert origin
    assert f"img-src 'self' {origin[1]};" in shown.headers["content-security-policy"]


def test_a_link_has_its_card_where_the_platform_makes_one(client: Browser) -> None:
    wait("winter-menu", link="https://aurora.example/menu")
    assert '<div class="link">' in client.get("/aurora/approvals").main


def test_a_page_without_media_loads_none(client: Browser) -> None:
    assert "img-src 'self';" in client.get("/aurora").headers["content-security-policy"]
