"""Nobody's yes over HTTP is for what they planned themselves, while others are there to look at it."""

from typing import Any

import pytest
import time_machine

from portavoce.people.model import Role, User
from portavoce.runtime.wiring.people import users
from tests.asking import POST, REVIEW, asking
from tests.aurora import NOW
from tests.http_api import call

__all__ = ["asking"]
ADA, BEA = "ada@aurora.example", "bea@aurora.example"
SESSION = f"arn:aws:sts::123456789012:assumed-role/Publisher/{ADA}"
YES = {"decision": "approved", "channel": "x"}


def let_in(email: str, *roles: Role) -> None:
    """Somebody of the console with these roles for Aurora."""
    asked: dict[str, Any] = {"user_id": email, "email": email, "language": "it", "roles": {"aurora": roles}}
    users().records.add(User.model_validate(asked | {"invited_by": "test", "invited_at": NOW}))


@pytest.fixture
def planned(asking: time_machine.Traveller) -> None:
    """Ada's own words wait on X for the firm's yes."""
    mine = POST | {"channel": "x", "text": "È quasi primavera"}
    assert call("POST", "/brands/aurora/posts", mine, user=SESSION).status == 200


def test_the_planners_own_yes_is_refused_and_another_persons_counts(planned: None) -> None:
    let_in(ADA, Role.OWNER)
    let_in(BEA, Role.STRATEGIST)
    refused = call("POST", REVIEW, YES, user=SESSION)
    assert (refused.status, refused.json["type"]) == (403, "urn:portavoce:problem:own-post")
    assert "aurora.spring.x is a post that you planned" in refused.json["detail"]
    wished = call(
        "POST", REVIEW, {"decision": "changes_requested", "comment": "Più corto", "channel": "x"}, user=SESSION
    )
    assert wished.status == 200, "whoever planned it may ask themselves for changes"
    others = call("POST", REVIEW, YES, user=SESSION.replace(ADA, BEA))
    assert [one["state"] for one in others.json["publications"]] == ["scheduled"]


def test_an_owner_who_is_alone_and_a_caller_who_is_no_person_may_say_yes(planned: None) -> None:
    let_in(ADA, Role.OWNER)
    alone = call("POST", REVIEW, YES, user=SESSION)
    assert [one["state"] for one in alone.json["publications"]] == ["scheduled"]
    ours = call("POST", "/brands/aurora/posts", POST | {"channel": "x", "text": "Di nuovo"}, user="pipeline")
    assert ours.status == 200
    assert call("POST", REVIEW, YES, user="pipeline").json["publications"][0]["state"] == "scheduled"
