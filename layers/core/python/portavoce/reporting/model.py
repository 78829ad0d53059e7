"""What people are told: an alert, which is a row before it is a mail, and a mail."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

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
    PUBLICATION_REPEATED = "publication_repeated"
    PUBLICATION_OVER_FEES = "publication_over_fees"
    BUDGET_THRESHOLD = "budget_threshold"
    BUDGET_FORECAST = "budget_forecast"
    BUDGET_CURRENCY = "budget_currency"
    BUDGET_IDLE = "budget_idle"
    BUDGET_RESTATED = "budget_restated"
    SPEND_SPIKE = "spend_spike"
    SPEND_STOPPED = "spend_stopped"
    SPEND_WITHOUT_RESULT = "spend_without_result"
    SPEND_UNREADABLE = "spend_unreadable"
    BRAKE_PROPOSED = "brake_proposed"
    BRAKE_APPLIED = "brake_applied"
    BRAKE_UNSETTLED = "brake_unsettled"
    BRAKE_RELEASED = "brake_released"
    AD_ACCOUNT_STOPPED = "ad_account_stopped"
    AD_PAYMENT_REFUSED = "ad_payment_refused"
    AD_FUNDS_SHORT = "ad_funds_short"
    AD_ON_HELD_POST = "ad_on_held_post"
    SERIES_STOPPED = "series_stopped"
    CLOCKS_CHANGED = "clocks_changed"
    CONNECTION_ENDING = "connection_ending"
    CONNECTION_LOST = "connection_lost"
    CONNECTION_NOT_RENEWED = "connection_not_renewed"
    COMMENT_NOT_HIDDEN = "comment_not_hidden"
    ANSWER_UNCERTAIN = "answer_uncertain"
    ACT_NOT_DONE = "act_not_done"
    ACCOUNT_RESTRICTED = "account_restricted"
    ANSWERS_DUE = "answers_due"
    ANSWERS_LATE = "answers_late"
    LISTENING_NEARLY_STOPPED = "listening_nearly_stopped"
    LISTENING_STOPPED = "listening_stopped"
    ADDRESS_BOUNCED = "address_bounced"
    REPUTATION_WATCH = "reputation_watch"
    REPUTATION_FLOOD = "reputation_flood"
    CRISIS_PROPOSED = "crisis_proposed"
    CRISIS_FROZEN = "crisis_frozen"
    CRISIS_GOES_ON = "crisis_goes_on"
    CRISIS_OVER = "crisis_over"


HANDLED_KINDS = frozenset(
    {
        AlertKind.BUDGET_THRESHOLD,
        AlertKind.BUDGET_FORECAST,
        AlertKind.BUDGET_CURRENCY,
        AlertKind.BUDGET_IDLE,
        AlertKind.BUDGET_RESTATED,
        AlertKind.SPEND_SPIKE,
        AlertKind.SPEND_STOPPED,
        AlertKind.SPEND_WITHOUT_RESULT,
        AlertKind.SPEND_UNREADABLE,
        AlertKind.AD_ACCOUNT_STOPPED,
        AlertKind.AD_PAYMENT_REFUSED,
        AlertKind.AD_FUNDS_SHORT,
        AlertKind.AD_ON_HELD_POST,
    }
)
"""The alerts of money: a person says that they have seen one, or that they want to hear of it later. Those of a post
or of an account are over when what they ask for is done."""


class Alert(Value):
    """Something that a person must know. The same `alert_id` is raised once, however often it is noticed.

    `facts` are plain machine words: money as `<name>_minor` beside `currency` and `decimals`, moments in ISO 8601.
    A quiet alert is recorded and not mailed: a louder one of the same moment says it all. `mail` is what became of its
    mail, None until there was a try, and `mail_reason` why it is not sent. Somebody may have said that they have seen
    it (`acknowledged_by`), or asked to hear of its matter only from `snoozed_until` on."""

    alert_id: str
    brand_id: str
    kind: AlertKind
    facts: Mapping[str, str] = Field(default_factory=dict)
    raised_at: AwareDatetime
    quiet: bool = False
    mail: str | None = None
    mail_reason: str | None = None
    acknowledged_by: str | None = None
    acknowledged_at: AwareDatetime | None = None
    snoozed_by: str | None = None
    snoozed_until: AwareDatetime | None = None

    @property
    def can_be_handled(self) -> bool:
        """Whether a person can acknowledge or snooze it."""
        return self.kind in HANDLED_KINDS

    @property
    def subject(self) -> str:
        """What it is about, the same for each alert of one budget or one ad account: `BUDGET#<brand>.<budget>`."""
        return "#".join(self.alert_id.split("#")[:2])


class Mail(Value):
    """One e-mail to one person, ready to send: an address that is refused keeps it from nobody else."""

    to: str
    subject: str
    text: str
    html: str


class PostShown(Value):
    """What a post shows on these platforms, by their titles. `text` is what is sent; `picture` an address that shows
    its first image while the link counts, None where there is none or it is a video; `media_count` counts both."""

    platforms: tuple[str, ...]
    text: str
    picture: str | None = None
    alt_text: str = ""
    media_count: int = 0
    has_video: bool = False


class ReviewAsked(Value):
    """A post that waits for a decision: who decides, where (`link`), on which channels, and what it shows.

    It leaves on the first channel at `planned_at`; the link ends at `expires_at`, with the last.
    `mark` is the same for the same post as it stands: who was asked about it is not asked again."""

    brand_id: str
    post_id: str
    reviewer: Reviewer
    mark: str
    link: str
    channels: tuple[str, ...]
    planned_at: AwareDatetime
    expires_at: AwareDatetime
    campaign: str | None = None
    shown: tuple[PostShown, ...] = ()

    @property
    def mail_key(self) -> str:
        """The name under which a mail about this post as it stands is kept."""
        return f"REVIEW#{self.brand_id}.{self.post_id}#{self.reviewer}#{self.mark}"


class ChangesWanted(Value):
    """What whoever was asked wants changed in a post, on these channels: said once, at one moment."""

    brand_id: str
    post_id: str
    channels: tuple[str, ...]
    planned_at: AwareDatetime
    comment: str
    decided_at: AwareDatetime


class Matter(Value):
    """Something to tell that waits: an event of the bus, as it came, or a digest. `due_at` is when to try again."""

    matter_id: str
    kind: str
    detail: Mapping[str, Any]
    kept_at: AwareDatetime
    due_at: AwareDatetime
    tries: int = 0


class DeadAddress(Value):
    """An address that mail does not reach, or whose owner complained: it is not written to until `until`."""

    address: str
    reason: str
    since: AwareDatetime
    until: AwareDatetime


class MailDelivery(StrEnum):
    """What became of the wish to send a mail. `IN_DIGEST`: one mail will tell of it with others. `NOBODY`: none of its
    addresses takes mail. `ACKNOWLEDGED`: somebody has seen it elsewhere."""

    SENT = "sent"
    ALREADY_SENT = "already_sent"
    IN_DIGEST = "in_digest"
    NOBODY = "nobody"
    ACKNOWLEDGED = "acknowledged"


class MailTrouble(Exception):
    """A mail did not leave."""


class MailPostponed(MailTrouble):
    """The mail service cannot take the mail now (throttled, paused, down, no answer): send it again later."""


class MailRefused(MailTrouble):
    """The mail service will not take the mail until a person acts, such as on an unverified sender."""


class MailBusy(MailTrouble):
    """Another worker is sending this mail at this moment: look again later."""


class MailSnoozed(MailTrouble):
    """A person does not want to hear of the matter before `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"snoozed until {until.isoformat()}")
        self.until = until


class SubjectMissing(Exception):
    """The alert, the lead or the brand that a mail is about is not in the table."""


def raise_mail_trouble(errors: Sequence[Exception]) -> None:
    """Of what befell several mails, raises what says most about the others: a defect goes first, then MailPostponed,
    MailBusy, MailRefused."""
    if defects := [error for error in errors if not isinstance(error, MailTrouble)]:
        raise ExceptionGroup("mails could not be sent", defects)
    for kind in (MailPostponed, MailBusy, MailRefused):
        for error in errors:
            if isinstance(error, kind):
                raise error
