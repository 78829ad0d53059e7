"""While webhooks are lost nothing that is said is: reading again finds it, counts it, and lets nothing come back."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import SecretStr

from infra.local.simulators.faults import transport_for
from portavoce.brands.model import Brand, ChannelRef
from portavoce.community.model import InboxStatus, StoredInteraction
from portavoce.community.records import CommunityRecords
from portavoce.community.rereads.model import EVERY, MissedKind, RereadMemory
from portavoce.community.rereads.records import RereadRecords
from portavoce.community.rereads.service import ChannelRereader, RereadRound
from portavoce.community.service.inbox import Community
from portavoce.platforms import discovery
from portavoce.platforms.contract import ChannelAccess
from portavoce.platforms.http import Http
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.table.table import Table
from tests.aurora import aurora
from tests.community import Platform
from tests.twin_simulators.conftest import World

ACCOUNTS = {"facebook": "101", "instagram": "17841"}
LOSE = {"kind": "lost_webhook", "path": "callback", "count": None}
COMMENT, REPLY = InteractionKind.COMMENT, InteractionKind.REPLY


@dataclass
class House:
    """Aurora's one channel on a simulated Meta: what reaches the callback is taken in, and reading again is real."""

    meta: World
    table: Table
    platform: str
    missed: Counter[MissedKind] = field(default_factory=Counter)
    erased: set[str] = field(default_factory=set)
    community: Community = field(init=False)
    post_id: str = field(init=False)

    def __post_init__(self) -> None:
        channel = {"id": self.platform, "platform": self.platform, "account_id": ACCOUNTS[self.platform]}
        self.brand = Brand.model_validate(aurora().model_dump() | {"channels": [channel]})
        account = {"platform": self.platform, "account_id": ACCOUNTS[self.platform]}
        ref = ChannelRef.model_validate({"brand_id": "aurora", "channel": self.platform} | account)
        self.community = Community(
            records=CommunityRecords(self.table),
            channel_of=lambda *_: ref,
            brand_of=lambda _: self.brand,
            reader_of=lambda _: Platform(),
            moderates=lambda _: True,
            set_aside=lambda _: None,
            was_erased=lambda _, said: said.author_id in self.erased,
        )
        self.post_id = self._publish()
        begun = RereadMemory(channel_id=f"aurora.{self.platform}").remember({}, self.meta.clock() - EVERY)
        RereadRecords(self.table).put(begun, self.meta.clock())

    def says(self, text: str, **act: Any) -> str:
        """A visitor speaks; what is told of it is taken in."""
        comment_id = self.speaks(text, **act)
        self.hear()
        return comment_id

    def speaks(self, text: str, **act: Any) -> str:
        """A visitor speaks, and nobody has looked yet what is told."""
        said = {"post_id": self.post_id, "text": text, "author_id": "77", "author_name": "ana"} | act
        (comment_id,) = self.meta.sim("comments", [said])["comment_ids"]
        return str(comment_id)

    def hear(self) -> None:
        """What has reached the callback, all of it again."""
        inbox = discovery.part(self.platform, "inbox")
        for request in self.meta.callback.received:
            self.community.take_in_all(inbox.interactions(request.read()), self.meta.clock())

    def read_again(self) -> RereadRound:
        secrets = {"access_token": SecretStr("PAGE")}
        access = ChannelAccess(channel_id="aurora.x", account_id=ACCOUNTS[self.platform], secrets=secrets)
        http = Http("http://meta.test", transport_for(self.meta.network))

        def enqueue(said: Interaction) -> None:
            self.community.take_in(said, self.meta.clock())

        rereader = ChannelRereader(
            community=self.community.records,
            records=RereadRecords(self.table),
            brands=lambda: [self.brand],
            rule_of=lambda platform: discovery.manifest(platform).reread,
            connect=lambda *_: discovery.part(self.platform, "client").connect(access, http),
            was_erased=self.community.was_erased,
            enqueue=enqueue,
            tell_missed=lambda _, what, number: self.missed.update({what: number}),
        )
        done = rereader.reread(self.meta.clock(), lambda: True)
        assert done.failures == []
        return done

    def row(self, comment_id: str) -> StoredInteraction | None:
        found = self.community.records.get(self.platform, comment_id)
        return found.row if found else None

    def texts(self) -> dict[str, str | None]:
        """By id, what stands in the table."""
        found: dict[str, str | None] = {}
        for comment_id in self.meta.network.platform.comments:
            if row := self.row(comment_id):
                found[comment_id] = row.interaction.text
        return found

    def _publish(self) -> str:
        call = self.meta.client.post
        if self.platform == "facebook":
            return str(call("/v26.0/101/feed", data={"message": "Buongiorno"}).json()["id"])
        made = call("/v26.0/17841/media", data={"image_url": "http://img/a.jpg", "caption": "Buongiorno"}).json()["id"]
        self.meta.clock.pass_seconds(60)
        return str(call("/v26.0/17841/media_publish", data={"creation_id": made}).json()["id"])


@pytest.fixture(params=sorted(ACCOUNTS))
def house(request: pytest.FixtureRequest, meta: World, table: Table) -> House:
    return House(meta, table, request.param)


def test_what_was_said_while_webhooks_were_lost_stands_after_one_round_and_is_counted(house: House) -> None:
    heard = house.says("Uno")
    house.meta.sim("faults", LOSE)
    lost = [house.says(f"Numero {number}") for number in range(12)]
    answer = house.says("Anch'io", parent_id=heard)
    house.meta.client.delete("/_sim/faults")
    last = house.says("Ultimo")
    assert set(house.texts()) == {heard, last}
    house.meta.clock.pass_seconds(3600)
    assert house.read_again().told == 13
    assert set(house.texts()) == {heard, *lost, answer, last}
    assert house.missed == {MissedKind(COMMENT, Verb.ADDED): 12, MissedKind(REPLY, Verb.ADDED): 1}
    found = house.row(answer)
    assert found
    assert (found.status, found.interaction.parent_id, found.interaction.author_id) == (InboxStatus.OPEN, heard, "77")
    house.meta.clock.pass_seconds(EVERY.total_seconds())
    assert house.read_again().told == 0


def test_what_is_told_and_found_is_one_thing_whichever_comes_first(house: House) -> None:
    said = house.speaks("Uno")
    house.meta.clock.pass_seconds(3600)
    house.read_again()
    before = house.row(said)
    house.hear()
    after = house.row(said)
    assert before
    assert after
    # Facebook tells of the post's address, and shows the comment's own.
    told = {"changed_at": before.changed_at, "interaction": before.interaction}
    assert after.model_copy(update=told) == before
    address = {"permalink": before.interaction.permalink}
    assert after.interaction.model_copy(update=address) == before.interaction
    assert len(house.texts()) == 1


def test_what_was_taken_back_while_webhooks_were_lost_keeps_no_word_and_a_late_delivery_brings_none(
    house: House,
) -> None:
    said = house.says("Cana Rina")
    house.meta.sim("faults", LOSE)
    house.says("", action="remove", comment_id=said)
    house.meta.clock.pass_seconds(3600)
    house.read_again()
    house.hear()
    row = house.row(said)
    assert row
    assert (row.status, row.interaction.text, row.interaction.author_name) == (InboxStatus.REMOVED, None, None)


def test_who_was_erased_is_not_brought_back_by_reading_again(house: House) -> None:
    house.meta.sim("faults", LOSE)
    house.says("Uno")
    house.erased = {"77"}
    house.meta.clock.pass_seconds(3600)
    assert house.read_again().told == 0
    assert (house.texts(), house.missed) == ({}, {})


def test_an_edit_that_was_lost_is_taken_over_with_its_words(meta: World, table: Table) -> None:
    house = House(meta, table, "facebook")
    meta.sim("faults", LOSE)
    said = house.says("Uno")
    meta.clock.pass_seconds(3600)
    house.read_again()
    house.says("Due", action="edit", comment_id=said)
    meta.clock.pass_seconds(EVERY.total_seconds())
    house.read_again()
    row = house.row(said)
    assert row
    assert (row.interaction.text, len(row.edited_at)) == ("Due", 1)
    assert house.missed[MissedKind(COMMENT, Verb.EDITED)] == 1
