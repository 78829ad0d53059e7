"""What the bus and its archive are told of a conversation: ids, and never a word, a name or an address."""

from datetime import datetime
from typing import Any

import pytest

from portavoce.community import events, items
from portavoce.community.history import lift, merge
from portavoce.community.model import Action, Lead, StoredInteraction, TriageDecision
from portavoce.platforms.interaction import InteractionKind, Verb
from tests.aurora import NOW
from tests.community import delivery

WORDS, NAME, PLACE, WHO = "canarino-giallo", "Cana Rina", "https://p.example/cana", "cana@rina.example"
CANARIES = (WORDS, NAME, PLACE, WHO)
DECIDED = TriageDecision(labels=("question",), actions=tuple(Action), reason=f"asks {WORDS}")


def stored(verb: Verb = Verb.ADDED, kind: InteractionKind = InteractionKind.COMMENT) -> StoredInteraction:
    said = delivery(WORDS, verb, kind=kind, author_id=WHO, author_name=NAME, permalink=PLACE, thread_id=WHO)
    row = lift(said, brand_id="aurora", channel_id="aurora.facebook", retention_days=90, now=NOW)
    return row.model_copy(update={"decision": DECIDED, "assignee": WHO})


def lead() -> Lead:
    return Lead(
        lead_id="l1",
        brand_id="aurora",
        channel_id="aurora.facebook",
        platform="facebook",
        interaction_id="c1",
        author_id=WHO,
        author_name=NAME,
        text=WORDS,
        permalink=PLACE,
        created_at=NOW,
    )


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("Europe/Rome", "2026-11-22T23:30Z", "2026-11-23"),
        ("America/Los_Angeles", "2026-11-23T07:59Z", "2026-11-22"),
        ("Asia/Kolkata", "2026-11-22T18:30Z", "2026-11-23"),
        ("America/Los_Angeles", "2026-03-09T06:59Z", "2026-03-08"),  # the day of 23 hours ends an hour earlier
        ("America/Los_Angeles", "2026-11-02T07:59Z", "2026-11-01"),  # and that of 25 hours an hour later
    ],
)
def test_a_comment_and_a_lead_count_in_the_day_of_the_brands_calendar(zone: str, at: str, day: str) -> None:
    moment = datetime.fromisoformat(at)
    said = delivery(WORDS, Verb.ADDED).model_copy(update={"occurred_at": moment})
    row = lift(said, brand_id="aurora", channel_id="aurora.facebook", retention_days=90, now=NOW, zone=zone)
    bought = lead().model_copy(update={"created_at": moment, "zone": zone})
    counted = events.counts(None, items.interaction_item(row, 1), {"facebook"})
    assert {one.name: one.day for one in counted if not one.name.startswith("heard")} == {
        "comments": day,
        "public": day,
    }
    assert [one.day for one in counted if one.name.startswith("heard")] == [at[:10]]
    assert {(one.name, one.day, one.amount) for one in events.counts(None, items.lead_item(bought, NOW))} == {
        ("leads", day, 1),
        ("lead#facebook", day, 1),
    }


@pytest.mark.parametrize("kind", InteractionKind)
def test_no_event_and_no_counter_of_a_conversation_carries_what_was_said_or_by_whom(kind: InteractionKind) -> None:
    said = stored(kind=kind)
    first, bought = items.interaction_item(said, 1), items.lead_item(lead(), NOW)
    changes: list[tuple[Any, Any]] = [
        (None, first),
        (items.interaction_item(stored(Verb.HIDDEN, kind), 1), first),
        (first, items.interaction_item(merge(said, stored(Verb.REMOVED, kind)), 2)),
        (first, None),
        (None, bought),
        (bought, items.forget_words(bought)),
        (bought, None),
    ]
    told = [one for old, new in changes for one in events.changes(old, new, NOW)]
    counted = [one for old, new in changes for one in events.counts(old, new)]
    assert {type(one) for one in told} == {events.InteractionTriaged, events.LeadCreated}
    assert counted
    assert [canary for canary in CANARIES if canary in repr([told, counted])] == []
