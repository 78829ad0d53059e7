"""Where nothing tells of edits and removals, reading again does: the words go, and with them those of the lead."""

from dataclasses import dataclass

import pytest

from infra.local.simulators.visits import Visit
from portavoce.brands.model import Brand, ChannelRef
from portavoce.community.model import InboxStatus, Lead, StoredInteraction, lead_id_of
from portavoce.community.records import CommunityRecords
from portavoce.community.rereads.model import EVERY
from portavoce.community.rereads.records import RereadRecords
from portavoce.community.rereads.service import ChannelRereader
from portavoce.community.service.inbox import Community
from portavoce.platforms.interaction import Interaction, InteractionKind
from portavoce.table.table import Table
from tests.aurora import aurora
from tests.community import Platform
from tests.contract.platforms.talk import Talk


@dataclass
class Listener:
    """Aurora's one channel, on a platform that calls nobody."""

    talk: Talk
    community: Community
    rereader: ChannelRereader

    def hear(self, words: str) -> Interaction:
        said = self.talk.hear(InteractionKind.COMMENT, words)
        self.community.take_in(said, self.talk.stand.clock())
        return said

    def read_again(self) -> None:
        self.talk.stand.clock.move(EVERY.total_seconds())
        assert self.rereader.reread(self.talk.stand.clock(), lambda: True).failures == []

    def row(self, said: Interaction) -> StoredInteraction:
        found = self.community.records.get(said.platform, said.interaction_id)
        assert found
        return found.row


@pytest.fixture(params=["bluesky", "mastodon"])
def listener(request: pytest.FixtureRequest, table: Table) -> Listener:
    talk = Talk(request.param)
    account = {"platform": request.param, "account_id": talk.stand.account_id}
    brand = Brand.model_validate(aurora().model_dump() | {"channels": [{"id": "here"} | account]})
    channel = ChannelRef.model_validate({"brand_id": "aurora", "channel": "here"} | account)
    community = Community(
        records=CommunityRecords(table),
        channel_of=lambda *_: channel,
        brand_of=lambda _: brand,
        reader_of=lambda _: Platform(),
        moderates=lambda _: True,
        set_aside=lambda _: None,
    )

    def take_in(said: Interaction) -> None:
        community.take_in(Interaction.model_validate_json(said.model_dump_json()), talk.stand.clock())

    def tell_missed(*_: object) -> None:
        raise AssertionError("no webhook is to tell of it")

    rereader = ChannelRereader(
        community=community.records,
        records=RereadRecords(table),
        brands=lambda: [brand],
        rule_of=lambda _: talk.stand.manifest.reread,
        connect=lambda *_: talk.client,
        was_erased=lambda *_: False,
        enqueue=take_in,
        tell_missed=tell_missed,
    )
    return Listener(talk, community, rereader)


def test_what_was_taken_back_keeps_no_word_in_the_inbox_and_none_in_its_lead(listener: Listener) -> None:
    said, other = listener.hear("Cana Rina: quanto costa?"), listener.hear("Che buono")
    row, records = listener.row(said), listener.community.records
    lead = Lead(
        lead_id=lead_id_of(said.platform, said.interaction_id),
        brand_id="aurora",
        channel_id=row.channel_id,
        platform=said.platform,
        interaction_id=said.interaction_id,
        author_id=said.author_id,
        author_name=said.author_name,
        text="Cana Rina: quanto costa?",
        permalink=None,
        created_at=said.occurred_at,
    )
    assert records.add_lead(lead, row.keep_until)
    listener.talk.network.visit(Visit(action="remove", comment_id=said.interaction_id))
    listener.read_again()
    gone, kept = listener.row(said), records.lead("aurora", lead.lead_id)
    assert (gone.status, gone.interaction.text, gone.interaction.author_name) == (InboxStatus.REMOVED, None, None)
    assert kept is None or "Rina" not in kept.model_dump_json()
    assert listener.row(other).interaction.text == "Che buono"
    # A poll that had read it before is late.
    listener.community.take_in(said, listener.talk.stand.clock())
    assert listener.row(said) == gone


def test_what_is_still_there_is_left_as_it_is(listener: Listener) -> None:
    said = [listener.hear(f"Numero {number}") for number in range(3)]
    before = [listener.row(one) for one in said]
    listener.read_again()
    assert [listener.row(one) for one in said] == before
