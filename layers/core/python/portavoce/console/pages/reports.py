"""What the brand's people were told by mail, newest first, in the words of those mails."""

from typing import NamedTuple

from portavoce.console.answer import PageAnswer
from portavoce.console.routes import PageRoutes
from portavoce.console.texts import mark
from portavoce.console.visit import Visit
from portavoce.people.roles import Right
from portavoce.reporting.compose import Composed, Speaker, compose
from portavoce.reporting.model import Alert, AlertKind, MailDelivery
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.alerts import alerts
from portavoce.table.cursor import BadCursor

page = PageRoutes("reports")
_ROWS = 25
_RIGHTS = {
    AlertKind.BUDGET_THRESHOLD: Right.READ_MONEY,
    AlertKind.BUDGET_FORECAST: Right.READ_MONEY,
    AlertKind.BUDGET_CURRENCY: Right.READ_MONEY,
    AlertKind.BUDGET_IDLE: Right.READ_MONEY,
    AlertKind.BUDGET_RESTATED: Right.READ_MONEY,
    AlertKind.SPEND_SPIKE: Right.READ_MONEY,
    AlertKind.SPEND_STOPPED: Right.READ_MONEY,
    AlertKind.SPEND_WITHOUT_RESULT: Right.READ_MONEY,
    AlertKind.SPEND_UNREADABLE: Right.READ_MONEY,
    AlertKind.LISTENING_NEARLY_STOPPED: Right.READ_MONEY,
    AlertKind.LISTENING_STOPPED: Right.READ_MONEY,
    AlertKind.ANSWERS_DUE: Right.READ_INBOX,
    AlertKind.ANSWERS_LATE: Right.READ_INBOX,
    AlertKind.ANSWER_UNCERTAIN: Right.READ_INBOX,
    AlertKind.ACT_NOT_DONE: Right.READ_INBOX,
    AlertKind.COMMENT_NOT_HIDDEN: Right.READ_INBOX,
    AlertKind.ADDRESS_BOUNCED: Right.MANAGE_PEOPLE,
}
"""What more somebody needs to be shown one of these; the others are for whoever reads reports."""
MAILS = {
    MailDelivery.SENT: mark("mailed"),
    MailDelivery.ALREADY_SENT: mark("mailed"),
    MailDelivery.IN_DIGEST: mark("told with others, in one mail of its hour"),
    MailDelivery.NOBODY: mark("not mailed: none of the addresses takes mail"),
    "mail_failed": mark("the mail failed"),
}


class MailedAlert(NamedTuple):
    """An alert, with its mail."""

    alert: Alert
    mail: Composed


@page.get("", Right.READ_NUMBERS)
def show_reports(visit: Visit) -> PageAnswer:
    """A page of them, in the reader's language."""
    try:
        found, following = alerts().list_page(visit.brand.id, visit.query.one("cursor") or None, _ROWS)
    except BadCursor:
        found, following = alerts().list_page(visit.brand.id, None, _ROWS)
    speaker = Speaker(visit.brand.id, visit.brand.name, visit.language, visit.brand.zone, settings().stage)
    mine = (one for one in found if visit.may(_RIGHTS.get(one.kind, Right.READ_NUMBERS)))
    return visit.show(
        "pages/reports.html",
        told=[MailedAlert(one, compose(one.kind, one.facts, speaker)) for one in mine],
        following=following or "",
        mails=MAILS,
    )
