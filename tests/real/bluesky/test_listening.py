"""On the real network: what others say to the account is in the inbox within seconds, once, as it was said."""

from datetime import UTC, datetime, timedelta

import pytest

from portavoce.community.model import InboxStatus
from portavoce.platforms.conversation import Deed
from portavoce.platforms.interaction import InteractionKind
from tests.real.bluesky.account import Account, begin
from tests.real.bluesky.person import Person
from tests.real.desk import Desk, done, eventually

pytestmark = pytest.mark.takes_long("the network shows to others what was said after a second or two")

WORDS = "Ciao @aurora.test ☕, vedi https://a.example/uno, poi https://b.example/due-tre/قهوة e qui"


def test_replies_mentions_and_quotes_arrive_with_who_said_what_under_which_post(
    desk: Desk, aurora: Account, regular: Person
) -> None:
    ours = begin(aurora)
    comment = regular.reply("Siete aperti domani? ☕", ours)
    reply = regular.reply("E dopodomani? @aurora.test", comment, root=ours)
    mention = regular.say(WORDS)
    quote = regular.quote("Guardate قهوة", ours)
    expected = {
        comment["uri"]: (InteractionKind.COMMENT, "Siete aperti domani? ☕", ours["uri"], None),
        reply["uri"]: (InteractionKind.REPLY, "E dopodomani? @aurora.test", ours["uri"], comment["uri"]),
        mention["uri"]: (InteractionKind.MENTION, WORDS, mention["uri"], None),
        quote["uri"]: (InteractionKind.QUOTE, "Guardate قهوة", ours["uri"], None),
    }
    said = [desk.wait_for(uri).interaction for uri in expected]
    assert {one.interaction_id: (one.kind, one.text, one.post_id, one.parent_id) for one in said} == expected
    assert {(one.author_id, one.author_name, one.language) for one in said} == {(regular.did, "regular.test", "it")}
    assert set(expected) <= set(desk.inbox(InboxStatus.OPEN))
    assert desk.listen() == []


def test_what_its_author_has_dated_back_is_heard_once(desk: Desk, aurora: Account, regular: Person) -> None:
    days_ago = (datetime.now(UTC) - timedelta(days=9)).isoformat().replace("+00:00", "Z")
    ours = begin(aurora)
    said = regular.say("Di ieri", reply={"root": ours, "parent": ours}, createdAt=days_ago)
    desk.wait_for(said["uri"])
    regular.reply("Di oggi", ours)
    eventually(desk.listen)
    assert desk.listen() == []


@pytest.mark.parametrize(("deed", "shown"), [(Deed.MUTE, "muted"), (Deed.BLOCK, "blocking")])
def test_nothing_is_heard_of_whom_the_account_mutes_or_blocks_until_that_is_taken_back(
    desk: Desk, aurora: Account, network: str, deed: Deed, shown: str
) -> None:
    nuisance = Person.on(network, f"nuisance-{deed}.test")
    first = desk.wait_for(nuisance.reply("Prima", begin(aurora))["uri"])
    assert done(desk.act(first, deed))
    assert eventually(lambda: aurora.view_of(nuisance.did).get(shown))
    eventually(lambda: not desk.is_heard(nuisance.did))
    later = nuisance.say("Di nuovo io, @aurora.test")
    assert done(desk.undo(first))
    assert desk.wait_for(later["uri"]).interaction.text == "Di nuovo io, @aurora.test"
    assert not aurora.view_of(nuisance.did).get(shown)
