"""Inviting people, and changing what they may do, by the API."""

import re
from typing import Any

import boto3
import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from tests.http_api import Answered, call
from tests.stage import REGION

GIULIA = "giulia@aurora.example"
PASSWORD = re.compile(r"<code>(\S{20})</code>")


def invite(**changes: Any) -> Answered:
    body = {"email": GIULIA, "language": "it", "brands": ["aurora"], "roles": ["community", "content"]}
    return call("POST", "/people", body | changes)


def mails() -> list[Any]:
    sent: list[Any] = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    return sent


def sign_in_of(pool: str, user_id: str) -> Any:
    return boto3.client("cognito-idp").admin_get_user(UserPoolId=pool, Username=user_id)


@pytest.mark.takes_long("the first sign-in in memory imports its service")
def test_an_invitation_makes_a_sign_in_that_must_choose_a_password_and_a_person_with_roles(pool: str) -> None:
    answer = invite()
    assert answer.status == 201, answer.text
    assert answer.json["roles"] == {"aurora": ["community", "content"]}
    assert sign_in_of(pool, answer.json["user_id"])["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    assert [one["email"] for one in call("GET", "/people").json["items"]] == [GIULIA]


def test_the_mail_has_the_address_the_name_and_the_first_password_in_the_persons_language(pool: str) -> None:
    invite()
    (mail,) = mails()
    text = str(mail.__dict__)
    assert "Hai un invito a Portavoce" in text
    assert "https://api.test/console" in text
    assert GIULIA in text
    assert PASSWORD.search(text)


def test_who_was_invited_before_is_told_so_and_can_be_given_a_new_password(pool: str) -> None:
    invite()
    again = invite()
    assert (again.status, again.json["type"]) == (409, "urn:portavoce:problem:already-invited")
    assert invite(again=True).status == 201
    assert len(mails()) == 2


def test_roles_change_for_one_brand_and_none_takes_them_away(pool: str) -> None:
    invite()
    changed = call("PATCH", f"/people/{GIULIA}", {"brands": ["aurora"], "roles": ["client"]})
    assert changed.json["roles"] == {"aurora": ["client"]}
    assert call("PATCH", f"/people/{GIULIA}", {"brands": ["aurora"], "roles": []}).json["roles"] == {}


def test_who_is_disabled_cannot_sign_in_either_until_they_are_let_in_again(pool: str) -> None:
    user_id = invite().json["user_id"]
    assert call("PATCH", f"/people/{GIULIA}", {"disabled": True}).json["disabled_at"] is not None
    assert sign_in_of(pool, user_id)["Enabled"] is False
    assert call("PATCH", f"/people/{GIULIA}", {"disabled": False}).json["disabled_at"] is None
    assert sign_in_of(pool, user_id)["Enabled"] is True


@pytest.mark.parametrize(
    "changes", [{"brands": ["nobody"]}, {"brands": []}, {"roles": []}, {"roles": ["king"]}, {"email": "nobody"}]
)
def test_an_invitation_that_says_nothing_of_use_makes_nothing(pool: str, changes: dict[str, Any]) -> None:
    assert invite(**changes).status in (404, 422)
    assert call("GET", "/people").json["items"] == []


def test_a_refused_invitation_gives_its_key_back(pool: str) -> None:
    invite()
    body = {"email": GIULIA, "language": "it", "brands": ["aurora"], "roles": ["client"]}
    for _ in range(2):
        assert call("POST", "/people", body, headers={"idempotency-key": "k1"}).status == 409


def test_nobody_is_changed_who_was_never_invited(pool: str) -> None:
    assert call("PATCH", "/people/nobody@aurora.example", {"disabled": True}).status == 404


def test_the_first_password_is_in_no_answer_and_in_no_item(pool: str, table: Any) -> None:
    answer = invite()
    password = PASSWORD.search(str(mails()[0].__dict__))
    assert password
    items = boto3.client("dynamodb").scan(TableName=table.name)["Items"]
    assert password[1] not in f"{answer.text} {items}"
