"""Acknowledging or snoozing an alert by the link in its mail: show it, do what was chosen, or say why not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import parse_qs

from portavoce.brands.model import Brand, Language
from portavoce.reporting.model import Alert
from portavoce.review import link
from portavoce.review.alert_link import read_alert
from portavoce.review.alert_page import SNOOZE_DAYS, AlertSaid, alert_page, alert_refusal_page, done_page
from portavoce.review.link import LinkRefused
from portavoce.review.service.door import MAX_FIELDS, BrowserAnswer

MAIL_LINK = "mail link"
"""Who it was, when a link did it: it names nobody, so neither do we."""
_STATUS: dict[type[LinkRefused], HTTPStatus] = {
    link.Forged: HTTPStatus.FORBIDDEN,
    link.Expired: HTTPStatus.GONE,
    link.Withdrawn: HTTPStatus.GONE,
}


@dataclass(frozen=True)
class AlertDoor:
    """Answers whoever holds the link of a mail. `key` is None while no link was ever signed; `say` gives an alert's
    words in the brand's language; `acknowledge` (id, by, now) and `snooze` (id, until, by, now) do it."""

    key: Callable[[], bytes | None]
    brand: Callable[[str], Brand | None]
    alert: Callable[[str], Alert | None]
    say: Callable[[Alert, Brand], AlertSaid]
    acknowledge: Callable[[str, str, datetime], object]
    snooze: Callable[[str, datetime, str, datetime], object]

    def look(self, token: str, now: datetime) -> BrowserAnswer:
        """Shows the alert. Looking changes nothing, however often and by whatever fetches it."""
        return self._answer(token, None, now)

    def take(self, token: str, form: str, now: datetime) -> BrowserAnswer:
        """Does what a form (application/x-www-form-urlencoded) of the page asks for."""
        return self._answer(token, form, now)

    def _answer(self, token: str, form: str | None, now: datetime) -> BrowserAnswer:
        language: Language | None = None
        try:
            alert = self.alert(read_alert(token, self.key(), now).alert_id)
            brand = self.brand(alert.brand_id) if alert else None
            if alert is None or brand is None or not alert.can_be_handled:
                raise link.Withdrawn
            language = brand.language
            if form is None:
                return BrowserAnswer(HTTPStatus.OK, alert_page(brand, alert, self.say(alert, brand)), "shown")
            return self._do(alert, brand, form, now)
        except LinkRefused as refused:
            reason = type(refused).__name__.lower()
            return BrowserAnswer(_STATUS[type(refused)], alert_refusal_page(reason, language), reason)

    def _do(self, alert: Alert, brand: Brand, form: str, now: datetime) -> BrowserAnswer:
        act = _read_act(form)
        if act == "acknowledge":
            self.acknowledge(alert.alert_id, MAIL_LINK, now)
            return BrowserAnswer(HTTPStatus.OK, done_page(brand, "acknowledged"), "acknowledged")
        days = next((one for one in SNOOZE_DAYS if act == f"snooze-{one}"), None)
        if days is None:
            page = alert_refusal_page("unclear", brand.language)
            return BrowserAnswer(HTTPStatus.UNPROCESSABLE_ENTITY, page, "unclear")
        self.snooze(alert.alert_id, now + timedelta(days=days), MAIL_LINK, now)
        return BrowserAnswer(HTTPStatus.OK, done_page(brand, "snoozed"), "snoozed")


def _read_act(form: str) -> str:
    try:
        fields = parse_qs(form, max_num_fields=MAX_FIELDS)
    except ValueError:
        return ""
    return fields["act"][0] if len(fields.get("act", ())) == 1 else ""
