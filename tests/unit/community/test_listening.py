"""What listening costs is counted, warned of and stopped at its cap, and begins again the next month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from portavoce.brands.model import Brand
from portavoce.community.events import counts
from portavoce.community.items import interaction_item
from portavoce.community.listening_cost.model import ListeningCost, spent_minor
from portavoce.community.listening_cost.records import ListeningRecords
from portavoce.community.listening_cost.service import ListeningKeeper
from portavoce.community.model import StoredInteraction
from portavoce.platforms.interaction import InteractionKind, Verb
from portavoce.platforms.outcomes import ActionOutcome, Done, Unknown
from portavoce.platforms.rules.listening_rule import Subscription
from portavoce.platforms.x.manifest import MANIFEST
from portavoce.table.table import Table
from tests.aurora import NOW, aurora
from tests.community import delivery, listening

assert MANIFEST.fees
RULE = MANIFEST.fees
MENTIONS = Subscription(subscription_id="s1", event_type="post.mention.create", webhook_id="w1")
MESSAGES = Subscription(subscription_id="s2", event_type="dm.received", webhook_id="w1", tag="acc-7")


@dataclass
class Network:
    """An account's subscriptions. `deaf` times it does not answer."""

    standing: list[Subscription] = field(default_factory=lambda: [MENTIONS, MESSAGES])
    deaf: int = 0

    def list_billed(self) -> list[Subscription]:
        return list(self.standing)

    def stop(self, subscription: Subscription) -> ActionOutcome:
        if self.deaf:
            self.deaf -= 1
            return Unknown(reason="no answer")
        self.standing = [one for one in self.standing if one.event_type != subscription.event_type]
        return Done()

    def begin(self, subscription: Subscription) -> ActionOutcome:
        if self.deaf:
            self.deaf -= 1
            return Unknown(reason="no answer")
        self.standing.append(subscription)
        return Done()


@dataclass
class World:
    """A brand that X bills. `heard` is what was counted, by day."""

    table: Table
    network: Network = field(default_factory=Network)
    heard: dict[date, Mapping[str, int]] = field(default_factory=dict)
    told: list[tuple[str, bool]] = field(default_factory=list)
    posts_minor: int = 0
    brand: Brand = field(default_factory=lambda: aurora(listening={"x_month_minor": 1000}))

    def keep(self, now: datetime) -> ListeningCost:
        keeper = ListeningKeeper(
            records=ListeningRecords(self.table),
            brands=lambda: [self.brand],
            rules={"x": RULE},
            counters=self.counters,
            connect=lambda platform, channel_id, account_id: self.network,
            tell=lambda cost, is_over: self.told.append((cost.month, is_over)),
            cost_of_posts=lambda brand_id, platform, now: self.posts_minor,
        )
        keeper.keep(now)
        return keeper.records.of_brand("aurora")["x"]

    def counters(self, brand_id: str, since: date, until: date) -> Iterable[tuple[date, Mapping[str, int]]]:
        assert brand_id == "aurora"
        return [(day, found) for day, found in self.heard.items() if since <= day <= until]


@pytest.fixture
def world(table: Table) -> World:
    return World(table)


@pytest.mark.parametrize(("posts", "messages", "cents"), [(0, 0, 0), (1, 0, 1), (2, 0, 1), (3, 0, 2), (1999, 1, 1001)])
def test_a_post_costs_half_a_cent_and_a_message_a_whole_one(posts: int, messages: int, cents: int) -> None:
    assert spent_minor(RULE, posts, messages) == cents


def test_below_the_warning_nothing_is_told_and_nothing_stopped(world: World) -> None:
    world.heard = {NOW.date(): {"heard_x": 1500, "heard_x_messages": 40}}
    cost = world.keep(NOW)
    assert (cost.posts, cost.messages, cost.spent_minor, cost.cap_minor) == (1500, 40, 790, 1000)
    assert (world.told, world.network.standing) == ([], [MENTIONS, MESSAGES])


def test_at_four_fifths_of_the_cap_somebody_is_warned(world: World) -> None:
    world.heard = {NOW.date(): {"heard_x": 1600}}
    world.keep(NOW)
    assert world.told == [("2026-11", False)]
    assert len(world.network.standing) == 2


def test_at_the_cap_what_is_billed_is_ended_and_the_next_month_begun_again(world: World) -> None:
    world.heard = {NOW.date(): {"heard_x": 2000}}
    cost = world.keep(NOW)
    assert (world.network.standing, world.told) == ([], [("2026-11", True)])
    assert cost.stopped == {"aurora.x": (MENTIONS, MESSAGES)}
    world.keep(NOW + timedelta(hours=1))
    assert world.network.standing == []
    december = datetime(2026, 12, 1, 0, 5, tzinfo=UTC)
    cost = world.keep(december)
    assert world.network.standing == [MENTIONS, MESSAGES]
    assert (cost.month, cost.spent_minor, cost.stopped) == ("2026-12", 0, {})


def test_raising_the_cap_begins_again_at_once(world: World) -> None:
    world.heard = {NOW.date(): {"heard_x": 2000}}
    world.keep(NOW)
    world.brand = aurora(listening={"x_month_minor": 5000})
    world.keep(NOW + timedelta(hours=1))
    assert world.network.standing == [MENTIONS, MESSAGES]


def test_what_could_not_be_ended_or_begun_is_tried_in_the_next_round_and_nothing_is_forgotten(world: World) -> None:
    world.heard, world.network.deaf = {NOW.date(): {"heard_x": 2000}}, 1
    world.keep(NOW)
    assert world.network.standing == [MENTIONS]
    cost = world.keep(NOW + timedelta(hours=1))
    assert world.network.standing == []
    assert cost.stopped == {"aurora.x": (MENTIONS, MESSAGES)}
    world.heard, world.network.deaf = {}, 1
    assert world.keep(NOW + timedelta(hours=2)).stopped == {"aurora.x": (MENTIONS,)}
    assert world.keep(NOW + timedelta(hours=3)).stopped == {}
    assert sorted(one.event_type for one in world.network.standing) == ["dm.received", "post.mention.create"]


def test_each_thing_that_is_heard_on_a_platform_that_bills_is_counted_once_and_elsewhere_none(table: Table) -> None:
    first = listening(table).take_in(delivery("Bello"), NOW)
    assert first
    said = first.interaction.model_copy(update={"platform": "x", "kind": InteractionKind.REPLY})
    reply = first.model_copy(update={"interaction": said})
    also = reply.model_copy(update={"interaction": said.model_copy(update={"verb": Verb.EDITED, "text": "Brutto"})})
    private = reply.model_copy(update={"interaction": said.model_copy(update={"kind": InteractionKind.MESSAGE})})

    def names(old: StoredInteraction | None, new: StoredInteraction) -> list[str]:
        before = interaction_item(old, 1) if old else None
        return [one.name for one in counts(before, interaction_item(new, 2), {"x"}) if one.name.startswith("heard")]

    assert names(None, reply) == ["heard_x"]
    assert names(reply, also) == []
    assert names(None, private) == ["heard_x_messages"]
    assert names(None, first) == []


def test_under_a_cap_on_all_fees_listening_stops_at_what_the_months_posts_leave(world: World) -> None:
    world.brand = aurora(listening={"x_month_minor": 1000}, fees={"x_month_minor": 1200})
    world.heard = {NOW.date(): {"heard_x": 1000}}
    world.posts_minor = 200
    assert (world.keep(NOW).cap_minor, world.network.standing) == (1000, [MENTIONS, MESSAGES])
    world.posts_minor = 700
    assert (world.keep(NOW).cap_minor, world.network.standing) == (500, [])
    world.posts_minor = 1500
    assert world.keep(NOW).cap_minor == 0
