"""An account is found where its platform's manifest says, or on the host that its own id names."""

import pytest

from portavoce.platforms import discovery
from portavoce.platforms.addresses import NoInstance, base_url_of

X = discovery.manifest("x")
MANY = X.model_copy(update={"title": "Many", "base_url": "https://{instance}"})


def test_a_platform_that_is_one_place_is_there_for_every_account() -> None:
    assert base_url_of(X, "2002") == X.base_url


@pytest.mark.parametrize(
    "account_id", ["@aurora@mastodon.example", "aurora@mastodon.example", "@aurora.c@Mastodon.Example"]
)
def test_an_account_is_on_the_host_that_its_id_names(account_id: str) -> None:
    assert base_url_of(MANY, account_id) == "https://mastodon.example"


@pytest.mark.parametrize(
    "account_id",
    ["aurora", "@aurora", "mastodon.example", "@aurora@localhost", "@aurora@127.0.0.1", "@aurora@mastodon.example:80",
     "@aurora@mastodon.example/x", "@aurora@evil.example@mastodon.example", "@aurora@-a.example", "@aurora@a..example",
     "@aurora@mastodon.example\n", "@aurora@{instance}"],
)  # fmt: skip
def test_an_id_that_names_no_host_is_refused_with_how_to_write_it(account_id: str) -> None:
    with pytest.raises(NoInstance, match="Many needs it as @name@host"):
        base_url_of(MANY, account_id)
