"""Look-ups that could take a neighbour's post for ours, or come before the list shows it: never twice, never lost."""

import pytest

from infra.local.simulators.faults import Fault
from infra.local.simulators.network import Network as Simulator
from portavoce.platforms import discovery
from portavoce.platforms.access.addresses import remote_id_of
from portavoce.platforms.contract import Sent
from portavoce.publishing.model import Content, Publication, PublicationState
from portavoce.publishing.service.ledger import ClaimedByAnother
from tests.faults.accounts import FRONTS
from tests.faults.neighbours import live_as_neighbours
from tests.faults.simulated import lived
from tests.faults.world import World

LISTS = ("facebook", "x", "mastodon")


@pytest.mark.parametrize("text", ["", "New in our shop today!"])
@pytest.mark.parametrize("platform", LISTS)
def test_a_post_that_never_left_does_not_take_its_neighbours_for_its_own(platform: str, text: str) -> None:
    street, (cup, cake) = live_as_neighbours(platform, text, "server_error", 1, 20)
    posts = street.simulator.platform.posts
    assert (cake.state, cake.remote_id) == (PublicationState.PUBLISHED, next(iter(posts)))
    assert (cup.state, cup.remote_id, len(posts)) == (PublicationState.UNCERTAIN, None, 1)
    assert "may be out" in (cup.next_step or "")


@pytest.mark.parametrize("platform", LISTS)
def test_a_newer_post_proves_that_ours_is_not_there_so_it_is_sent_again(platform: str) -> None:
    street, ends = live_as_neighbours(platform, "New!", "server_error", 1, 120)
    assert [one.state for one in ends] == [PublicationState.PUBLISHED] * 2
    assert len(street.simulator.platform.posts) == 2


@pytest.mark.parametrize("platform", LISTS)
@pytest.mark.parametrize("text", ["", "New in our shop today!"])
def test_of_two_whose_answers_are_lost_neither_ends_with_the_others_post(platform: str, text: str) -> None:
    street, ends = live_as_neighbours(platform, text, "lost_answer", 2, 10)
    assert len(street.simulator.platform.posts) == 2
    known = [one.remote_id for one in ends if one.remote_id]
    assert len(known) == len(set(known))
    assert all(one.state is PublicationState.PUBLISHED or one.next_step for one in ends)


@pytest.mark.parametrize("platform", LISTS)
@pytest.mark.parametrize("minutes", [5, 10, 30])
def test_a_list_that_lags_for_minutes_makes_no_second_post_and_nobody_is_told_that_it_is_not_there(
    platform: str, minutes: int
) -> None:
    account = FRONTS[platform].account
    lost = Fault(kind="lost_answer", method="POST", path=account.publishes)
    lag = Fault(kind="lagging_lookup", path=account.publishes, seconds=60 * minutes)
    life = lived(account, Content(text="We are open again!"), (lost, lag))
    assert (len(life.posts), life.ended.state) == (1, PublicationState.PUBLISHED)
    assert all("may be out" in one.next_step for one in life.world.asked)


SETTLED_AT = {
    "instagram": "https://www.instagram.com/p/Cabc123/",
    "facebook": "https://www.facebook.com/aurora/posts/pfbid0abc",
}


def settled_by_hand(platform: str) -> tuple[World, Simulator, Publication]:
    """A post with a first comment whose platform never says what became of it, until a person is asked."""
    front = FRONTS[platform]
    lost = Fault(kind="lost_answer", method="POST", path=front.account.publishes)
    deaf = Fault(kind="server_error", method="GET", path=front.looks, count=500)
    life = lived(front.account, front.content, (lost, deaf))
    assert life.ended.next_step is not None
    life.simulator.faults.clear()
    return life.world, life.simulator, life.ended


@pytest.mark.parametrize("platform", SETTLED_AT)
def test_what_a_person_has_settled_by_an_address_without_an_id_gets_its_first_comment_at_once(platform: str) -> None:
    world, simulator, one = settled_by_hand(platform)
    url = SETTLED_AT[platform]
    assert remote_id_of(discovery.manifest(platform), FRONTS[platform].account.account_id, url) is None
    world.ledger.settle(one.publication_id, Sent(remote_id="", url=url), world.clock.now)
    ended = world.run(one.publication_id)
    [post] = simulator.platform.posts
    [comment] = simulator.platform.comments.values()
    assert (ended.state, ended.remote_id, comment.post_id) == (PublicationState.PUBLISHED, post, post)


@pytest.mark.parametrize("platform", SETTLED_AT)
def test_a_first_comment_whose_post_is_not_listed_is_not_sent_anywhere_and_says_why(platform: str) -> None:
    world, simulator, one = settled_by_hand(platform)
    for post in simulator.platform.posts.values():
        post.deleted = True
    world.ledger.settle(one.publication_id, Sent(remote_id="", url=SETTLED_AT[platform]), world.clock.now)
    ended = world.run(one.publication_id)
    assert (ended.state, simulator.platform.comments) == (PublicationState.FAILED, {})
    assert SETTLED_AT[platform] in (ended.cause or "")
    assert not [entry for entry in simulator.journal if entry.path.endswith("//comments")]


def test_two_publications_are_never_settled_with_one_post() -> None:
    street, (cup, cake) = live_as_neighbours("facebook", "", "server_error", 1, 20)
    with pytest.raises(ClaimedByAnother, match=r"aurora\.cake\.facebook"):
        street.world.ledger.settle(cup.publication_id, Sent(remote_id=cake.remote_id or ""), street.world.clock.now)
