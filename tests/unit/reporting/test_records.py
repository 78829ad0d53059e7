"""Alerts in the table: each is there once, tells the bus once, and is listed."""

from datetime import timedelta

from portavoce.reporting.events import AlertRaised, changes
from portavoce.reporting.records import Alerts
from portavoce.table.table import Key, Table
from tests.aurora import NOW
from tests.reporting import MISSED


def test_the_same_alert_is_raised_once(table: Table) -> None:
    assert Alerts(table).raise_alert(MISSED)
    assert not Alerts(table).raise_alert(MISSED.model_copy(update={"raised_at": NOW + timedelta(days=1)}))
    assert Alerts(table).get(MISSED.alert_id) == MISSED


def test_a_new_alert_tells_the_bus_and_a_quiet_one_or_a_noted_mail_does_not(table: Table) -> None:
    alerts, key = Alerts(table), Key(f"ALERT#{MISSED.alert_id}", "ALERT")
    alerts.raise_alert(MISSED)
    raised = table.get(key)
    alerts.note_mail(MISSED.alert_id, "sent")
    expected = AlertRaised(alert_id=MISSED.alert_id, brand_id="aurora", kind="publication_missed")
    assert changes(None, raised, NOW) == [expected]
    assert changes(raised, table.get(key), NOW) == []
    assert changes(raised, None, NOW) == []
    alerts.raise_alert(MISSED.model_copy(update={"alert_id": "quiet", "quiet": True}))
    assert changes(None, table.get(Key("ALERT#quiet", "ALERT")), NOW) == []


def test_a_brands_alerts_are_listed_newest_first_page_by_page(table: Table) -> None:
    alerts = Alerts(table)
    for number in range(3):
        moment = {"alert_id": f"a{number}", "raised_at": NOW + timedelta(minutes=number)}
        alerts.raise_alert(MISSED.model_copy(update=moment))
    alerts.raise_alert(MISSED.model_copy(update={"alert_id": "other", "brand_id": "borealis"}))
    first, cursor = alerts.listing("aurora", limit=2)
    rest, end = alerts.listing("aurora", cursor, limit=2)
    assert [alert.alert_id for alert in (*first, *rest)] == ["a2", "a1", "a0"]
    assert end is None
