"""The links in mails about money, and the page behind them, as the functions use them."""

from datetime import datetime
from functools import cache

from portavoce.brands.model import Brand
from portavoce.reporting.compose import write_words
from portavoce.reporting.model import Alert
from portavoce.reporting.service import speaker_of
from portavoce.review.alert_link import sign_alert
from portavoce.review.alert_page import AlertSaid
from portavoce.review.service.alert_door import AlertDoor
from portavoce.runtime import signing_key
from portavoce.runtime.logs import logger
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.alerts import alert_handling, alerts
from portavoce.runtime.wiring.brands import brands


@cache
def alert_door() -> AlertDoor:
    """Answers whoever holds the link of a mail."""
    return AlertDoor(
        key=signing_key.known_signing_key,
        brand=brands().brand_of,
        alert=alerts().get,
        say=_say,
        acknowledge=alert_handling().acknowledge,
        snooze=alert_handling().snooze,
    )


def answer_alert_link(token: str, form: str | None, now: datetime) -> tuple[int, str, str]:
    """What the browser gets that follows a link, or sends its form: status, page and the page's policy."""
    answer = alert_door().look(token, now) if form is None else alert_door().take(token, form, now)
    logger.info("alert link", outcome=answer.outcome, post=answer.post)
    return answer.status, answer.page.html, answer.page.policy


def alert_address(alert: Alert) -> str:
    """Where an alert is acknowledged or snoozed. Raises KeyNotYetReadable."""
    token = sign_alert(alert.alert_id, alert.raised_at, signing_key.signing_key())
    return f"{settings().need('api_url')}/alerts/{token}"


def _say(alert: Alert, brand: Brand) -> AlertSaid:
    words = write_words(alert.kind, alert.facts, speaker_of(brand, settings().stage))
    return AlertSaid(words.subject, words.happened)
