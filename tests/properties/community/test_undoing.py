"""What is done about comments and taken back leaves everything as it was, but for the ledger and the revision."""

from copy import deepcopy
from datetime import timedelta

import pytest

from portavoce.community.acts.model import ActOrder
from portavoce.community.desk.model import Hand, InboxChange
from portavoce.community.model import Priority
from portavoce.platforms.conversation import AnswerKind, Deed
from portavoce.table.layout import WRITE_ID
from portavoce.table.table import Key
from tests.acts import Desk, TalkingPlatform, clock
from tests.aurora import NOW
from tests.community import delivery
from tests.community import desk as open_desk
from tests.faults.memory import MemoryTable

LEDGER = frozenset({"acts", WRITE_ID, "version", "touched", "changed_at", "visibility_at"})
"""How acts ended, revisions, and when the platform last hid or showed it."""


@pytest.mark.takes_long("some twelve writes for each of a thousand comments")
@pytest.mark.parametrize("number", [200, pytest.param(1_000, marks=pytest.mark.whole)])
def test_many_comments_worked_on_and_undone_stand_as_before(number: int) -> None:
    time = clock()
    table = MemoryTable(lambda _: None, lambda old, new: None, time.read)
    here = Desk(table, TalkingPlatform(time))
    people, names = open_desk(table), [f"c{place}" for place in range(number)]
    for name in names:
        here.acts.community.take_in(delivery(f"Siete aperti? {name}", interaction_id=name), NOW)
    before = _without_ledger(table)
    for name in names:
        _work_on(here, name)
        people.change("facebook", name, InboxChange(assignee="bea@aurora.example", note="Ask the shop"), _hand())
        people.change("facebook", name, InboxChange(add_tags=("vip",), priority=Priority.HIGH), _hand())
    assert _without_ledger(table) != before
    here.clock.sleep_until(NOW + timedelta(minutes=2))
    for name in names:
        people.change("facebook", name, InboxChange(remove_tags=("vip",), priority=Priority.NORMAL), _hand())
        people.change("facebook", name, InboxChange(assignee=None), _hand())
        people.remove_note("facebook", name, 1)
        for _ in range(3):
            here.acts.undo("facebook", name, None, "ada", here.clock.now)
    assert here.platform.said == []
    assert here.platform.done.count(Deed.HIDE) == here.platform.done.count(Deed.UNHIDE) == number
    after = _without_ledger(table)
    assert {key: item for key, item in after.items() if item != before.get(key)} == {}
    assert after.keys() == before.keys()


def _work_on(here: Desk, name: str) -> None:
    for order in (
        ActOrder(what=AnswerKind.REPLY, text=f"Sì! {name}"),
        ActOrder(what=Deed.LIKE),
        ActOrder(what=Deed.HIDE),
    ):
        here.acts.ask("facebook", name, order, "ada", here.clock.now)


def _hand() -> Hand:
    return Hand("bea", NOW + timedelta(minutes=1))


def _without_ledger(table: MemoryTable) -> dict[Key, object]:
    return {
        key: {name: value for name, value in deepcopy(item).items() if name not in LEDGER}
        for key, item in table.items.items()
        if not key.sk.startswith("ACT#")
    }
