"""What was raised, mailed or not; and that somebody has seen it, or puts it off."""

from collections.abc import Callable
from datetime import timedelta

from pydantic import Field

from portavoce.api.caller import caller_of
from portavoce.api.lookups import known_brand
from portavoce.api.pages import Cursor, Limit, PageOf
from portavoce.api.problems import FieldError, invalid, not_found
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.reporting.alert_titles import TITLES
from portavoce.reporting.model import Alert
from portavoce.reporting.responses.service import LONGEST_SNOOZE, NoSuchAlert, NotHandled
from portavoce.runtime import clock
from portavoce.runtime.wiring.alerts import alert_handling, alerts
from portavoce.value import Value

router = new_router()


class AlertNamed(Value):
    """The alert that is meant, by its `alert_id`."""

    alert_id: str = Field(min_length=1, max_length=500)


class SnoozePost(AlertNamed):
    """For how many days nobody is to be told of the alert's budget or ad account."""

    days: int = Field(ge=1, le=LONGEST_SNOOZE.days)


class ListedAlert(Alert):
    """An alert, what it is about in words, and whether it is put off now."""

    title: str
    is_put_off: bool


@router.get("/brands/<brand>/alerts", tags=["overview"])
def list_alerts(brand: Id, cursor: Cursor = None, limit: Limit = 50) -> PageOf[ListedAlert]:
    """All that was raised for a brand, newest first, with what became of its mail."""
    known_brand(brand)
    items, following = alerts().list_page(brand, cursor, limit)
    return PageOf(items=tuple(map(_list_alert, items)), next_cursor=following)


def _list_alert(alert: Alert) -> ListedAlert:
    is_put_off = alert.snoozed_until is not None and clock.utc_now() < alert.snoozed_until
    return ListedAlert(**dict(alert), title=TITLES[alert.kind], is_put_off=is_put_off)


@router.post("/brands/<brand>/alerts/acknowledge", tags=["overview"])
def acknowledge_alert(brand: Id, body: AlertNamed) -> Alert:
    """Notes that somebody has seen an alert about money: it is mailed no more. Again, it stays whose it was first."""
    by = caller_of(router.current_event)
    return _handle(brand, body, lambda: alert_handling().acknowledge(body.alert_id, by, clock.utc_now()))


@router.post("/brands/<brand>/alerts/snooze", tags=["overview"])
def snooze_alert(brand: Id, body: SnoozePost) -> Alert:
    """Puts off what is told of the alert's budget or ad account: it comes at the end, and this alert again."""
    by, now = caller_of(router.current_event), clock.utc_now()
    until = now + timedelta(days=body.days)
    return _handle(brand, body, lambda: alert_handling().snooze(body.alert_id, until, by, now))


def _handle(brand: str, named: AlertNamed, act: Callable[[], Alert]) -> Alert:
    known_brand(brand)
    standing = alerts().get(named.alert_id)
    if standing is None or standing.brand_id != brand:
        raise not_found(f"alert {named.alert_id} of brand {brand}")
    try:
        return act()
    except NoSuchAlert:
        raise not_found(f"alert {named.alert_id} of brand {brand}") from None
    except NotHandled as refused:
        raise invalid(str(refused), [FieldError(field="alert_id", message=str(refused))]) from None
