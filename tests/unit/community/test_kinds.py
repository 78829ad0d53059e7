"""What differs by where something was said, and what becomes of it when it is edited or taken back."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from portavoce.community.desk.model import InboxChange
from portavoce.community.model import Action, InboxStatus, StoredInteraction
from portavoce.community.records import CommunityRecords
from portavoce.community.service.inbox import Community
from portavoce.platforms.contract import ReadRefused
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.table.table import Table
from tests.aurora import NOW
from tests.community import ADA, Platform, acting, delivery, desk, dump, inbox_of, listening


def inbox(community: Community) -> list[StoredInteraction]:
    return inbox_of(community, "aurora", InboxStatus.OPEN, limit=20)[0]


@pytest.mark.parametrize("kind", list(InteractionKind))
def test_only_what_stands_under_our_own_posts_is_asked_to_be_hidden(table: Table, kind: InteractionKind) -> None:
    row = listening(table).take_in(delivery("idioti", kind=kind), NOW)
    assert row is not None
    hideable = {InteractionKind.COMMENT, InteractionKind.REPLY, InteractionKind.LIVE_COMMENT}
    assert (Action.HIDE in row.decision.actions) is (kind in hideable)
    assert kind is InteractionKind.LEAD_FORM or "abuse" in row.decision.labels


def test_a_message_with_a_link_that_asks_to_buy_goes_to_sales(table: Table) -> None:
    words = "Quanto costa questa? https://example.net/foto"
    row = listening(table).take_in(delivery(words, kind=InteractionKind.MESSAGE), NOW)
    assert row is not None
    assert Action.LEAD in row.decision.actions


def test_a_mention_that_turns_out_to_be_a_reply_can_be_hidden_after_all(table: Table) -> None:
    """X tells of one post as a mention and as a reply, in any order."""
    for order, kinds in enumerate([("reply", "mention", "quote"), ("quote", "mention", "reply")]):
        for kind in kinds:
            row = listening(table).take_in(delivery("idioti", kind=kind, interaction_id=f"c{order}"), NOW)
        assert row is not None
        assert (row.interaction.kind, row.decision.actions) == (InteractionKind.REPLY, (Action.HIDE,))


def test_whoever_fills_in_a_lead_form_is_handed_to_sales_even_when_the_answers_cannot_be_read(table: Table) -> None:
    class Refusing(Platform):
        def complete(self, interaction: Interaction) -> Interaction:
            raise ReadRefused("leads_retrieval is missing")

    actions = acting(table, Refusing())
    form = delivery(None, kind=InteractionKind.LEAD_FORM, permalink="https://leads")
    row = actions.community.take_in(form, NOW)
    assert row is not None
    actions.act("facebook", "c1", row.decision.actions, NOW)
    (lead,), _ = actions.community.leads("aurora", limit=5)
    assert (lead.text, lead.permalink) == ("", "https://leads")


def test_an_edit_without_words_changes_no_words_and_is_remembered(table: Table) -> None:
    class Refusing(Platform):
        def complete(self, interaction: Interaction) -> Interaction:
            raise ReadRefused("gone")

    community = listening(table, Refusing())
    community.take_in(delivery("Quanto costa?"), NOW)
    desk(table).change("facebook", "c1", InboxChange(done=True), ADA)
    row = community.take_in(delivery(None, Verb.EDITED, after_seconds=9), NOW)
    assert row is not None
    assert (row.interaction.text, row.status) == ("Quanto costa?", InboxStatus.DONE)
    assert row.decision.labels == ("purchase_intent", "question")
    assert row.edited_at == (delivery(after_seconds=9).occurred_at,)


def test_the_history_of_edits_and_the_removal_is_kept_whatever_their_order(table: Table) -> None:
    community = listening(table)
    history = [
        delivery(verb=Verb.REMOVED, after_seconds=30),
        delivery("tre", Verb.EDITED, after_seconds=20),
        delivery("due", Verb.EDITED, after_seconds=10),
        delivery("uno"),
        delivery("due", Verb.EDITED, after_seconds=10),
    ]
    for one in history:
        row = community.take_in(one, NOW)
    assert row is not None
    born = delivery().occurred_at
    assert row.edited_at == (born + timedelta(seconds=10), born + timedelta(seconds=20))
    assert (row.removed_at, row.interaction.text) == (born + timedelta(seconds=30), None)


def test_a_lead_forgets_what_its_author_took_back(table: Table) -> None:
    actions = acting(table, Platform())
    words = "Quanto costa? Il mio numero è 333 1234567"
    row = actions.community.take_in(delivery(words, permalink="https://p/Ana"), NOW)
    assert row is not None
    actions.act("facebook", "c1", row.decision.actions, NOW)
    actions.community.take_in(delivery(verb=Verb.REMOVED, after_seconds=60), NOW)
    (lead,), _ = actions.community.leads("aurora", limit=5)
    assert (lead.text, lead.author_id, lead.author_name, lead.permalink) == ("", None, None, None)
    assert not [word for word in ("333", "Ana", "u9") if word in repr(dump(table))]


def test_a_lead_that_is_made_while_its_author_takes_it_back_forgets_too(table: Table) -> None:
    actions = acting(table, Platform())
    actions.community.take_in(delivery("Quanto costa?"), NOW)

    class Interrupted(CommunityRecords):
        def add_lead(self, *args: Any) -> bool:
            listening(table).take_in(delivery(verb=Verb.REMOVED, after_seconds=60), NOW)
            return super().add_lead(*args)

    dataclasses.replace(actions, records=Interrupted(table)).act("facebook", "c1", (Action.LEAD,), NOW)
    (lead,), _ = actions.community.leads("aurora", limit=5)
    assert (lead.text, lead.author_name) == ("", None)


def test_what_is_past_its_keeping_is_shown_nowhere_even_before_it_is_dropped(table: Table) -> None:
    """DynamoDB drops an expired item within days (developer guide, TTL)."""
    row = listening(table).take_in(delivery("Il mio numero è 333"), NOW)
    assert row is not None
    later = row.keep_until + timedelta(hours=30)
    community = listening(dataclasses.replace(table, clock=lambda: later))
    assert inbox(community) == []
    assert community.records.get("facebook", "c1") is None


def test_a_removed_message_names_no_other_person(table: Table) -> None:
    community = listening(table)
    message: dict[str, Any] = {"kind": InteractionKind.MESSAGE, "thread_id": "psid-9", "author_id": "psid-9"}
    community.take_in(delivery("Ciao", attachments=("image",), **message), NOW)
    community.take_in(delivery(verb=Verb.REMOVED, after_seconds=5, **message), NOW)
    assert "psid-9" not in repr(dump(table))
