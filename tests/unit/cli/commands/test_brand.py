"""`portavoce brand apply`, `channel token` and `webhook secret`."""

import boto3
import httpx2
import pytest

from tests.http_api import call
from tests.in_process import API_URL
from tests.stage import PREFIX
from tests.unit.cli.conftest import Shell


def parameter(name: str) -> str:
    found = boto3.client("ssm").get_parameter(Name=f"{PREFIX}/{name}", WithDecryption=True)
    return found["Parameter"]["Value"]


def test_a_brand_file_becomes_the_brand_and_a_second_time_there_is_nothing_to_do(shell: Shell) -> None:
    first = shell.run("brand", "apply", shell.brand())
    assert (first.code, call("GET", "/brands/aurora").status) == (0, 200)
    second = shell.run("brand", "apply", shell.brand())
    assert second.code == 0
    assert "nothing to do" in second.out


def test_a_dry_run_shows_what_would_change_and_writes_nothing(aurora: Shell) -> None:
    ran = aurora.run("brand", "apply", aurora.brand(name="Aurora Tea"), "--dry-run", "--json")
    assert ran.json["changes"] == [{"field": "name", "before": "Aurora Coffee", "after": "Aurora Tea"}]
    assert call("GET", "/brands/aurora").json["name"] == "Aurora Coffee"


def test_what_would_be_lost_is_shown_and_written_only_when_somebody_says_yes(aurora: Shell) -> None:
    people = {"alerts": ["bea@aurora.example"]}
    refused = aurora.run("brand", "apply", aurora.brand(people=people), "--json")
    assert refused.code == 1
    assert "ada@aurora.example" in refused.err
    assert "--yes" in refused.err
    assert {one["kind"] for one in refused.json["problem"]["losses"]} == {"address"}
    dry = aurora.run("brand", "apply", aurora.brand(people=people), "--dry-run")
    assert (dry.code, "No longer written to as alerts: ada@aurora.example" in " ".join(dry.out.split())) == (0, True)
    assert call("GET", "/brands/aurora").json["people"]["alerts"] == ["ada@aurora.example"]
    assert aurora.run("brand", "apply", aurora.brand(people=people), "--yes").code == 0
    assert call("GET", "/brands/aurora").json["people"]["alerts"] == ["bea@aurora.example"]


def test_an_amount_in_minor_units_is_refused_with_line_field_and_how_to_write_it(shell: Shell) -> None:
    budgets = [{"id": "month", "ad_account": "meta", "amount_minor": 25000, "currency": "EUR"}]
    ran = shell.run("brand", "apply", shell.brand(budgets=budgets))
    assert ran.code == 1
    assert "budgets[0].amount_minor" in ran.err
    assert 'write amount: "250.00"' in " ".join(ran.err.split())
    assert call("GET", "/brands/aurora").status == 404


def test_an_unknown_field_and_a_negative_budget_are_refused_with_line_and_field(shell: Shell) -> None:
    budgets = [{"id": "month", "ad_account": "meta", "amount": -5, "currency": "EUR"}]
    ran = shell.run("brand", "apply", shell.brand(colour="red", budgets=budgets))
    assert ran.code == 1
    assert "colour" in ran.err
    assert "budgets[0].amount" in ran.err
    assert "brand.yaml:" in ran.err
    assert call("GET", "/brands/aurora").status == 404


def test_a_file_that_is_not_there_is_one_sentence(shell: Shell) -> None:
    ran = shell.run("brand", "apply", "nowhere.yaml")
    assert ran.code == 1
    assert "nowhere.yaml" in ran.err
    assert "Traceback" not in ran.err


def test_a_missing_argument_is_a_usage_error(shell: Shell) -> None:
    assert shell.run("brand", "apply").code == 2


def test_a_token_comes_from_stdin_and_is_shown_nowhere(aurora: Shell) -> None:
    ran = aurora.run("channel", "token", "aurora", "facebook", "access_token", stdin="EAAB-secret\n")
    assert ran.code == 0
    assert parameter("channels/aurora.facebook/access_token") == "EAAB-secret"
    assert "EAAB-secret" not in ran.out + ran.err


def test_an_empty_token_is_refused(aurora: Shell) -> None:
    assert aurora.run("channel", "token", "aurora", "facebook", "access_token", stdin="\n").code == 1


def test_the_token_of_an_ad_account_is_kept_apart_from_the_channels(aurora: Shell) -> None:
    ran = aurora.run("channel", "token", "--ads", "aurora", "meta", "access_token", stdin="ads-secret")
    assert ran.code == 0
    assert parameter("ads/aurora.meta/access_token") == "ads-secret"


def test_a_token_of_another_name_is_refused_with_the_names_that_are_right(aurora: Shell) -> None:
    ran = aurora.run("channel", "token", "aurora", "facebook", "password", "--json", stdin="x")
    assert ran.code == 1
    assert "access_token" in ran.err
    assert ran.json["problem"]["status"] == 422


def test_a_webhook_secret_is_stored(shell: Shell) -> None:
    assert shell.run("webhook", "secret", "facebook", stdin="app-secret").code == 0
    assert parameter("webhooks/facebook/current") == "app-secret"


def test_every_request_is_signed_over_its_body(aurora: Shell) -> None:
    request = aurora.network.requests[-1]
    signature = request.headers["authorization"]
    assert signature.startswith("AWS4-HMAC-SHA256 Credential=test/")
    assert "/eu-south-1/execute-api/aws4_request" in signature


def test_a_stage_that_gives_no_answer_is_one_sentence_with_its_address(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unplugged(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("no route", request=request)

    monkeypatch.setattr(shell.network, "handle_request", unplugged)
    ran = shell.run("brand", "apply", shell.brand())
    assert ran.code == 1
    assert API_URL in ran.err
    assert "portavoce doctor" in ran.err
