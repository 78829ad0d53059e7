"""A brand whose answers are drafted, by a model in memory."""

from datetime import datetime
from typing import Any

import pytest

from portavoce.brands.model import Brand
from portavoce.community.answers.records import AnswerRecords
from portavoce.community.drafts.model import (
    AnswerDraft,
    DraftSpending,
)
from portavoce.community.drafts.records import DraftRecords
from portavoce.community.drafts.service import DraftDesk
from portavoce.community.model import StoredInteraction
from portavoce.platforms import discovery
from portavoce.platforms.conversation import AnswerKind
from portavoce.runtime import aws
from portavoce.runtime.wiring.drafts import BedrockWriter
from portavoce.table.table import Table
from tests.aurora import NOW, aurora
from tests.bedrock import StrictBedrock
from tests.community import delivery, listening
from tests.stage import forget

MODEL = "amazon.nova-lite-v1:0"


def brand(cents: int = 100, **drafts: Any) -> Brand:
    return aurora(
        tone_of_voice="Warm, brief, never loud.",
        audiences=[{"name": "Neighbours", "description": "People who pass by every day"}],
        triage={"own_domains": ["aurora.example"], "hide_keywords": ["casino"]},
        products=[{"id": "beans", "title": "Beans", "landing_page": "https://shop.example/beans"}],
        inbox={"drafts": {"month_minor": cents, **drafts}},
    )


def named(monkeypatch: pytest.MonkeyPatch, *models: str) -> StrictBedrock:
    """A stage whose deployment has named these models, and Amazon Bedrock behind it."""
    monkeypatch.setenv("PORTAVOCE_DRAFT_MODELS", ",".join(models))
    forget()
    bedrock = StrictBedrock()
    bedrock.attach(aws.models())
    return bedrock


def told(table: Table, text: str | None = "Aprite domani?", **given: Any) -> StoredInteraction:
    community = listening(table)
    community.take_in(delivery(text, **given), NOW)
    found = community.records.get("facebook", "c1")
    assert found
    return found.row


def desk(table: Table, *models: str, ways: tuple[AnswerKind, ...] = (AnswerKind.REPLY,)) -> DraftDesk:
    return DraftDesk(
        records=listening(table).records,
        answers=AnswerRecords(table),
        spending=DraftRecords(table),
        writer=BedrockWriter(),
        models=models or (MODEL,),
        rule_of=lambda platform: discovery.manifest(platform).conversation,
        ways=lambda row, now: list(ways),
        post_of=lambda row: "Nuova miscela d'autunno.",
    )


def propose(table: Table, says: Brand | None = None, at: datetime = NOW, **given: Any) -> AnswerDraft:
    return desk(table).propose(says or brand(), told(table, **given), None, at)


def spent(table: Table, month: str = "2026-11") -> DraftSpending:
    return DraftRecords(table).get("aurora", month)
