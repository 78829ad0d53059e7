"""Every platform that has threads sends one part at a time, each in answer to the one before it, and finds each."""

import pytest

from portavoce.platforms import discovery
from portavoce.platforms.contract import OutgoingPost, Sent
from portavoce.platforms.outcomes import Absent, Found, Published, Ready, Unknown
from tests.contract.platforms.stands import Stand, stand_for

TEXTS = ["Prima ☕️", "Seconda قهوة", "Terza 日本語"]


@pytest.fixture(params=[name for name in discovery.names() if discovery.manifest(name).thread])
def stand(request: pytest.FixtureRequest) -> Stand:
    """An account on each platform that has threads."""
    return stand_for(request.param)


def parts(stand: Stand, out: list[Published]) -> list[OutgoingPost]:
    """The parts of a thread, as far as those before them are out."""
    after = tuple(Sent(remote_id=one.remote_id, url=one.url) for one in out)
    planned_at = stand.post().planned_at
    return [
        stand.post(text).model_copy(update={"part": number, "after": after[:number], "planned_at": planned_at})
        for number, text in enumerate(TEXTS)
    ]


def test_parts_answer_each_other_and_one_whose_answer_was_lost_is_found_by_itself(stand: Stand) -> None:
    client, out = stand.client(), list[Published]()
    for number in range(len(TEXTS)):
        part = parts(stand, out)[number]
        assert client.prepare(part, {}.__setitem__) == Ready()
        assert isinstance(client.look_up(part, stand.clock.now), Absent)
        stand.fault("lost_answer", stand.publish_path, method="POST")
        assert isinstance(client.release(part), Unknown)
        found = client.look_up(part, stand.clock.now)
        assert isinstance(found, Found)
        out.append(Published(remote_id=found.remote_id, url=found.url))
    seen = {post.id: post for post in stand.published()}
    assert [seen[one.remote_id].text for one in out] == TEXTS
    ids = [one.remote_id for one in out]
    assert [seen[one].in_reply_to for one in ids] == [None, *ids[:-1]]


def test_a_later_part_is_made_ready_before_it_is_known_what_it_answers(stand: Stand) -> None:
    part = parts(stand, [])[2].model_copy(update={"media": (stand.image(1),)})
    kept = dict[str, str]()
    assert stand.client().prepare(part, kept.__setitem__) == Ready()
    assert kept
    assert stand.published() == []
