"""Connections as people and platforms change them, and what is told of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from pydantic import SecretStr

from portavoce.brands.model import ChannelRef
from portavoce.connections.alerts import alerts_of_end
from portavoce.connections.grants import Grant, GrantUnreadable, Token, as_text, of_secrets, open_secrets
from portavoce.connections.model import Connection, ConnectionState, Holder
from portavoce.connections.records import ConnectionRecords
from portavoce.connections.service.connect import (
    ConnectionBusy,
    ConnectionRefused,
    Connections,
    NoAccessToken,
    WrongAccount,
)
from portavoce.platforms.contract import Fault, Probe, ProbeOutcome
from portavoce.platforms.outcomes import AuthFailed, Unclear
from portavoce.reporting.model import Alert, AlertKind
from portavoce.table.table import Table
from tests.aurora import NOW

HOLDER = Holder(brand_id="aurora", kind="channels", name="x", platform="x", account_id="2002")
OURS = Probe(account_id="2002", name="@auroracoffee")
LACKS_SCOPE = Fault(code="missing_scope", what="no media.write", remedy="allow it")
CHANNEL = ChannelRef(brand_id="aurora", channel="x", platform="x", account_id="2002")


@dataclass
class Stage:
    """Connections over a table, with the parameters, the alerts and the platform's next answer at hand."""

    table: Table
    outcome: ProbeOutcome = OURS
    parameters: dict[str, SecretStr] = field(default_factory=dict)
    alerts: dict[str, Alert] = field(default_factory=dict)

    @property
    def connections(self) -> Connections:
        return Connections(
            records=ConnectionRecords(self.table),
            probe=lambda _, __: self.outcome,
            read=lambda _: dict(self.parameters),
            write=lambda _, name, value: self.parameters.update({name: value}),
            raise_alert=lambda alert: self.alerts.setdefault(alert.alert_id, alert) is alert,
        )

    @property
    def state(self) -> ConnectionState | None:
        found = self.connections.find_connection(HOLDER)
        return found.state if found else None


@pytest.fixture
def stage(table: Table) -> Stage:
    return Stage(table)


def secret(**values: str) -> Mapping[str, SecretStr]:
    return {name: SecretStr(value) for name, value in values.items()}


def test_what_works_is_kept_and_the_connection_stands(stage: Stage) -> None:
    stage.connections.connect(HOLDER, secret(access_token="t"), None, NOW)
    assert (stage.state, stage.parameters["access_token"].get_secret_value()) == (ConnectionState.CONNECTED, "t")


@pytest.mark.parametrize(
    ("outcome", "error"),
    [
        (AuthFailed(code="401", reason="no"), ConnectionRefused),
        (Probe(account_id="9", name="@else"), WrongAccount),
    ],
)
def test_what_is_refused_or_another_account_s_is_not_kept_and_may_be_tried_again(
    stage: Stage, outcome: ProbeOutcome, error: type[Exception]
) -> None:
    stage.outcome = outcome
    with pytest.raises(error):
        stage.connections.connect(HOLDER, secret(access_token="t"), None, NOW)
    assert stage.parameters == {}
    stage.outcome = OURS
    stage.connections.connect(HOLDER, secret(access_token="t"), None, NOW)
    assert stage.state is ConnectionState.CONNECTED


def test_a_connection_that_is_being_looked_after_is_left_alone_for_five_minutes(stage: Stage) -> None:
    ConnectionRecords(stage.table).claim(HOLDER, NOW)
    with pytest.raises(ConnectionBusy):
        stage.connections.connect(HOLDER, secret(access_token="t"), None, NOW)
    stage.connections.connect(HOLDER, secret(access_token="t"), None, NOW + timedelta(minutes=5))
    assert stage.state is ConnectionState.CONNECTED


def test_an_access_token_given_by_hand_takes_no_refresh_token_away(stage: Stage) -> None:
    grant = Grant(access=Token(value=SecretStr("old"), ends_at=NOW), refresh=SecretStr("renews"))
    stage.parameters["grant"] = as_text(grant)
    stage.connections.put_by_hand(HOLDER, secret(access_token="new"), NOW)
    standing = of_secrets(stage.parameters)
    assert standing
    assert standing.refresh == SecretStr("renews")
    assert open_secrets(stage.parameters)["access_token"] == SecretStr("new")


def test_a_refresh_token_alone_connects_nothing(stage: Stage) -> None:
    with pytest.raises(NoAccessToken):
        stage.connections.put_by_hand(HOLDER, secret(refresh_token="r"), NOW)
    assert stage.parameters == {}
    stage.connections.put_by_hand(HOLDER, secret(refresh_token="r", access_token="a"), NOW)
    assert open_secrets(stage.parameters)["access_token"] == SecretStr("a")


def test_a_revocation_is_one_mail_with_the_channel_and_the_command_however_often_it_comes(stage: Stage) -> None:
    stage.connections.connect(HOLDER, secret(access_token="t"), None, NOW)
    assert stage.connections.take_revocation(CHANNEL, NOW + timedelta(hours=1))
    assert not stage.connections.take_revocation(CHANNEL, NOW + timedelta(hours=2))
    (alert,) = stage.alerts.values()
    assert (stage.state, alert.kind) == (ConnectionState.REVOKED, AlertKind.CONNECTION_LOST)
    assert alert.facts["connection"] == "aurora.x"
    assert alert.facts["connect_command"] == "portavoce channel connect aurora.x"


def test_a_second_revocation_after_connecting_again_is_told_again(stage: Stage) -> None:
    for hours in (0, 5):
        stage.connections.connect(HOLDER, secret(access_token="t"), None, NOW + timedelta(hours=hours))
        assert stage.connections.take_revocation(CHANNEL, NOW + timedelta(hours=hours + 1))
    assert len(stage.alerts) == 2


@pytest.mark.parametrize(
    ("outcome", "said", "unsaid"),
    [
        (OURS, ["403 forbidden", "no need to reconnect"], ["channel connect"]),
        (
            OURS.model_copy(
                update={"faults": (Fault(code="missing_scope", what="no media.write", remedy="allow it"),)}
            ),
            ["403 forbidden", "no media.write", "allow it"],
            ["channel connect"],
        ),
        (AuthFailed(code="401", reason="X refuses the token"), ["401", "portavoce channel connect aurora.x"], []),
        (Unclear(reason="silence"), ["could not be found out", "portavoce channel connect aurora.x", "account"], []),
    ],
)
def test_a_refusal_means_reconnect_only_after_a_probe_says_so(
    stage: Stage, outcome: ProbeOutcome, said: list[str], unsaid: list[str]
) -> None:
    stage.outcome = outcome
    advice = stage.connections.diagnose(HOLDER, AuthFailed(code="403 forbidden", reason="X refuses"))
    assert [word for word in said if word not in advice] == []
    assert [word for word in unsaid if word in advice] == []


@pytest.mark.parametrize(
    ("outcome", "said", "unsaid"),
    [
        (OURS, "Unlock it.", "no need to reconnect"),
        (Unclear(reason="silence"), "Unlock it.", "doctor"),
        (AuthFailed(code="401", reason="X refuses the token"), "Unlock it. The connection itself is refused", "works"),
    ],
)
def test_a_step_that_the_platforms_error_names_is_told_and_not_contradicted(
    stage: Stage, outcome: ProbeOutcome, said: str, unsaid: str
) -> None:
    stage.outcome = outcome
    refusal = AuthFailed(code="403 326", reason="X has locked the account", next_step="Unlock it.")
    advice = stage.connections.diagnose(HOLDER, refusal)
    assert said in advice
    assert unsaid not in advice


def days_told(ends_in: timedelta, *, step: timedelta = timedelta(hours=1)) -> list[str]:
    """The days of each mail as time passes until the end, a connection looked at every `step`."""
    connection = Connection(
        platform="x", account_id="2002", state=ConnectionState.CONNECTED, since=NOW, probe_at=NOW, ends_at=NOW + ends_in
    )
    seen: dict[str, Alert] = {}
    now = NOW
    while now <= NOW + ends_in:
        for alert in alerts_of_end(HOLDER, connection, now):
            seen.setdefault(alert.alert_id, alert)
            connection = connection.model_copy(update={"warned_days": int(alert.alert_id.rpartition("#")[2])})
        now += step
    return [one.alert_id.rpartition("#")[2] for one in seen.values() if not one.quiet]


def test_an_end_is_told_thirty_seven_and_one_days_before_and_never_twice() -> None:
    assert days_told(timedelta(days=60)) == ["30", "7", "1"]


def test_an_end_that_is_near_from_the_start_is_one_mail_and_not_three() -> None:
    assert days_told(timedelta(hours=20)) == ["1"]
    assert days_told(timedelta(days=5)) == ["7", "1"]


def test_tokens_that_cannot_be_read_are_refused_without_a_word_of_them() -> None:
    with pytest.raises(GrantUnreadable) as refused:
        open_secrets(secret(grant='{"access": "leaky"'))
    assert "leaky" not in f"{refused.value}{refused.value.__cause__}{refused.value.__context__ and ''}"
