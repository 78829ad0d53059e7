"""What the rest of the product is told of publications. Pure: two images in, facts out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime

from portavoce.outbox.model import Event
from portavoce.publishing.delays import SOON
from portavoce.publishing.model import Publication, PublicationState
from portavoce.publishing.relevance import waits
from portavoce.table.item_value import read_value


class PublicationsDueSoon(Event):
    """Publications were planned for so soon that the next tick of the minute may come too late."""

    JOINS = "publication_ids"

    publication_ids: tuple[str, ...]


class PublicationsInReview(Event):
    """Publications wait for somebody's decision, as they stand by now: whoever it is has to be asked."""

    JOINS = "publication_ids"

    publication_ids: tuple[str, ...]


class ChangesRequested(Event):
    """Whoever was asked about these publications wants them changed. What they wrote stands on the publications."""

    JOINS = "publication_ids"

    publication_ids: tuple[str, ...]


class PublicationPublished(Event):
    """A post is on its platform. Its delay is `started_at` less `planned_at`."""

    publication_id: str
    brand_id: str
    channel: str
    platform: str
    remote_id: str
    url: str | None
    planned_at: AwareDatetime
    started_at: AwareDatetime


class PublicationNeedsPerson(Event):
    """A publication cannot go on by itself: `cause` says what happened and `next_step` what to do.

    `freeze_id` is the freeze that held it back, perhaps with many others; `unapproved` says that nobody had said yes to
    it before its time; `said_by` is the publication that had said the same, for which it was never sent. `fee_cap` is
    the cap on fees that has held it back, perhaps with many others."""

    publication_id: str
    brand_id: str
    channel: str
    state: PublicationState
    cause: str
    next_step: str
    freeze_id: str | None = None
    unapproved: bool = False
    said_by: str | None = None
    fee_cap: str | None = None


def changes(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, at: datetime) -> list[Event]:
    """The events of one change to a publication, seen at `at`.

    A person is told once of each thing to do."""
    if new is None:
        return []
    before, after = read_value(Publication, old) if old else None, read_value(Publication, new)
    events: list[Event] = []
    newly_waits = waits(after) and not (before and waits(before) and before.revision == after.revision)
    if newly_waits and after.planned_at <= at + SOON:
        events.append(PublicationsDueSoon(publication_ids=(after.publication_id,)))
    if _is_in_review(after) and not (before and _is_in_review(before) and before.revision == after.revision):
        events.append(PublicationsInReview(publication_ids=(after.publication_id,)))
    if _wants_changes(after) and (before is None or before.approval != after.approval):
        events.append(ChangesRequested(publication_ids=(after.publication_id,)))
    if after.state is PublicationState.PUBLISHED and (before is None or before.state is not PublicationState.PUBLISHED):
        events.append(_published_event(after))
    if after.next_step is not None and (before is None or before.next_step != after.next_step):
        events.append(_needs_person(after, after.next_step))
    return events


def _is_in_review(publication: Publication) -> bool:
    return publication.state is PublicationState.IN_REVIEW


def _wants_changes(publication: Publication) -> bool:
    approval = publication.approval
    return _is_in_review(publication) and approval is not None and approval.decision == "changes_requested"


def _published_event(publication: Publication) -> PublicationPublished:
    return PublicationPublished(
        publication_id=publication.publication_id,
        brand_id=publication.brand_id,
        channel=publication.channel,
        platform=publication.platform,
        remote_id=publication.remote_id or "",
        url=publication.url,
        planned_at=publication.planned_at,
        started_at=publication.started_at or publication.planned_at,
    )


def _needs_person(publication: Publication, next_step: str) -> PublicationNeedsPerson:
    return PublicationNeedsPerson(
        publication_id=publication.publication_id,
        brand_id=publication.brand_id,
        channel=publication.channel,
        state=publication.state,
        cause=publication.cause or "",
        next_step=next_step,
        freeze_id=publication.frozen_by,
        unapproved=publication.state is PublicationState.MISSED and not publication.may_leave,
        said_by=publication.said_by,
        fee_cap=publication.fee_hold and publication.fee_hold.cap_name,
    )
