"""A brand that is spoken to, and a platform with comments on it, for the tests of listening."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

from portavoce.brands.model import Brand, ChannelRef
from portavoce.community.acts.permission import Allowed
from portavoce.community.acts.records import ActRecords
from portavoce.community.acts.service.acts import Acts
from portavoce.community.acts.service.calls import PlatformCalls, Talker
from portavoce.community.acts.service.decisions import Actions
from portavoce.community.desk.model import Hand
from portavoce.community.desk.records import NoteRecords
from portavoce.community.desk.service import InboxDesk
from portavoce.community.model import InboxStatus, LeadPlace, StoredInteraction
from portavoce.community.records import CommunityRecords
from portavoce.community.service.inbox import Community
from portavoce.platforms.conversation import Deed
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.platforms.outcomes import ActionOutcome, Done
from portavoce.table.layout import WRITE_ID
from portavoce.table.table import Table
from tests.aurora import NOW, aurora

AURORA = aurora(
    people={"alerts": ["ops@aurora.example"], "sales": ["sales@aurora.example"]},
    triage={
        "hide_keywords": ["casino"],
        "lead_keywords": ["all'ingrosso"],
        "own_domains": ["aurora.example"],
        "assign_to": "care@aurora.example",
        "retention_days": 90,
    },
)
ADA = Hand("ada", NOW)
CHANNEL = ChannelRef(brand_id="aurora", channel="facebook", platform="facebook", account_id="1001")


def delivery(text: str | None = "Buono!", verb: Verb = Verb.ADDED, after_seconds: int = 0, **given: Any) -> Interaction:
    """One delivery about the comment `c1` on Aurora's page, unless told otherwise."""
    named = {"author_id": "u9", "author_name": "Ana"} if verb in {Verb.ADDED, Verb.EDITED} else {}
    fields: dict[str, Any] = {
        "platform": "facebook",
        "account_id": "1001",
        "interaction_id": "c1",
        "kind": InteractionKind.COMMENT,
        "verb": verb,
        "occurred_at": NOW - timedelta(hours=1) + timedelta(seconds=after_seconds),
        "text": text if verb in {Verb.ADDED, Verb.EDITED} else None,
        "post_id": "1001_7",
        **named,
        **given,
    }
    return Interaction.model_validate(fields)


@dataclass
class Platform:
    """A platform's comments in memory. `answers` are given one by one to attempts to hide, then Done; `refusal` to each
    attempt to show one again."""

    texts: dict[str, str] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    answers: list[ActionOutcome] = field(default_factory=list)
    reads: int = 0
    refusal: ActionOutcome | None = None
    aside: list[Interaction] = field(default_factory=list)

    def do(self, deed: Deed, about: Interaction) -> ActionOutcome:
        return self._hide(about.interaction_id) if deed is Deed.HIDE else self._unhide(about.interaction_id)

    def complete(self, interaction: Interaction) -> Interaction:
        self.reads += 1
        return interaction.model_copy(update={"text": self.texts[interaction.interaction_id], "author_id": "u9"})

    def _hide(self, comment_id: str) -> ActionOutcome:
        if self.answers:
            return self.answers.pop(0)
        self.hidden.append(comment_id)
        return Done()

    def _unhide(self, comment_id: str) -> ActionOutcome:
        if self.refusal:
            return self.refusal
        self.hidden.remove(comment_id)
        return Done()


def listening(table: Table, platform: Platform | None = None, brand: Brand = AURORA) -> Community:
    """The use cases of listening, for Aurora."""
    there = platform or Platform()
    return Community(
        records=CommunityRecords(table),
        channel_of=lambda name, account: CHANNEL if (name, account) == ("facebook", "1001") else None,
        brand_of=lambda brand_id: brand if brand_id == brand.id else None,
        reader_of=lambda _: there,
        moderates=lambda _: True,
        set_aside=there.aside.append,
    )


def acting(table: Table, platform: Platform, brand: Brand = AURORA) -> Actions:
    """The use cases of acting, for Aurora."""
    community = listening(table, platform, brand)
    return Actions(
        community=community,
        records=community.records,
        brand_of=community.brand_of,
        acts=Acts(
            community=community,
            records=ActRecords(table),
            calls=PlatformCalls(lambda _: cast("Talker", platform), lambda row, kind: frozenset()),
            permit=lambda row, order, now: Allowed(),
            send=lambda message, delay_seconds: None,
            tell=lambda row, entry, ended, now: None,
        ),
        find_place=lambda _: LeadPlace(),
    )


def desk(table: Table) -> InboxDesk:
    """Where Aurora's people work the inbox."""
    community = listening(table)
    return InboxDesk(community, community.records, NoteRecords(table))


def inbox_of(
    community: Community, brand_id: str, status: InboxStatus, *, limit: int, cursor: str | None = None
) -> tuple[list[StoredInteraction], str | None]:
    """A page of the inbox, without revisions."""
    found, following = community.records.inbox(brand_id, status, limit=limit, cursor=cursor)
    return [one.row for one in found], following


def dump(table: Table) -> dict[tuple[str, str], dict[str, Any]]:
    """Every item of the table, as DynamoDB holds it, but for what chance has named."""
    pages = table.client.get_paginator("scan").paginate(TableName=table.name)
    items = [item for page in pages for item in page["Items"]]
    named = {(item["pk"]["S"], item["sk"]["S"]): item for item in items}
    return {key: {name: item[name] for name in item if name != WRITE_ID} for key, item in named.items()}
