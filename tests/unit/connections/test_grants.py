"""Tokens as they are kept: nothing is lost on the way, nothing prints, nothing is replaced by nothing."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from portavoce.connections.grants import (
    Grant,
    Token,
    fingerprint,
    given_by_hand,
    new_grant,
    open_secrets,
    promote_fresh,
    read,
    take_renewal,
)
from portavoce.connections.grants import as_text as text_of
from portavoce.platforms.access.oauth_tokens import App, Granted
from tests.aurora import NOW

secrets = st.text(min_size=1, max_size=60).map(SecretStr)
moments = st.integers(0, 10**9).map(lambda seconds: NOW + timedelta(seconds=seconds))
tokens = st.builds(Token, value=secrets, ends_at=st.none() | moments)
apps = st.builds(App, client_id=st.text(min_size=1, max_size=30), client_secret=st.none() | secrets)
whole = st.builds(Grant, access=tokens, refresh=st.none() | secrets, fresh=st.none() | tokens, app=st.none() | apps)


@given(whole)
def test_what_is_written_is_read_again_whole(grant: Grant) -> None:
    assert read(text_of(grant)) == grant


@given(whole, secrets, st.none() | secrets)
def test_a_refresh_token_is_replaced_by_another_and_never_by_nothing(
    grant: Grant, access: SecretStr, refresh: SecretStr | None
) -> None:
    after = take_renewal(grant, Granted(access=access, refresh=refresh, lasts_seconds=60), NOW)
    assert after.refresh == (refresh or grant.refresh)
    assert (after.access, after.app) == (grant.access, grant.app), "the old one stays in use"
    assert promote_fresh(after).access == Token(value=access, ends_at=NOW + timedelta(seconds=60))


@given(whole, secrets)
def test_an_access_token_given_by_hand_takes_the_right_to_renew_from_nobody(grant: Grant, access: SecretStr) -> None:
    after = given_by_hand(grant, {}, {"access_token": access})
    assert (after.access.value, after.refresh, after.app) == (access, grant.refresh, grant.app)


def test_nothing_of_a_grant_prints() -> None:
    app = App(client_id="id", client_secret=SecretStr("canary-app"))
    new = Granted(access=SecretStr("canary-access"), refresh=SecretStr("canary-refresh"))
    grant = new_grant(new, app, NOW)
    shown = f"{grant!r}{grant}{text_of(grant)!r}{new!r}{open_secrets({'grant': text_of(grant)})!r}"
    assert "canary" not in shown + fingerprint(SecretStr("canary-refresh"))
