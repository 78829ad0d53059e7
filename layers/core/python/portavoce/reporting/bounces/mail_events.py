"""What Amazon SES says of mails that did not arrive, by its events on the default bus. Pure.

Their shape: docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html; that they come to
EventBridge with it as detail: docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any, NamedTuple

BOUNCED, COMPLAINED = "Email Bounced", "Email Complaint Received"
MAIL_SERVICE = "aws.ses"


class Bounce(NamedTuple):
    """An address that a mail did not reach, or whose owner complained of it. `permanent`: it will not get better."""

    address: str
    reason: str
    permanent: bool


def read_bounces(detail_type: str, detail: Mapping[str, Any]) -> list[Bounce]:
    """Everybody of whom one event speaks."""
    if detail_type == COMPLAINED:
        complaint = detail["complaint"]
        kind = complaint.get("complaintFeedbackType") or "no reason given"
        return [
            Bounce(_address(one), f"complained ({kind})", permanent=True) for one in complaint["complainedRecipients"]
        ]
    bounce = detail["bounce"]
    kind, subkind = bounce.get("bounceType", "Undetermined"), bounce.get("bounceSubType", "")
    return [
        Bounce(_address(one), _reason(kind, subkind, one), permanent=kind == "Permanent")
        for one in bounce["bouncedRecipients"]
    ]


def _address(recipient: Mapping[str, Any]) -> str:
    return parseaddr(recipient["emailAddress"])[1]


def _reason(kind: str, subkind: str, recipient: Mapping[str, Any]) -> str:
    status = f", {recipient['status']}" if recipient.get("status") else ""
    return f"bounced ({kind}, {subkind}{status})"
