"""What is Facebook's alone: a photo's post, links as cards, insights by Pacific day."""

from datetime import date
from decimal import Decimal

import pytest

from portavoce.platforms import discovery
from portavoce.platforms.outcomes import Absent, Duplicate, Found, Published
from tests.contract.platforms.preparation import prepared
from tests.contract.platforms.stands import PAGE, Stand, stand_for


@pytest.fixture
def facebook() -> Stand:
    return stand_for("facebook")


def test_one_photo_is_known_by_its_post_and_not_by_its_photo(facebook: Stand) -> None:
    client = facebook.client()
    outcome = client.release(prepared(client, facebook.post(images=1)))
    assert isinstance(outcome, Published)
    assert outcome.remote_id.startswith(f"{PAGE}_")
    assert outcome.url == f"https://www.facebook.com/{outcome.remote_id}"


def test_a_link_without_images_is_a_card_and_not_words(facebook: Stand) -> None:
    client = facebook.client()
    client.release(prepared(client, facebook.post("Il menu", link="https://aurora.example/menu")))
    [seen] = facebook.published()
    assert (seen.text, seen.link) == ("Il menu", "https://aurora.example/menu")


def test_the_same_words_with_another_number_of_photos_are_another_post(facebook: Stand) -> None:
    client = facebook.client()
    client.release(prepared(client, facebook.post("Ciao", images=2)))
    assert isinstance(client.look_up(facebook.post("Ciao", images=0), facebook.clock.now), Absent)
    assert isinstance(client.look_up(facebook.post("Ciao", images=1), facebook.clock.now), Absent)
    assert isinstance(client.look_up(facebook.post("Ciao", images=2), facebook.clock.now), Found)


def test_meta_says_itself_when_the_last_post_said_the_same(facebook: Stand) -> None:
    client = facebook.client()
    client.release(facebook.post("Ciao"))
    assert isinstance(client.release(facebook.post("Ciao")), Duplicate)


def test_a_post_far_down_the_list_is_still_found(facebook: Stand) -> None:
    client = facebook.client()
    facebook.network.platform.seeds["accounts"]({"quotas": {"pages": 100_000}})
    wanted = facebook.post("La prima di molte")
    client.release(wanted)
    for number in range(120):
        client.release(facebook.post(f"Numero {number}"))
    assert isinstance(client.look_up(wanted, facebook.clock.now), Found)


def test_a_days_views_are_of_that_pacific_day(facebook: Stand) -> None:
    [spec] = [spec for spec in discovery.manifest("facebook").metrics if spec.remote == "insights/page_media_view"]
    for day, views in ((21, 40), (22, 41)):
        [taken] = facebook.client().channel_metrics([spec], date(2026, 11, day))
        assert taken.value == Decimal(views)


def test_negative_reactions_are_anger_and_sadness_added_up(facebook: Stand) -> None:
    client = facebook.client()
    outcome = client.release(facebook.post())
    assert isinstance(outcome, Published)
    reactions = {"like": 9, "love": 4, "anger": 2, "sorry": 3}
    facebook.network.platform.seeds["accounts"](
        {
            "posts": [
                {
                    "id": outcome.remote_id,
                    "counters": {"reactions": 18, "shares": 6},
                    "metrics": {"post_reactions_by_type_total": reactions, "post_clicks": 7},
                }
            ]
        }
    )
    facebook.visitor_comments(outcome.remote_id)
    specs = [spec for spec in discovery.manifest("facebook").metrics if spec.level == "post"]
    taken = {one.metric: one.value for one in client.post_metrics(outcome.remote_id, specs)}
    assert taken["reactions_negative"] == 5
    assert (taken["likes"], taken["shares"], taken["comments"], taken["clicks"]) == (18, 6, 1, 7)
