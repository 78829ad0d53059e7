"""On a real server: what is asked while a post is planned, and while a connection is looked at."""

from portavoce.platforms.contract import Probe
from portavoce.platforms.outcomes import Accepted, AuthFailed, Refused, Unclear
from tests.real.bluesky.account import Account


def test_a_handle_that_nobody_has_is_refused_at_planning_and_one_that_somebody_has_is_not(account: Account) -> None:
    assert account.client().check(account.post("Grazie @regular.test ☕️")) == Accepted()
    outcome = account.client().check(account.post("Grazie @regular.test e @nobody.test"))
    assert isinstance(outcome, Refused)
    assert "@nobody.test" in outcome.reason
    assert "@regular.test" not in outcome.reason


def test_handles_that_cannot_be_asked_about_are_unclear(account: Account) -> None:
    stranger = Account(account.url, account.did, "wrong-pass-word-here")
    assert isinstance(stranger.client().check(account.post("Grazie @regular.test")), Unclear)
    stranger.close()


def test_a_probe_names_the_account_and_tells_an_app_password_from_the_accounts_own(account: Account) -> None:
    probe = account.client().probe()
    assert isinstance(probe, Probe)
    assert (probe.account_id, probe.name, probe.faults) == (account.did, "@aurora.test", ())
    whole = Account(account.url, account.did, "a-long-password")
    found = whole.client().probe()
    assert isinstance(found, Probe)
    assert [fault.code for fault in found.faults] == ["wrong_token_kind"]
    dead = Account(account.url, account.did, "wrong-pass-word-here")
    assert isinstance(dead.client().probe(), AuthFailed)
    for one in (whole, dead):
        one.close()
