"""Every platform that tells who an account's people are tells each trait it can, and says why it cannot tell another.

What they tell is seeded as Meta's pages show it (Page Insights, Instagram Account Insights)."""

from datetime import date

import pytest

from portavoce.platforms.audience import AudienceSpec
from portavoce.platforms.contract import ReadFailed, ReadRefused
from tests.contract.platforms.stands import INSTAGRAM_USER, PAGE, Stand

DAY = date(2026, 11, 23)
COUNTRIES = {"IT": 700, "CH": 60, "AE": 40}
TOLD = {"country": COUNTRIES, "city": {"Rome, Lazio": 90}, "age": {"25-34": 300, "65+": 9}, "gender": {"F": 5, "U": 1}}


def tell(stand: Stand, followers: int = 900) -> None:
    days = {"2026-11-21": COUNTRIES, "2026-11-20": {"IT": 1}}
    cities = {"2026-11-21": TOLD["city"]}
    page = {"id": PAGE, "name": "Aurora", "access_token": "token-of-aurora", "app_id": "9"}
    user = {"id": INSTAGRAM_USER, "username": "auroracoffee", "page_id": PAGE}
    people = {"follower_demographics": TOLD, "engaged_audience_demographics": TOLD}
    stand.network.platform.seeds["accounts"](
        {
            "pages": [
                page
                | {
                    "instagram_user_id": INSTAGRAM_USER,
                    "followers_count": followers,
                    "metrics": {"page_follows_country": days, "page_follows_city": cities},
                }
            ],
            "instagram_users": [user | {"followers_count": followers, "metrics": people}],
        }
    )


def valid(stand: Stand) -> list[AudienceSpec]:
    return [spec for spec in stand.manifest.audience if spec.is_valid_on(DAY)]


def test_each_trait_of_the_manifest_is_told_with_its_own_parts(profiled: Stand) -> None:
    tell(profiled)
    told = profiled.client().profile(valid(profiled), DAY)
    assert [(one.group, one.by, one.parts) for one in told] == [
        (spec.group, spec.by, TOLD[spec.by]) for spec in valid(profiled)
    ]


def test_of_too_few_followers_nothing_is_told_and_that_is_a_state_of_its_own(profiled: Stand) -> None:
    tell(profiled, followers=99)
    told = [one for one in profiled.client().profile(valid(profiled), DAY) if one.group == "followers"]
    assert {(one.parts, one.too_few) for one in told} == {(None, True)}
    assert all("100" in (one.unavailable_reason or "") for one in told)


def test_what_has_not_come_yet_is_unavailable_and_not_too_few(profiled: Stand) -> None:
    told = profiled.client().profile(valid(profiled), DAY)
    assert {(one.parts, one.too_few) for one in told} == {(None, False)}
    assert all(one.unavailable_reason for one in told)


def test_one_name_that_is_not_valid_takes_no_other_down_and_has_the_platforms_own_words(profiled: Stand) -> None:
    tell(profiled)
    specs = valid(profiled)
    bad = specs[0].model_copy(update={"remote": f"{specs[0].remote}_of_the_moon"})
    told = profiled.client().profile([bad, *specs], DAY)
    assert told[0].parts is None
    assert "metric" in (told[0].unavailable_reason or "")
    assert told[1:] == profiled.client().profile(specs, DAY)


def test_when_nothing_is_answered_the_caller_hears_it(profiled: Stand) -> None:
    tell(profiled)
    with pytest.raises(ReadRefused):
        profiled.client("dead").profile(valid(profiled), DAY)
    profiled.fault("server_error", "insights$", method="GET", count=None)
    with pytest.raises(ReadFailed):
        profiled.client().profile(valid(profiled), DAY)
