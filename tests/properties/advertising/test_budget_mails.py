"""Exactly one mail for each threshold, period and revision, however the mails fare."""

from collections import Counter
from random import Random

import pytest

from portavoce.reporting.model import MailPostponed, MailRefused
from portavoce.reporting.records import Alerts
from portavoce.table.table import Table
from tests.advertising import AURORA, BUDGET, Stage, always
from tests.aurora import NOW
from tests.reporting import Postbox, notifier

AMOUNTS = (50_000, 100_000, 200_000)


@pytest.mark.parametrize("seed", range(4))
def test_each_threshold_of_each_revision_is_mailed_once_under_doubled_reordered_and_failed_sends(
    table: Table, seed: int
) -> None:
    chance, stage, postbox = Random(seed), Stage(table), Postbox()
    expected, spent, standing = Counter[int](), 0, 0
    passed: set[int] = set()
    for _ in range(5):
        amount, more = chance.choice(AMOUNTS), chance.randrange(60_000)
        passed = passed if amount == standing else set()
        standing, spent = amount, spent + more
        if new := {one for one in BUDGET.thresholds if 100 * spent >= one * amount} - passed:
            expected[max(new)] += 1
        passed |= new
        budget = BUDGET.model_copy(update={"amount_minor": amount})
        stage.brand = AURORA.model_copy(update={"budgets": (budget,)})
        stage.spent(spent)
        for _ in range(2):
            stage.collector().collect(NOW, always)
    deliver(table, postbox, chance)
    percents = [percent for mail in postbox.sent for percent in BUDGET.thresholds if f"{percent} %" in mail.subject]
    assert len(percents) == len(postbox.sent)
    assert Counter(percents) == expected


def deliver(table: Table, postbox: Postbox, chance: Random) -> None:
    """Tells of each loud alert twice, in any order, while the mail service fails, until all is sent."""
    telling = notifier(table, postbox, AURORA)
    loud = [one for one in Alerts(table).list_page("aurora", limit=1_000)[0] if not one.quiet]
    waiting = [one.alert_id for one in loud] * 2
    postbox.troubles += [MailPostponed("throttled"), MailRefused("paused"), MailPostponed("down")]
    while waiting:
        chance.shuffle(waiting)
        alert_id = waiting.pop()
        try:
            telling.alert_raised(alert_id, NOW)
        except (MailPostponed, MailRefused):
            waiting.append(alert_id)
