"""The pages People, Record and Connections."""

import re
from collections.abc import Iterator

import boto3
import pytest

from portavoce.connections.model import Connection, ConnectionState
from portavoce.people.model import Role
from portavoce.runtime.wiring.people import users
from portavoce.table.table import Table
from tests.console import Browser, make_pool, sign_in
from tests.stage import MORNING, SENDER, forget

GIULIA = "giulia@aurora.example"


@pytest.fixture
def owner(stage: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """An owner of Aurora, and a pool of sign-ins."""
    make_pool(monkeypatch)
    boto3.client("sesv2").create_email_identity(EmailIdentity=SENDER)
    forget()
    return sign_in(Role.OWNER)  # type: ignore[return-value]


def row_of(email: str) -> dict[str, str]:
    user = users().find_by_email(email)
    return {"person": user.user_id, "version": str(user.version)}


@pytest.mark.takes_long("the first sign-in in memory imports its service")
def test_an_owner_invites_changes_and_disables_somebody(owner: Browser) -> None:
    assert owner.post("/aurora/people/invite", {"email": GIULIA, "role": "community", "language": "it"}).status == 303
    assert "invited, not yet there" in owner.get("/aurora/people").main
    assert owner.post("/aurora/people/change", row_of(GIULIA) | {"role": "client"}).status == 303
    assert users().find_by_email(GIULIA).roles == {"aurora": (Role.CLIENT,)}
    assert owner.post("/aurora/people/write", row_of(GIULIA)).status == 303
    assert owner.post("/aurora/people/disable", row_of(GIULIA)).status == 303
    assert not users().find_by_email(GIULIA).may_come_in
    assert owner.post("/aurora/people/disable", row_of(GIULIA)).status == 303
    assert users().find_by_email(GIULIA).may_come_in


def test_who_has_a_sign_in_already_is_given_the_roles(owner: Browser) -> None:
    for role in ("client", "analyst"):
        owner.post("/aurora/people/invite", {"email": GIULIA, "role": role})
    assert users().find_by_email(GIULIA).roles == {"aurora": (Role.ANALYST,)}


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"email": "nobody", "role": "client"}, "This is no e-mail address"),
        ({"email": GIULIA}, "Choose at least one role"),
        ({"email": GIULIA, "role": "king"}, "Choose at least one role"),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_and_what_was_typed_stays(
    owner: Browser, form: dict[str, str], says: str
) -> None:
    found = owner.post("/aurora/people/invite", form)
    assert says in found.main
    assert f'value="{form["email"]}"' in found.main
    assert len(users().list_all()) == 1


def test_nobody_takes_their_own_ownership_or_keeps_themselves_out(owner: Browser) -> None:
    mine = "ada@aurora.example"
    assert "another owner can" in owner.post("/aurora/people/change", row_of(mine) | {"role": "client"}).main
    assert "Only an owner of all" in owner.post("/aurora/people/disable", row_of(mine)).main
    assert users().find_by_email(mine).roles == {"aurora": (Role.OWNER,)}


def test_somebody_of_another_brand_is_not_there_and_one_changed_meanwhile_is_said(owner: Browser) -> None:
    sign_in(Role.OWNER, brand="borealis", email="bo@borealis.example")
    assert owner.post("/aurora/people/disable", row_of("bo@borealis.example")).status == 404
    sign_in(Role.CLIENT, email=GIULIA)
    late = row_of(GIULIA) | {"version": "7", "role": "owner"}
    assert owner.post("/aurora/people/change", late).status == 409


def test_an_owner_of_one_brand_does_not_keep_somebody_out_of_another(owner: Browser) -> None:
    sign_in(Role.CLIENT, email=GIULIA)
    users().give_roles(users().find_by_email(GIULIA), "borealis", (Role.OWNER,))
    assert "Only an owner of all" in owner.post("/aurora/people/disable", row_of(GIULIA)).main
    assert users().find_by_email(GIULIA).may_come_in


def test_the_record_shows_each_act_with_who_what_and_from_where(owner: Browser) -> None:
    client = sign_in(Role.CLIENT, email=GIULIA)
    client.post("/aurora/people/invite", {"email": "x@y.example", "role": "owner"})
    owner.post("/aurora/people/change", row_of(GIULIA) | {"role": "analyst"})
    text = owner.get("/aurora/record").main
    assert "change person" in text
    assert "from: console 198.51.100.7" in text
    assert "roles: analyst" in text
    file = owner.get("/aurora/record/file")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert re.search(r"ada@aurora\.example,change person,aurora,.*roles: analyst.*,303", file.text)


def test_a_cursor_that_is_not_ours_leads_nowhere(owner: Browser) -> None:
    assert owner.get("/aurora/record?from=xyz").status == 404


def test_an_account_whose_access_was_just_given_is_not_told_to_be_connected_again(owner: Browser, stage: Table) -> None:
    given = Connection(platform="x", account_id="2002", since=MORNING, probe_at=MORNING)
    stage.put(
        {"pk": "CONNECTIONS#aurora", "sk": "channels/aurora.x"} | given.model_dump(mode="json", exclude_none=True)
    )
    text = owner.get("/aurora/connections").main
    assert "not looked at yet" in text
    assert "portavoce channel connect aurora.x" not in text


def test_connections_say_what_works_until_when_and_what_mends_the_rest(owner: Browser, stage: Table) -> None:
    lost = Connection(
        platform="x",
        account_id="2002",
        state=ConnectionState.REVOKED,
        since=MORNING,
        probe_at=MORNING,
        cause="<b>gone</b>",
    )
    stage.put({"pk": "CONNECTIONS#aurora", "sk": "channels/aurora.x"} | lost.model_dump(mode="json", exclude_none=True))
    text = owner.get("/aurora/connections").main
    assert "portavoce channel connect aurora.x" in text
    assert "&lt;b&gt;gone&lt;/b&gt;" in text
    assert "not yet connected" in text
    assert "It does not work any more" in owner.get("/aurora").main
