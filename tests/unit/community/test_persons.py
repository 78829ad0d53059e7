"""A person is known again by what they are, and forgotten wherever the table names them."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from portavoce.community.model import Action
from portavoce.community.persons.model import Person
from portavoce.community.persons.records import PersonRecords
from portavoce.community.persons.service import FoundLetters, Memory, Persons
from portavoce.community.persons.tombstones import is_forgotten, make_fingerprint
from portavoce.letters.mentions import mentions
from portavoce.platforms.interaction import InteractionKind, Verb
from portavoce.reporting.model import Alert, AlertKind
from portavoce.reporting.records import Alerts
from portavoce.table.table import Table
from tests.aurora import NOW
from tests.community import Platform, acting, delivery, dump, listening

ANA = Person(brand_id="aurora", platform="facebook", author_id="u9")
KEY = b"key of the stage"


def persons(table: Table) -> Persons:
    return Persons(
        records=PersonRecords(table),
        fingerprint=lambda person: make_fingerprint(KEY, person),
        take_letters=lambda _ids, _is_dry: FoundLetters([], more=False),
        mails_about=lambda *_: [],
        forget_author=lambda *_: 0,
        ids_name_authors=lambda platform: platform == "bluesky",
    )


def memory(table: Table) -> Memory:
    return Memory(PersonRecords(table).list_tombstones, lambda person: make_fingerprint(KEY, person))


def test_whoever_filled_in_a_form_is_forgotten_by_their_address_with_the_lead_that_came_of_it(table: Table) -> None:
    actions = acting(table, Platform())
    form = delivery(
        "email: cana@rina.example",
        interaction_id="f1",
        kind=InteractionKind.LEAD_FORM,
        author_id="cana@rina.example",
        author_name="Cana Rina",
    )
    row = actions.community.take_in(form, NOW)
    assert row is not None
    actions.act("facebook", "f1", [Action.LEAD], NOW)
    actions.community.take_in(delivery(interaction_id="c2"), NOW)
    person = ANA.model_copy(update={"author_id": "cana@rina.example"})
    assert persons(table).erase(person, NOW, is_dry=False).erased == {"action": 1, "interaction": 1, "lead": 1}
    assert not [canary for canary in ("rina", "Rina", "f1") if canary in repr(dump(table))]
    assert listening(table).records.get("facebook", "c2"), "others' words stay"


def test_a_person_whose_id_stands_in_what_others_answer_is_forgotten_there_too(table: Table) -> None:
    did, community = "did:plc:canarina7341", listening(table)
    hers = f"at://{did}/app.bsky.feed.post/3k"
    row = community.take_in(delivery("Anche io", author_id="did:plc:berta"), NOW)
    assert row
    answer = {"platform": "bluesky", "interaction_id": "at://did:plc:berta/app.bsky.feed.post/3m"}
    ids = {"parent_id": hers, "thread_id": hers, "post_id": "at://did:plc:aurora/app.bsky.feed.post/3j"}
    said = row.interaction.model_copy(update={**answer, **ids})
    community.records.create(row.model_copy(update={"interaction": said}))
    person = Person(brand_id="aurora", platform="bluesky", author_id=did)
    assert persons(table).erase(person, NOW, is_dry=True).erased == {"reference_of_others": 1}
    assert did in repr(dump(table)), "a dry run takes nothing"
    assert persons(table).erase(person, NOW, is_dry=False).erased == {"reference_of_others": 1}
    assert did not in repr(dump(table))
    left = community.records.get("bluesky", answer["interaction_id"])
    assert left
    assert (left.row.interaction.text, left.row.interaction.post_id) == ("Anche io", ids["post_id"])
    assert persons(table).erase(person, NOW, is_dry=False).erased == {}


def test_an_alert_that_lists_comments_forgets_the_persons_and_keeps_the_others(table: Table) -> None:
    listening(table).take_in(delivery(), NOW)
    listed = "facebook/c1, bluesky/at://u9/app.bsky.feed.post/3k, facebook/c12, facebook/c1 + 7"
    alert = Alert(
        alert_id="LATE#1",
        brand_id="aurora",
        kind=AlertKind.ANSWERS_LATE,
        facts={"count": "3", "comments": listed},
        raised_at=NOW,
    )
    Alerts(table).raise_alert(alert)
    assert persons(table).erase(ANA, NOW, is_dry=False).erased == {"interaction": 1, "list_in_an_alert": 1}
    left = Alerts(table).get("LATE#1")
    assert left
    assert left.facts["comments"] == "facebook/c12 + 7"


def test_what_has_expired_and_was_not_dropped_yet_is_erased_and_never_handed_out(table: Table) -> None:
    listening(table).take_in(delivery(), NOW)
    late = NOW + timedelta(days=200)
    later = replace(table, clock=lambda: late)
    assert persons(later).export(ANA).items == ()
    assert persons(later).erase(ANA, late, is_dry=False).erased == {"interaction": 1}
    assert "Buono" not in repr(dump(table))


def test_an_erased_person_of_another_brand_or_platform_is_another(table: Table) -> None:
    persons(table).erase(ANA, NOW, is_dry=False)
    known = memory(table)
    assert known.forbids("aurora", delivery())
    assert not known.forbids("borea", delivery())
    assert not known.forbids("aurora", delivery(platform="instagram"))
    assert not known.forbids("aurora", delivery(author_id="u8"))


@pytest.mark.parametrize(
    ("verb", "minutes", "forgotten"),
    [
        (Verb.ADDED, -1, True),
        (Verb.ADDED, 0, True),
        (Verb.ADDED, 1, False),
        (Verb.EDITED, 1, True),
        (Verb.REMOVED, 1, True),
    ],
)
def test_only_what_is_said_anew_after_the_erasing_is_heard(verb: Verb, minutes: int, forgotten: bool) -> None:
    said = delivery(verb=verb).model_copy(update={"occurred_at": NOW + timedelta(minutes=minutes)})
    assert is_forgotten(said, NOW) is forgotten


def test_a_tombstone_says_nothing_without_the_key() -> None:
    mine = make_fingerprint(KEY, ANA)
    assert mine != make_fingerprint(b"another", ANA)
    assert "u9" not in mine


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (json.dumps({"from": {"id": "u9"}}), True),
        (json.dumps({"body": json.dumps({"entry": [{"sender": {"id": "u9"}}]})}), True),
        (json.dumps({"uri": "at://u9/app.bsky.feed.post/3k"}), True),
        (json.dumps({"email": "U9"}), True),
        (json.dumps({"id": "u97", "text": "x"}), False),
        (json.dumps({"id": 9}), False),
        ("not json but of u9", True),
        ("not json", False),
    ],
)
def test_a_letter_speaks_of_somebody_when_a_value_in_it_is_their_id(text: str, named: bool) -> None:
    assert mentions(text, {"u9"}) is named
