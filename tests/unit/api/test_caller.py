"""Who did it is told from the whole of what AWS says of the caller, and from nothing that the caller chose alone."""

import pytest

from tests.http_api import call

ACCOUNT = "arn:aws:{}::123456789012:{}"
# docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html, "IAM ARNs", as `userArn` has them.
CALLERS = {
    ACCOUNT.format("iam", "user/ada"): "ada",
    ACCOUNT.format("iam", "user/firm/social/bea"): "bea",
    ACCOUNT.format("sts", "assumed-role/Publisher/ada"): "Publisher/ada",
    ACCOUNT.format("sts", "assumed-role/Reader/ada"): "Reader/ada",
    ACCOUNT.format("sts", "federated-user/ada"): "federated-user/ada",
    ACCOUNT.format("iam", "root"): "account/root",
    ACCOUNT.format("iam", "user/root"): "root",
    ACCOUNT.format("sts", "assumed-role/federated-user/ada"): "assumed-role/federated-user/ada",
    ACCOUNT.format("sts", "assumed-role/account/root"): "assumed-role/account/root",
    "arn:aws:iam::999999999999:user/ada": "999999999999:ada",
    "arn:aws-cn:sts::999999999999:assumed-role/Publisher/ada": "999999999999:Publisher/ada",
}


def freeze(user: str, key: str | None = None) -> str:
    headers = {"idempotency-key": key} if key else {}
    answer = call("POST", "/freezes", {"brand_id": "aurora", "reason": "a storm"}, user=user, headers=headers)
    assert answer.status == 201
    return str(answer.json["by"])


@pytest.mark.usefixtures("aurora")
@pytest.mark.parametrize(("arn", "name"), CALLERS.items())
def test_no_two_callers_go_by_one_name(arn: str, name: str) -> None:
    assert freeze(arn) == name


@pytest.mark.usefixtures("aurora")
def test_an_answer_is_repeated_to_its_own_caller_only_whatever_they_call_themselves() -> None:
    for _ in range(2):
        assert [freeze(arn, key="k1") for arn in CALLERS] == list(CALLERS.values())
    assert len(call("GET", "/freezes").json["items"]) == len(CALLERS)
