"""What is Instagram's alone: containers that take their time, die, and are published once; mentions without words."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from infra.local.simulators.visits import Visit
from portavoce.platforms import discovery
from portavoce.platforms.contract import OutgoingPost, ReadRefused
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.platforms.outcomes import Absent, Found, NotReady, Published, Ready, Refused, Throttled, Unclear, Unknown
from tests.contract.platforms.instagram import DAY, seed_user
from tests.contract.platforms.preparation import prepared
from tests.contract.platforms.stands import INSTAGRAM_USER, Stand, stand_for


@pytest.fixture
def instagram() -> Stand:
    return stand_for("instagram")


def test_media_that_take_their_time_are_waited_for_and_built_once(instagram: Stand) -> None:
    seed_user(instagram, container_ready_seconds=20)
    client, kept = instagram.client(), dict[str, str]()
    post = instagram.post(images=2)
    outcomes = []
    for _ in range(60):
        outcome = client.prepare(post.model_copy(update={"handles": dict(kept)}), kept.__setitem__)
        outcomes.append(outcome)
        if outcome == Ready():
            break
        assert isinstance(outcome, NotReady)
        instagram.clock.move(outcome.retry_after_seconds)
    assert outcomes[-1] == Ready()
    assert len(outcomes) > 3
    assert set(kept) == {"child_0", "child_1", "container"}
    created = [request for request in instagram.wire.seen if request.url.path.endswith("/media")]
    assert len(created) == 3
    assert isinstance(client.release(post.model_copy(update={"handles": kept})), Published)


def test_a_release_before_the_container_is_finished_publishes_nothing_yet(instagram: Stand) -> None:
    seed_user(instagram, container_ready_seconds=20)
    client, kept = instagram.client(), dict[str, str]()
    assert isinstance(client.prepare(instagram.post(), kept.__setitem__), NotReady)
    post = instagram.post().model_copy(update={"handles": kept})
    assert isinstance(client.release(post), NotReady)
    assert isinstance(client.release(instagram.post()), NotReady)
    assert isinstance(client.look_up(post, instagram.clock.now), Absent)
    assert instagram.published() == []


@pytest.mark.parametrize("images", [1, 2])
def test_a_container_that_died_is_built_anew_and_its_children_too(instagram: Stand, images: int) -> None:
    client = instagram.client()
    old = prepared(client, instagram.post(images=images))
    instagram.clock.move(DAY)
    assert isinstance(client.release(old), NotReady)
    assert isinstance(client.look_up(old, instagram.clock.now), Absent)
    new = prepared(client, old)
    assert not set(old.handles.values()) & set(new.handles.values())
    assert isinstance(client.release(new), Published)
    assert len(instagram.published()) == 1


def test_a_container_is_published_once_however_often_it_is_asked(instagram: Stand) -> None:
    client = instagram.client()
    post = prepared(client, instagram.post())
    instagram.fault("lost_answer", instagram.publish_path)
    attempted_at = instagram.clock.now
    assert isinstance(client.release(post), Unknown)
    again = prepared(client, post)
    assert again.handles == post.handles
    assert isinstance(client.release(again), Unknown)
    assert isinstance(client.look_up(again, attempted_at), Found)
    assert len(instagram.published()) == 1


def test_a_published_container_whose_post_is_not_listed_yet_is_unclear_and_never_absent(instagram: Stand) -> None:
    client = instagram.client()
    post = prepared(client, instagram.post())
    instagram.fault("lost_answer", instagram.publish_path)
    instagram.fault("lagging_lookup", instagram.publish_path, reads=1)
    assert isinstance(client.release(post), Unknown)
    assert isinstance(client.look_up(post, instagram.clock.now), Unclear)
    assert isinstance(client.look_up(post, instagram.clock.now), Found)


def test_an_older_post_with_the_same_caption_is_not_taken_for_one_that_is_not_listed_yet(instagram: Stand) -> None:
    client = instagram.client()
    assert isinstance(client.release(prepared(client, instagram.post("Ogni lunedì"))), Published)
    instagram.clock.move(7 * DAY)
    post = prepared(client, instagram.post("Ogni lunedì"))
    instagram.fault("lost_answer", instagram.publish_path)
    instagram.fault("lagging_lookup", instagram.publish_path, reads=1)
    assert isinstance(client.release(post), Unknown)
    assert isinstance(client.look_up(post, instagram.clock.now), Unclear)
    found = client.look_up(post, instagram.clock.now)
    assert isinstance(found, Found)
    assert found.remote_id == instagram.published()[-1].id


def test_the_daily_quota_is_waited_for(instagram: Stand) -> None:
    seed_user(instagram, quota_total=1)
    client = instagram.client()
    assert isinstance(client.release(prepared(client, instagram.post("Prima"))), Published)
    kept: dict[str, str] = {}
    second = instagram.post("Seconda")
    outcome = client.prepare(second, kept.__setitem__)
    assert isinstance(outcome, Throttled)
    assert outcome.retry_after_seconds == DAY
    assert "1 of the 1 posts of 24 hours" in outcome.reason
    refused = client.release(second.model_copy(update={"handles": kept}))
    assert isinstance(refused, Throttled)
    instagram.clock.move(DAY)
    assert isinstance(client.release(prepared(client, second)), Published)


def test_an_image_that_instagram_refuses_ends_the_preparing(instagram: Stand) -> None:
    post = instagram.post()
    gone = post.images[0].model_copy(update={"url": "https://media.aurora.example/200.png"})
    instagram.fault("refused", "/media$", code=36003, subcode=2207009)
    outcome = instagram.client().prepare(post.model_copy(update={"images": (gone,)}), dict[str, str]().__setitem__)
    assert isinstance(outcome, Refused)
    assert outcome.code == "36003/2207009"


def test_preparing_may_simply_be_repeated_after_a_lost_answer(instagram: Stand) -> None:
    client, kept = instagram.client(), dict[str, str]()
    instagram.fault("lost_answer", "/media$")
    assert isinstance(client.prepare(instagram.post(), kept.__setitem__), Unknown)
    assert kept == {}
    post: OutgoingPost = prepared(client, instagram.post())
    assert isinstance(client.release(post), Published)
    assert len(instagram.published()) == 1


def mention(interaction_id: str, post_id: str) -> Interaction:
    return Interaction(
        platform="instagram",
        account_id=INSTAGRAM_USER,
        interaction_id=interaction_id,
        kind=InteractionKind.MENTION,
        verb=Verb.ADDED,
        occurred_at=datetime(2026, 11, 23, 10, tzinfo=UTC),
        post_id=post_id,
    )


def test_a_mention_gets_its_words_and_author(instagram: Stand) -> None:
    visit = Visit(action="mention", account_id=INSTAGRAM_USER, author_name="giulia.n", text="Che buono @auroracoffee")
    comment_id = instagram.network.platform.visit(visit)
    post_id = instagram.network.platform.comments[comment_id].post_id
    completed = instagram.client().complete(mention(comment_id, post_id))
    assert (completed.text, completed.author_name) == ("Che buono @auroracoffee", "giulia.n")
    assert completed.interaction_id == comment_id


def test_a_mention_that_is_gone_is_refused(instagram: Stand) -> None:
    with pytest.raises(ReadRefused):
        instagram.client().complete(mention("404", "405"))


def test_an_interaction_that_has_its_words_costs_no_call(instagram: Stand) -> None:
    spoken = mention("1", "2").model_copy(update={"text": "Ciao"})
    assert instagram.client().complete(spoken) == spoken
    assert instagram.wire.seen == []


def test_a_days_number_is_of_that_day_and_a_missing_one_is_not_zero(instagram: Stand) -> None:
    specs = [spec for spec in discovery.manifest("instagram").metrics if spec.level == "channel"]
    taken = {one.metric: one for one in instagram.client().channel_metrics(specs, date(2026, 11, 22))}
    assert (taken["reach"].value, taken["views"].value) == (Decimal(8), Decimal(9))
    assert taken["new_follows"].value is None
    assert taken["new_follows"].unavailable_reason
