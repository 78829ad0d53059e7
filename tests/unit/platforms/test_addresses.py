"""An account is found where its platform's manifest says, or on the host that its own id names."""

import pytest

from portavoce.platforms import discovery
from portavoce.platforms.access.addresses import (
    NoInstance,
    NoPostAddress,
    base_url_of,
    clean_address,
    name_of_post,
    remote_id_of,
)
from portavoce.platforms.manifest import PostAddress

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


def test_a_posts_id_is_read_from_its_address() -> None:
    for url in ("https://x.com/aurora/status/77", "https://twitter.com/aurora/status/77?s=20"):
        assert remote_id_of(X, "2002", url) == "77"
    plain = X.model_copy(update={"post_address": None})
    assert remote_id_of(plain, "2002", "https://anywhere.example/1") is None
    keyed = X.model_copy(
        update={
            "post_address": PostAddress(pattern="https://a/(?P<id>[0-9]+)", remote_id="at://{account}/{id}", source="")
        }
    )
    assert remote_id_of(keyed, "did:plc:aurora", "https://a/12") == "at://did:plc:aurora/12"


@pytest.mark.parametrize(
    ("url", "remote_id"),
    [
        ("https://www.facebook.com/auroracoffee/posts/900123", "1001_900123"),
        ("https://www.facebook.com/auroracoffee/posts/il-menu/900123/?ref=1", "1001_900123"),
        ("https://m.facebook.com/permalink.php?story_fbid=900123&id=1001", "1001_900123"),
        ("https://www.facebook.com/permalink.php?id=1001&story_fbid=900123", "1001_900123"),
        ("https://www.facebook.com/reel/900123", "1001_900123"),
        ("https://www.facebook.com/auroracoffee/videos/900123/", "1001_900123"),
        ("https://www.facebook.com/1001_900123", "1001_900123"),
        ("https://www.facebook.com/auroracoffee/posts/pfbid02AbC9xYz", None),
        ("https://www.facebook.com/permalink.php?story_fbid=pfbid02AbC&id=1001", None),
        ("https://www.facebook.com/share/p/1AbCdEf/", None),
        ("https://www.facebook.com/stories/1001/UzpfSV", None),
    ],
)
def test_a_facebook_address_holds_the_posts_number_or_none(url: str, remote_id: str | None) -> None:
    assert remote_id_of(discovery.manifest("facebook"), "1001", url) == remote_id


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/auroracoffee",
        "https://www.facebook.com.evil.example/auroracoffee/posts/900123",
        "https://evil.example/https://www.facebook.com/reel/900123",
        "https://www.facebook.com/auroracoffee/posts/",
        "https://www.facebook.com/auroracoffee/photos/900123",
    ],
)
def test_what_is_no_address_of_a_facebook_post_is_refused(url: str) -> None:
    with pytest.raises(NoPostAddress):
        remote_id_of(discovery.manifest("facebook"), "1001", url)


def test_any_address_settles_an_instagram_post_which_then_has_no_numbers() -> None:
    assert remote_id_of(discovery.manifest("instagram"), "17841", "https://www.instagram.com/p/DAbC_1-x/") is None


@pytest.mark.parametrize(
    "url", ["", "x.com/aurora/status/77", "https://x.com/aurora", "https://x.com.evil.example/a/status/1",
     "https://x.com/aurora/status/77\n", "https://x.com/aurora/status/77\r\nX-EVIL:1", "https://x.com/a/status/7\u2028",
     "https://x.com/aurora/status/77 78"],
)  # fmt: skip
def test_what_is_no_posts_address_is_refused(url: str) -> None:
    with pytest.raises(NoPostAddress):
        remote_id_of(X, "2002", url)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" https://x.com/aurora/status/77?s=20&t=abc \n", "https://x.com/aurora/status/77"),
        ("http://www.instagram.com/p/Cabc/?igsh=MzRlODBiNWFlZA==#c", "https://www.instagram.com/p/Cabc/"),
        (
            "https://www.facebook.com/permalink.php?story_fbid=77&id=1001&__cft__[0]=A&utm_source=mail",
            "https://www.facebook.com/permalink.php?story_fbid=77&id=1001",
        ),
    ],
)
def test_an_address_is_kept_without_what_was_added_on_the_way(given: str, kept: str) -> None:
    assert clean_address(given) == kept
    assert clean_address(kept) == kept


@pytest.mark.parametrize(
    "given",
    [
        "",
        "x.com/a/status/1",
        "javascript:alert(1)",
        "https://",
        "https://[x",
        "https://x.com/a b",
        "https://x.com/a\x1b[2J",
        "https://x.com/\u202e77",
        "https://ada:secret@x.com/aurora/status/77",
    ],
)
def test_what_no_browser_opens_as_it_stands_is_no_address(given: str) -> None:
    with pytest.raises(NoPostAddress):
        clean_address(given)


def test_a_post_is_told_from_the_accounts_others_by_its_name() -> None:
    assert name_of_post("https://www.instagram.com/p/Cabc/") == "Cabc"
    assert name_of_post("https://www.facebook.com/permalink.php?story_fbid=pfbid0x&id=1001") == "pfbid0x"
    assert name_of_post("https://www.facebook.com/aurora/posts/pfbid0x") == "pfbid0x"
