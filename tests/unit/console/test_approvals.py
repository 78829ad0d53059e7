"""The page of what waits for somebody's yes."""

import re
from datetime import timedelta

import pytest

from portavoce.people.model import Role
from portavoce.publishing.model import Approval, Publication, PublicationState
from portavoce.runtime.wiring.ledger import ledger
from portavoce.table.table import Table
from tests.console import Browser, Shown, sign_in
from tests.review import in_review
from tests.stage import MORNING

TOMORROW = MORNING + timedelta(days=1)


def wait(post: str, needed_from: str = "client", text: str = "Il menù d'inverno è qui") -> Publication:
    """A post that waits."""
    one = in_review(
        publication_id=f"aurora.{post}.facebook",
        post_id=post,
        planned_at=TOMORROW,
        late_after=TOMORROW + timedelta(minutes=15),
        watch_at=TOMORROW,
        approval=Approval.model_validate({"needed_from": needed_from}),
    )
    one = one.model_copy(update={"content": one.content.model_copy(update={"text": text})})
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
