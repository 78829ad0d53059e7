"""What people are told: an alert, which is a row before it is a mail, and a mail."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import AwareDatetime, Field

from portavoce.brands.model import Reviewer
from portavoce.value import Value


class AlertKind(StrEnum):
    """Why a person is needed. Each kind has its words in `templates/<language>.json`."""

    PUBLICATION_FAILED = "publication_failed"
    PUBLICATION_MISSED = "publication_missed"
    PUBLICATION_UNCERTAIN = "publication_uncertain"
    PUBLICATION_FROZEN = "publication_frozen"
    PUBLICATION_UNAPPROVED = "publication_unapproved"
    BUDGET_THRESHOLD = "budget_threshold"
    BUDGET_FORECAST = "budget_forecast"
    BUDGET_CURRENCY = "budget_currency"
    SPEND_UNREADABLE = "spend_unreadable"
    SERIES_STOPPED = "series_stopped"
    CONNECTION_ENDING = "connection_ending"
    CONNECTION_LOST = "connection_lost"
    CONNECTION_NOT_RENEWED = "connection_not_renewed"


class Alert(Value):
    """Something that a person must know. The same `alert_id` is raised once, however often it is noticed.

    `facts` are plain machine words: money as `<name>_minor` beside `currency` and `decimals`, moments in ISO 8601.
    A quiet alert is recorded and not mailed: a louder one of the same moment says it all."""

    alert_id: str
    brand_id: str
    kind: AlertKind
    facts: Mapping[str, str] = Field(default_factory=dict)
    raised_at: AwareDatetime
    quiet: bool = False


class Mail(Value):
    """One e-mail, ready to send."""

    to: tuple[str, ...] = Field(min_length=1)
    subject: str
    text: str
    html: str


class ReviewAsked(Value):
    """A post that waits for a decision: who decides, where (`link`), on which channels, until when.

    `mark` is the same for the same post as it stands: who was asked about it is not asked again."""

    brand_id: str
    post_id: str
    reviewer: Reviewer
    mark: str
    link: str
    channels: tuple[str, ...]
    planned_at: AwareDatetime
    expires_at: AwareDatetime


class ChangesWanted(Value):
    """What whoever was asked wants changed in a post, on these channels: said once, at one moment."""

    brand_id: str
    post_id: str
    channels: tuple[str, ...]
    planned_at: AwareDatetime
    comment: str
    decided_at: AwareDatetime


class MailDelivery(StrEnum):
    """What became of the wish to send a mail."""

    SENT = "sent"
    ALREADY_SENT = "already_sent"


class MailPostponed(Exception):
    """The mail service cannot take the mail now (throttled, down, no answer): send it again later."""


class MailRefused(Exception):
    """The mail service will not take the mail until a person acts, such as on an unverified sender."""


class MailBusy(Exception):
    """Another worker is sending this mail at this moment: look again later."""


class SubjectMissing(Exception):
    """The alert, the lead or the brand that a mail is about is not in the table."""
