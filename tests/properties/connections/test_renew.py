"""A token is renewed without a moment without one, whatever dies and whatever is lost: enumerated, not random."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from portavoce.connections.grants import of_secrets
from portavoce.connections.model import State
from portavoce.connections.records import ConnectionRecords
from portavoce.connections.service.keep import Kept
from portavoce.reporting.model import AlertKind
from portavoce.table.table import Key, Table
from tests.properties.connections.renewal import HOLDER, LIFE, RULE, START, TICK, Died, World

HARMLESS = ("", "never sent", "throttled")
LOST_UNSPENT = ("lost on its way there", "failed before")
LOST_SPENT = ("lost on its way back", "failed after")
MOST_STEPS = 26
ENDS = int(LIFE.total_seconds() // 60)
"""The minute in which the first token ends."""


def dies_at(world: World, number: int) -> Iterator[int]:
    """Lets the process die at its step of this number; gives the steps that there were."""
    count = 0

    def step() -> None:
        nonlocal count
        count += 1
        if count == number:
            raise Died

    world.step = step
    yield count
    world.step = lambda: None
    yield count


def live(world: World, until: int = 12) -> list[tuple[int, bool]]:
    """Rounds every fifteen minutes; whether the token works before and after each, with the minute."""
    seen = []
    for _ in range(until):
        world.now += TICK
        minute = int((world.now - START).total_seconds() // 60)
        seen.append((minute, world.works))
        world.tick()
        seen.append((minute, world.works))
    return seen


def asked_for(table: Table) -> str | None:
    """The refresh token that was about to be used, as the connection remembers it."""
    standing = ConnectionRecords(table).get(HOLDER)
    return standing.asked if standing else None


def steps_of_a_renewal(table: Table) -> int:
    """How many steps the round has that renews the token."""
    world, count = World(table), 0

    def step() -> None:
        nonlocal count
        count += 1

    while world.asked == 0:
        world.now += TICK
        count, world.step = 0, step
        world.tick()
    return count


def test_a_token_is_renewed_again_and_again_before_it_ends_and_nobody_is_bothered(table: Table) -> None:
    world = World(table)
    assert all(works for _, works in live(world, 24))
    assert world.told == set()
    assert world.asked == 24 * TICK // (LIFE - timedelta(seconds=RULE.renew_before_seconds))


@pytest.mark.parametrize("number", range(1, MOST_STEPS))
def test_whoever_dies_at_whatever_step_the_token_works_as_long_as_one_could(table: Table, number: int) -> None:
    world = World(table)
    while world.now < START + LIFE - TICK * 4:
        world.now += TICK
        world.tick()
    assert world.asked == 0, "the round that is to die must be the one that renews"
    world.now += TICK
    died = dies_at(world, number)
    next(died)
    world.tick()
    next(died)
    spent = "first-refresh" in world.x.api.store.refresh and world.x.api.store.refresh["first-refresh"].used
    grant = of_secrets(world.parameters)
    assert grant
    assert grant.refresh
    is_lost = spent and grant.refresh.get_secret_value() == "first-refresh"
    is_doubtful = not spent and bool(asked_for(table))
    seen = live(world, 8)
    assert all(works for minute, works in seen if minute < ENDS)
    if is_lost:
        assert world.told == {AlertKind.CONNECTION_NOT_RENEWED, AlertKind.CONNECTION_LOST}
    elif is_doubtful:
        assert [minute for minute, works in seen if not works] == [ENDS]
        assert world.told == {AlertKind.CONNECTION_NOT_RENEWED}
    else:
        assert all(works for _, works in seen)
        assert world.told == set()
    assert all(one.raised_at < START + LIFE for one in world.alerts.values() if "renewal" in one.alert_id)


def test_the_steps_that_may_be_the_last_are_all_tried(table: Table) -> None:
    assert 10 < steps_of_a_renewal(table) < MOST_STEPS


@pytest.mark.parametrize("fault", HARMLESS)
def test_a_fault_that_spends_nothing_bothers_nobody(table: Table, fault: str) -> None:
    world = World(table, faults=[fault])
    assert all(works for _, works in live(world))
    assert world.told == set()


@pytest.mark.parametrize("fault", LOST_UNSPENT)
def test_a_renewal_that_never_arrived_is_tried_again_when_nothing_is_left_to_lose(table: Table, fault: str) -> None:
    world = World(table, faults=[fault])
    seen = live(world)
    assert [minute for minute, works in seen if not works] == [ENDS], "out for the moment between its end and the round"
    assert world.told == {AlertKind.CONNECTION_NOT_RENEWED}


@pytest.mark.parametrize("fault", LOST_SPENT)
def test_a_lost_answer_leaves_the_old_token_until_its_end_and_a_person_knows_before(table: Table, fault: str) -> None:
    world = World(table, faults=[fault])
    seen = live(world)
    assert all(works for minute, works in seen if minute < ENDS)
    assert not any(works for minute, works in seen if minute >= ENDS)
    assert world.told == {AlertKind.CONNECTION_NOT_RENEWED, AlertKind.CONNECTION_LOST}
    assert len([one for one in world.alerts.values() if not one.quiet]) == 2
    standing = ConnectionRecords(table).get(HOLDER)
    assert standing
    assert standing.state is State.REFUSED


def test_the_old_token_stays_in_use_until_the_new_one_has_worked(table: Table) -> None:
    world = World(table)
    world.refuses = lambda token: token != "first-access" and not token.startswith("Basic ")
    while world.now < START + LIFE - TICK * 2:
        world.now += TICK
        world.tick()
    grant = of_secrets(world.parameters)
    assert grant
    assert (grant.access.value.get_secret_value(), grant.fresh is not None, world.asked) == ("first-access", True, 1)
    assert world.told == {AlertKind.CONNECTION_NOT_RENEWED}
    world.refuses = lambda _: False
    world.now += TICK
    world.tick()
    assert world.works
    grant = of_secrets(world.parameters)
    assert grant
    assert (grant.fresh, world.asked) == (None, 1)


def test_a_refusal_for_another_reason_spends_no_refresh_token_that_may_be_spent(table: Table) -> None:
    world = World(table, faults=["lost on its way back"])
    while world.asked == 0:
        world.now += TICK
        world.tick()
    records, world.refuses = ConnectionRecords(table), lambda token: token == "first-access"
    held = records.claim(HOLDER, world.now)
    soon = held.connection.model_copy(update={"probe_at": world.now})
    records.put_back(HOLDER, held._replace(connection=soon))
    world.tick()
    assert (world.asked, world.works) == (1, True)


def test_a_refresh_token_that_is_refused_is_not_tried_again_and_a_person_knows_at_once(table: Table) -> None:
    world = World(table)
    del world.x.api.store.refresh["first-refresh"]
    live(world)
    assert world.asked == 1
    assert world.told == {AlertKind.CONNECTION_NOT_RENEWED, AlertKind.CONNECTION_LOST}


def test_two_refreshers_at_once_make_one_call_wherever_the_second_comes_in(table: Table) -> None:
    for number in range(1, steps_of_a_renewal(table) + 1):
        table.delete(Key("CONNECTIONS#aurora", HOLDER.owner))
        world = World(table)
        while world.now < START + LIFE - TICK * 4:
            world.now += TICK
            world.tick()
        assert world.asked == 0
        world.now += TICK
        second = intrusion(world, number)
        world.tick()
        assert len(second) == 1, number
        assert (world.asked, world.works) == (1, True), number


def intrusion(world: World, number: int) -> list[Kept]:
    """Lets a second process do its whole round at this step of the first; gives what it did."""
    count, done = 0, list[Kept]()

    def step() -> None:
        nonlocal count
        count += 1
        if count == number:
            world.step = lambda: None
            done.append(world.keeper.keep(lambda: True))

    world.step = step
    return done
